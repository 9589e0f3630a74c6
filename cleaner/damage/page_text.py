"""A damaged page without what was put into it, and how likely it is as it stands."""

from __future__ import annotations

import re
from array import array

from cleaner.damage.lexicon import LONGEST
from cleaner.damage.readings import LETTERS
from cleaner.damage.scores import PageScores

__all__ = ["PageText"]

# What else is injected, in folded text: it says nothing about how likely the text is.
_INJECTED = re.compile(rf"(?<=[\u3400-\u9fff])\([{LETTERS}]{{1,6}}\)|,(?=[,、。;?!])")
# Where a shifted run may begin and go on: the same damage at two places must not prove itself.
_SHIFTED = re.compile(rf"\?(?:[{LETTERS}]{{1,6}}\)|[,、。;?!])[^\n]{{0,12}}")
# A reading whose bracket was lost stays for a run of its own and must not be swallowed by another.
_BROKEN = re.compile(rf"\?[{LETTERS}]{{1,6}}\)")
_BROKEN_SCORE = -20.0  # of one as it stands: what comes back instead is about as likely


def _blank_out(match: re.Match[str]) -> str:
    return "\x7f" * len(match[0])


class PageText:
    """The folded text of a page without readings and added commas: the page speaks for itself."""

    def __init__(self, folded: str) -> None:
        spans = [match.span() for match in _INJECTED.finditer(folded)]
        pieces, ranks, done = [], array("l"), 0
        count = 0
        for start, end in [*spans, (len(folded), len(folded))]:
            pieces.append(folded[done:start])
            ranks.extend(range(count, count + start - done))
            count += start - done
            ranks.extend([count] * (end - start))
            done = end
        self._clean = "\n" + "".join(pieces) + "\n\n"
        self._ranks = ranks
        self.scores = PageScores(_SHIFTED.sub(_blank_out, self._clean))
        self._standing: dict[int, float] = {}
        for match in _BROKEN.finditer(self._clean):
            self._standing.update(dict.fromkeys(range(*match.span()), 0.0))
            self._standing[match.start()] = _BROKEN_SCORE

    def rank(self, place: int) -> int:
        """Return where a place of the page is in its text without readings and added commas."""
        return 1 + (self._ranks[place] if place < len(self._ranks) else len(self._clean) - 3)

    def past(self, place: int) -> str:
        """Return the characters before a place that say something about it, folded."""
        rank = self.rank(place)
        return self._clean[max(0, rank - LONGEST) : rank]

    def ahead(self, place: int) -> str:
        """Return the next characters from a place on, folded, up to the end of the line."""
        rank = self.rank(place)
        following = self._clean[rank : rank + LONGEST]
        return following[: following.find("\n") + 1] if "\n" in following else following

    def standing(self, start: int, end: int) -> float:
        """Return the score of the text as it stands from behind `start` to the one at `end`.

        Readings in brackets count nothing: they are damage, too, but not of this kind.
        """
        return sum(map(self._stand, range(self.rank(start) + 1, self.rank(end) + 1)))

    def standing_ahead(self, place: int) -> float:
        """Return the score of the text as it stands behind a place, as far as `ahead` goes."""
        rank = self.rank(place)
        return sum(map(self._stand, range(rank + 1, rank + len(self.ahead(place)))))

    def _stand(self, rank: int) -> float:
        score = self._standing.get(rank)
        if score is None:
            past = self._clean[max(0, rank - LONGEST) : rank]
            score = self._standing[rank] = self.scores.stand(past, self._clean[rank])
        return score
