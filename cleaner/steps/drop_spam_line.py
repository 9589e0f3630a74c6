"""The step `drop_spam_line`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from cleaner.core.document import Document, Line
from cleaner.core.edits import Edit
from cleaner.core.pattern import Pattern, Regex

__all__ = ["DropSpamLine"]

_STRONG, _WEAK = 2, 1
# What separates keywords from each other. A blank does not: English ones have blanks inside.
_KEYWORD = re.compile(r"[^|,、;/·•_—+\[\]()【】《》「」『』<>\"“”\n]+")
# The longest keyword seen in 40 spam lines has 22 letters; what is longer is a sentence.
_LONGEST_KEYWORD = 24
# Lists of keywords have no marks of sentences and hardly any particles.
_SENTENCE = re.compile("[。!?…]|[了着也都就被把]")


@dataclass(frozen=True, slots=True)
class DropSpamLine:
    """Removes lines that are made of spam: words of a lexicon, and little else.

    A line's score is 2 for each different strong word and 1 for each weak one. The line goes if the
    score reaches `score` and the keywords with such a word in them (a keyword reaches to the next
    separator: `|`, comma, bracket ...) cover `share` of its letters. So a keyword counts as a whole
    although only a part of it stands in the lexicon, and unknown ones between known ones go along.

    It is wrong where a text lists such words to talk about them. Hence a line with the mark or the
    particle of a sentence in it needs twice the score.

    Options:
        strong: patterns of words that hardly ever stand in honest text.
        weak: patterns of words that are honest alone; a line needs a strong one beside them.
        score: the least score of a line that goes.
        share: the least share of its letters that spam keywords cover (0 to 1).

    Example:
        drop_spam_line: {strong: [国产自拍, 麻豆传媒], weak: [在线观看], score: 4}
    """

    removes: ClassVar[bool] = True

    strong: tuple[Regex, ...]
    weak: tuple[Regex, ...] = ()
    score: int = 4
    share: float = 0.5
    _strong: Pattern = field(init=False, repr=False, compare=False)
    _words: Pattern = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        strong = "|".join(f"(?:{word})" for word in self.strong)
        words = "|".join((strong, *(f"(?:{word})" for word in self.weak)))
        object.__setattr__(self, "_strong", Pattern(strong))
        object.__setattr__(self, "_words", Pattern(words))

    @property
    def gate(self) -> str:
        """Any of the strong words."""
        return self._strong.translated

    def __call__(self, doc: Document) -> list[Edit]:
        """Return a removal for each line that goes."""
        return [
            Edit(line.start, min(line.end + 1, len(doc.text)))
            for line in self._candidates(doc)
            if self._is_spam(doc.folded[line.start : line.end])
        ]

    def _candidates(self, doc: Document) -> Iterator[Line]:
        """Yield each line with a strong word in it once."""
        end = -1
        for match in self._strong.finditer(doc):
            if match.start > end:
                line = doc.line_at(match.start)
                end = line.end
                yield line

    def _is_spam(self, folded: str) -> bool:
        line = Document(folded)
        strong = {folded[m.start : m.end] for m in self._strong.finditer(line)}
        hits = [(m.start, m.end) for m in self._words.finditer(line)]
        words = {folded[start:end] for start, end in hits}
        score = _STRONG * len(strong) + _WEAK * len(words - strong)
        needed = self.score * (2 if _SENTENCE.search(folded) else 1)
        if score < needed:
            return False
        return _covered(folded, hits) >= self.share * len("".join(folded.split()))


def _covered(folded: str, hits: list[tuple[int, int]]) -> int:
    """Return how many letters of the line the keywords with a hit in them have."""
    covered = 0
    for keyword in _KEYWORD.finditer(folded):
        start, end = keyword.span()
        inside = [(a, b) for a, b in hits if start <= a < end]
        if not inside:
            continue
        letters = len("".join(keyword[0].split()))
        is_short = letters <= _LONGEST_KEYWORD
        covered += letters if is_short else sum(min(b, end) - a for a, b in inside)
    return covered
