"""Write `cleaner/damage/frequent.py`: the commonest Chinese ideographs, by how common they are.

Source: `dict.txt` of jieba (MIT), 349,000 words with their frequencies in a corpus of news and
novels, folded to simplified script. jieba is needed here only, never when the package runs:

    pip install jieba && python tools/make_frequent.py
"""

from __future__ import annotations

import importlib.metadata
import math
from collections import Counter, defaultdict
from pathlib import Path

from cleaner.core.document import fold

TARGET = Path(__file__).parent.parent / "cleaner" / "damage" / "frequent.py"
STEP = 0.5  # nats: a finer table does not tell encodings apart any better
LEAST = -12.0  # rarer ones count like those that no word holds
# The corpus holds UTF-8 that was read as GBK, so jieba knows 涓 澶 鏄 浜 as words. They stand in no
# longer word, or 35 times as often alone; so do only these honest ones (looked through by hand).
LONER = 35
HONEST = "呢嗯您吗啊哦噢朕"
WIDTH = 88
HEAD = '''"""The commonest Chinese ideographs (simplified ones stand for traditional ones, too).

Written by tools/make_frequent.py from jieba's dictionary (MIT). Each key is the natural logarithm
of the share that a character of its group has in running text.
"""

IDEOGRAPHS: dict[float, str] = {
'''


def main() -> None:
    """Count and write."""
    alone: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    source = importlib.metadata.distribution("jieba").locate_file("jieba/dict.txt")
    for row in Path(str(source)).read_text(encoding="utf-8").splitlines():
        word, frequency, *_ = row.split(" ")
        for character in fold(word):
            if "\u4e00" <= character <= "\u9fff":
                (alone if len(word) == 1 else counts)[character] += int(frequency)
    for character, count in alone.items():
        if count <= LONER * counts[character] or character in HONEST:
            counts[character] += count
    total = sum(counts.values())
    groups: defaultdict[float, str] = defaultdict(str)
    for character, count in counts.most_common():
        level = round(math.log(count / total) / STEP) * STEP
        if level >= LEAST:
            groups[level] += character
    with TARGET.open("w", encoding="utf-8", newline="\n") as out:
        out.write(HEAD)
        for level, characters in groups.items():
            pieces = [characters[i : i + WIDTH // 2] for i in range(0, len(characters), WIDTH // 2)]
            if len(pieces) == 1:
                out.write(f'    {level}: "{characters}",\n')
            else:
                body = "".join(f'        "{piece}"\n' for piece in pieces)
                out.write(f"    {level}: (\n{body}    ),\n")
        out.write("}\n")


if __name__ == "__main__":
    main()
