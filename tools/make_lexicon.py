"""Write `cleaner/damage/lexicon.txt` and `word_classes.txt`: words, and what kinds follow which.

Source: jieba (MIT). Words with their frequencies in a corpus of news and novels and their parts of
speech are in its `dict.txt`; how parts of speech follow each other, and which ones a character has
as a word of its own, in the tables of its tagger (`jieba.posseg`). A class of words is a part of
speech with whether the word is a single character. Everything is folded to simplified script, and
counts are kept as logarithms, two steps to each doubling, written as one letter (`0` stands for
none and for one). jieba is needed here only, never when the package runs:

    pip install jieba && python tools/make_lexicon.py

The first line of `lexicon.txt` holds the sum of all counts. The others are, separated by tabs: a
character with the letter for how often it begins a word; how often it is one, with its classes; the
classes of the words it begins; those words, each without its first character and with two letters,
class and count. A class stands with a digit, its share in ninths. A line of `word_classes.txt` is a
class: its letter, how much likelier than on average it stands before and behind a mark, and how
much likelier each class stands behind it; all in steps of 0.2 nats, `X` (88) for no difference.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import math
import re
import string
from collections import Counter, defaultdict
from pathlib import Path
from typing import TypeAlias

from cleaner.core.document import fold

ROOM = Path(__file__).parent.parent / "cleaner" / "damage"
ZERO = ord("0")
LETTERS = string.digits + string.ascii_letters
RAREST = 4  # occurrences: half of jieba's words have 3 or fewer, and are hardly ever met
# jieba counts 的 318,825 times, a tenth of its share in running text (4 of 100 characters); the
# other function words are about right.
CORRECTED = {"的": 3_200_000}
WORD = re.compile(r"[\u3400-\u9fff]+")
# As in make_frequent.py: what stands alone so much oftener than in words is misread UTF-8.
LONER = 35
HONEST = "呢嗯您吗啊哦噢朕"
ALONE = 0.05  # share of its occurrences in which a character stands outside of all known words
FLOOR = 0.2  # occurrences granted to an ideograph that no word holds
LEAST_SHARE = 3e-4  # of a class among all words: 56 classes hold 99.8 % of them
LEAST_PART = 0.05  # share of a class among the occurrences of a single character
FLATTENED = 0.9  # exponent of the lifts; 0.8 to 1 are as good
SMALLEST = 1e-5
STEP = 0.2  # nats
NO_LIFT = 88
FARTHEST = 34  # steps: 900 times as likely, or as unlikely
# How much likelier than on average words of a class stand before and behind a mark: counted in
# 60,000 words of Chinese pages and rounded; 1 for what is not listed.
MARKS = {
    ("E", "n"): (1.4, 0.75),
    ("E", "v"): (1.2, 1.0),
    ("S", "v"): (0.6, 0.9),
    ("S", "uj"): (0.4, 0.02),
    ("S", "p"): (0.05, 1.5),
    ("S", "d"): (0.07, 1.2),
    ("E", "vn"): (1.4, 0.65),
    ("E", "r"): (0.55, 1.9),
    ("E", "d"): (0.5, 1.4),
    ("S", "n"): (1.4, 0.5),
    ("E", "ns"): (0.8, 1.7),
    ("S", "r"): (0.25, 2.5),
    ("E", "a"): (1.5, 0.7),
    ("E", "c"): (0.65, 3.3),
    ("S", "c"): (0.03, 2.0),
    ("S", "m"): (1.3, 0.5),
    ("S", "f"): (1.6, 0.4),
    ("S", "a"): (1.0, 0.65),
    ("S", "ul"): (1.5, 0.02),
    ("E", "t"): (1.2, 2.0),
    ("E", "nr"): (1.4, 1.3),
    ("E", "l"): (2.3, 1.3),
    ("S", "q"): (1.2, 0.3),
    ("S", "ng"): (1.4, 0.5),
    ("S", "nr"): (0.5, 1.3),
    ("E", "i"): (2.8, 1.4),
    ("E", "f"): (1.8, 0.85),
    ("E", "p"): (0.1, 3.0),
    ("E", "b"): (0.45, 0.85),
    ("S", "u"): (0.65, 0.3),
    ("E", "ad"): (0.4, 1.2),
    ("E", "nt"): (0.65, 2.0),
    ("S", "y"): (5.0, 0.1),
    ("S", "uz"): (0.25, 0.02),
    ("S", "uv"): (0.4, 0.07),
    ("S", "k"): (1.4, 0.02),
    ("S", "b"): (0.1, 1.5),
    ("S", "ud"): (0.02, 0.3),
    ("S", "ug"): (1.0, 0.3),
}

Class: TypeAlias = tuple[str, str]
"""How its words end in jieba's tagger (`S` alone, `E` with a last character) and what they are."""

Shares: TypeAlias = dict[Class, float]


def letter(count: float) -> str:
    """Return the logarithm of a count as one letter; `0` stands for none and for one."""
    return chr(ZERO + (round(2 * math.log2(count)) if count > 1 else 0))


def lift_letter(lift: float) -> str:
    """Return how much likelier something is as one letter."""
    steps = round(math.log(lift) / STEP)
    return chr(NO_LIFT + max(-FARTHEST, min(FARTHEST, steps)))


class Tagger:
    """The classes of words and how they follow each other, by the tables of jieba's tagger."""

    def __init__(self) -> None:
        self._next = {
            state: {other: math.exp(value) for other, value in row.items()}
            for state, row in importlib.import_module("jieba.posseg.prob_trans").P.items()
        }
        self._often = self._stationary()
        ends = [state for state in sorted(self._next) if state[0] in "SE"]
        total = sum(self._often[self._begin(state)] for state in ends)
        self.share = {state: self._often[self._begin(state)] / total for state in ends}
        self.classes = [state for state in ends if self.share[state] > LEAST_SHARE]
        self.single = self._single_words()

    def _begin(self, state: Class) -> Class:
        return ("B", state[1]) if state[0] == "E" else state

    def _stationary(self) -> dict[Class, float]:
        """Return how often the tagger is in each state."""
        often = dict.fromkeys(self._next, 1.0)
        for _ in range(400):
            new = dict.fromkeys(often, 0.0)
            for state, row in self._next.items():
                total = sum(row.values())
                for other, chance in row.items():
                    new[other] += often[state] * chance / total
            total = sum(new.values())
            often = {state: value / total for state, value in new.items()}
        return often

    def _single_words(self) -> dict[str, Shares]:
        """Return the classes of characters that are words."""
        emitted = importlib.import_module("jieba.posseg.prob_emit").P
        found: defaultdict[str, Shares] = defaultdict(dict)
        for state in self.classes:
            if state[0] == "S" and state[1] != "zg":
                for character, value in emitted.get(state, {}).items():
                    share = self._often[state] * math.exp(value)
                    if share:
                        shares = found[fold(character)]
                        shares[state] = shares.get(state, 0.0) + share
        return found

    def lifts(self, state: Class) -> list[float]:
        """Return how much likelier than on average each class is behind one."""
        row = self._next[state]
        total = sum(row.get(self._begin(other), 0.0) for other in self.share)
        lifts = [
            (row.get(self._begin(other), 0.0) / total + SMALLEST) / (self.share[other] + SMALLEST)
            for other in self.classes
        ]
        lifts = [lift**FLATTENED for lift in lifts]
        mean = sum(a * self.share[b] for a, b in zip(lifts, self.classes, strict=True))
        return [lift / mean for lift in lifts]


class Dictionary:
    """jieba's words, folded."""

    def __init__(self, tagger: Tagger) -> None:
        self.count: Counter[str] = Counter()
        tags: defaultdict[str, Counter[str]] = defaultdict(Counter)
        source = importlib.metadata.distribution("jieba").locate_file("jieba/dict.txt")
        for line in Path(str(source)).read_text(encoding="utf-8").splitlines():
            word, frequency, tag = line.split(" ")
            word, count = fold(word), CORRECTED.get(word, int(frequency))
            if WORD.fullmatch(word):
                self.count[word] += count
                tags[word][tag] += count
        self.inside: Counter[str] = Counter()
        for word, count in self.count.items():
            for character in word if len(word) > 1 else ():
                self.inside[character] += count
        self._tagger = tagger
        self._tags = {word: found.most_common(1)[0][0] for word, found in tags.items()}

    def alone(self, character: str) -> float:
        """Return how often a character is a word, without what misread UTF-8 adds."""
        count, inside = self.count[character], self.inside[character]
        if count > LONER * inside and character not in HONEST:
            count = min(count, inside + 1)
        return max(count, FLOOR, ALONE * (count + inside))

    def classes(self, word: str) -> Shares:
        """Return the classes of a word with their shares."""
        known = self._tagger.single.get(word, {})
        total = sum(known.values())
        shares = {key: value / total for key, value in known.items() if value > LEAST_PART * total}
        if not shares:
            end = "S" if len(word) == 1 else "E"
            key = (end, self._tags.get(word, "n"))
            shares = {key if key in self._tagger.classes else (end, "n"): 1.0}
        total = sum(shares.values())
        return {key: value / total for key, value in shares.items()}


def write_lexicon(words: Dictionary, names: dict[Class, str]) -> None:
    """Write the words."""
    rows: defaultdict[str, list[str]] = defaultdict(list)
    begun: defaultdict[str, Counter[Class]] = defaultdict(Counter)
    for word, count in sorted(words.count.items()):
        if len(word) > 1 and count >= RAREST:
            [kind] = words.classes(word)
            rows[word[0]].append(word[1:] + names[kind] + letter(count))
            begun[word[0]][kind] += count
    lines = []
    total = 0.0
    for character in sorted({character for word in words.count for character in word}):
        own = {
            key: share * words.alone(character) for key, share in words.classes(character).items()
        }
        starts: Shares = dict(own)
        for kind, count in begun[character].items():
            starts[kind] = starts.get(kind, 0.0) + count
        total += sum(starts.values())
        lines.append(
            f"{character}{letter(sum(starts.values()))}\t{letter(sum(own.values()))}"
            f"{shares_text(own, names)}\t{shares_text(starts, names)}\t{''.join(rows[character])}\n"
        )
    text = f"{round(total)}\n{''.join(lines)}"
    (ROOM / "lexicon.txt").write_text(text, encoding="utf-8")


def shares_text(counts: dict[Class, float], names: dict[Class, str]) -> str:
    """Return classes with their shares in ninths, the largest first; small ones are left out."""
    total = sum(counts.values())
    ninths = {key: round(9 * count / total) for key, count in counts.items()}
    ranked = sorted(ninths, key=lambda key: (-ninths[key], key))
    return "".join(f"{names[key]}{ninths[key]}" for key in ranked if ninths[key])


def main() -> None:
    """Count and write."""
    tagger = Tagger()
    names = dict(zip(tagger.classes, LETTERS, strict=False))
    print("nouns", names["S", "n"], "numerals", names["E", "m"], "are named in lexicon.py")
    write_lexicon(Dictionary(tagger), names)
    lines = []
    for kind in tagger.classes:
        before, behind = MARKS.get(kind, (1.0, 1.0))
        lifts = "".join(map(lift_letter, tagger.lifts(kind)))
        lines.append(f"{names[kind]}\t{lift_letter(before)}{lift_letter(behind)}\t{lifts}\n")
    (ROOM / "word_classes.txt").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
