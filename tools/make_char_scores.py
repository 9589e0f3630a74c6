"""Write `cleaner/damage/pairs.txt`: how often characters stand alone and side by side in words.

Source: `dict.txt` of jieba (MIT), 349,000 words with their frequencies in a corpus of news and
novels. Everything is folded to simplified script, and counts are kept as logarithms, two steps to
each doubling, written as one letter. A line holds, separated by tabs: a character; three letters
for how often it occurs, begins a word, ends a word; the characters that follow it inside of words;
one letter for each of those. jieba is needed here only, never when the package runs:

    pip install jieba && python tools/make_char_scores.py
"""

from __future__ import annotations

import importlib.metadata
import math
import re
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

from cleaner.core.document import fold

TARGET = Path(__file__).parent.parent / "cleaner" / "damage" / "pairs.txt"
ZERO = ord("0")
RAREST = 20  # occurrences a pair needs: keeps 97 % of all occurrences in 82,000 pairs
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
    single: Counter[str] = Counter()
    first: Counter[str] = Counter()
    last: Counter[str] = Counter()
    followers: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for line in Path(str(source)).read_text(encoding="utf-8").splitlines():
        word, frequency, *_ = line.split(" ")
        word, count = fold(word), CORRECTED.get(word, int(frequency))
        if not WORD.fullmatch(word):
            continue
        first[word[0]] += count
        last[word[-1]] += count
        for character in word:
            single[character] += count
        for left, right in pairwise(word):
            followers[left][right] += count
    rows = []
    for character, count in sorted(single.items()):
        pairs = [pair for pair in followers[character].most_common() if pair[1] >= RAREST]
        counts = letter(count) + letter(first[character]) + letter(last[character])
        seconds = "".join(second for second, _ in pairs)
        levels = "".join(letter(number) for _, number in pairs)
        rows.append(f"{character}\t{counts}\t{seconds}\t{levels}\n")
    TARGET.write_text("".join(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
