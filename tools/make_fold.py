"""Write `cleaner/core/fold_table.py`: which traditional character folds to which simplified one.

Source: the character table of OpenCC (TSCharacters, Apache-2.0), as opencc-python-reimplemented
ships it. Only one-to-one pairs in the Basic Multilingual Plane are taken; of several simplified
forms the first one is, as OpenCC itself does. Run it with the folder of that package's
dictionaries:

    python tools/make_fold.py .../opencc/dictionary/TSCharacters.txt
"""

from __future__ import annotations

import sys
from pathlib import Path

TARGET = Path(__file__).parent.parent / "cleaner" / "core" / "fold_table.py"
PER_LINE = 40  # full-width characters, to stay within the line length

HEADER = '''"""Traditional characters and the simplified ones they fold to, one to one.

Written by tools/make_fold.py from OpenCC's TSCharacters (Apache-2.0). The two strings run in
parallel: the character at a place of TRADITIONAL folds to the one at that place of SIMPLIFIED.
"""

'''


def read_pairs(path: Path) -> dict[str, str]:
    """Return the one-to-one pairs of a tab-separated dictionary of OpenCC."""
    pairs = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        key, _, values = line.partition("\t")
        value = values.split(" ")[0]
        if len(key) == len(value) == 1 and key != value and max(key, value) <= "\uffff":
            pairs[key] = value
    return pairs


def literal(name: str, characters: str) -> str:
    """Return an assignment of a long string in lines of even length."""
    rows = [characters[i : i + PER_LINE] for i in range(0, len(characters), PER_LINE)]
    return f"{name} = (\n" + "".join(f'    "{row}"\n' for row in rows) + ")\n"


def main() -> None:
    """Read the dictionary named on the command line and write the module."""
    pairs = dict(sorted(read_pairs(Path(sys.argv[1])).items()))
    # A fold must be stable: folding twice is folding once.
    stable = {key: value for key, value in pairs.items() if value not in pairs}
    TARGET.write_text(
        HEADER
        + literal("TRADITIONAL", "".join(stable))
        + "\n"
        + literal("SIMPLIFIED", "".join(stable.values())),
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
