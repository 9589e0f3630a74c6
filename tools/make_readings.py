"""Write `cleaner/damage/reading_table.py`: which characters can be read as which syllable.

Source: `pypinyin.pinyin_dict` of pypinyin (MIT), itself made from mozillazg/pinyin-data (MIT). Only
ideographs of the Basic Multilingual Plane are taken: the damage works on GBK, which has no others.
pypinyin is needed here only, never when the package runs:

    pip install pypinyin
    python tools/make_readings.py && ruff format cleaner/damage/reading_table.py
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

from pypinyin.pinyin_dict import pinyin_dict

TARGET = Path(__file__).parent.parent / "cleaner" / "damage" / "reading_table.py"
FIRST, LAST = 0x3400, 0x9FFF  # the unified ideographs and their extension A
PER_LINE = 40  # full-width characters, to stay within the line length

HEADER = '''"""Syllables with their tone, and every character that can be read so.

Written by tools/make_readings.py from pypinyin's data (MIT).
"""

CHARACTERS: dict[str, str] = {
'''


def collect(readings: dict[int, str]) -> dict[str, str]:
    """Turn `code point -> syllables` into `syllable -> characters`, both in order."""
    characters: dict[str, list[str]] = {}
    for code, syllables in sorted(readings.items()):
        if FIRST <= code <= LAST:
            for syllable in syllables.split(","):
                key = unicodedata.normalize("NFC", syllable)
                characters.setdefault(key, []).append(chr(code))
    return {key: "".join(value) for key, value in sorted(characters.items())}


def entry(syllable: str, characters: str) -> str:
    """Return one line (or more) of the table."""
    rows = [characters[i : i + PER_LINE] for i in range(0, len(characters), PER_LINE)]
    if len(rows) == 1:
        return f'    "{syllable}": "{rows[0]}",\n'
    return f'    "{syllable}": (\n' + "".join(f'        "{row}"\n' for row in rows) + "    ),\n"


def main() -> None:
    """Write the module."""
    table = collect(pinyin_dict)
    TARGET.write_text(
        HEADER + "".join(entry(*item) for item in table.items()) + "}\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
