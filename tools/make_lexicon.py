"""Write `cleaner/damage/lexicon.txt`: words and how often they occur.

Source: `dict.txt` of jieba (MIT), words with their frequencies in a corpus of news and novels.
Everything is folded to simplified script, and counts are kept as logarithms, two steps to each
doubling, written as one letter. A line holds a character, a letter for how often it stands alone,
a tab, and for each word that begins with it the rest of the word and a letter. jieba is needed here
only, never when the package runs:

    pip install jieba && python tools/make_lexicon.py
"""

from __future__ import annotations

import importlib.metadata
import math
import re
from collections import Counter, defaultdict
from pathlib import Path

from cleaner.core.document import fold

TARGET = Path(__file__).parent.parent / "cleaner" / "damage" / "lexicon.txt"
ZERO = ord("0")
RAREST = 4  # occurrences: half of jieba's words have 3 or fewer, and are hardly ever met
# jieba counts 的 318,825 times, a tenth of its share in running text (4 of 100 characters); the
# other function words are about right.
CORRECTED = {"的": 3_200_000}
WORD = re.compile(r"[\u3400-\u9fff]+")


def letter(count: int) -> str:
    """Return the logarithm of a count as one letter; `0` stands for none and for one."""
    return chr(ZERO + (round(2 * math.log2(count)) if count else 0))


def main() -> None:
    """Count and write."""
    source = importlib.metadata.distribution("jieba").locate_file("jieba/dict.txt")
    counts: Counter[str] = Counter()
    for line in Path(str(source)).read_text(encoding="utf-8").splitlines():
        word, frequency, *_ = line.split(" ")
        counts[fold(word)] += CORRECTED.get(word, int(frequency))
    rows: defaultdict[str, list[str]] = defaultdict(list)
    for word, count in sorted(counts.items()):
        if WORD.fullmatch(word) and len(word) > 1 and count >= RAREST:
            rows[word[0]].append(word[1:] + letter(count))
    characters = {character for word in counts if WORD.fullmatch(word) for character in word}
    lines = [f"{c}{letter(counts[c])}\t{''.join(rows[c])}\n" for c in sorted(characters)]
    TARGET.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
