"""Changes kept to be looked at: a few of each rule, chosen so that it does not matter who chose.

Every choice is the best few by a total order over what a change is, one for each content. So the
choice from a corpus is the choice from the choices of its parts, however it was parted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple, TypeAlias

from cleaner.core.edits import Edit

__all__ = ["CHOICES", "SAMPLES", "Choice", "Sample", "choose", "count_letters", "take_sample"]

SAMPLES = 8
"""Samples kept a rule: those with the smallest hashes, so that every subset of a corpus agrees on
which they are."""
_SUSPECTS = 4  # removals kept a rule for review, by letters and again by share
_AROUND = 20  # code points shown before and after a change
_SHOWN = 200  # code points of a change that are shown


class Sample(NamedTuple):
    """One change of a rule: what stood there (`old`), what stands there now, and what is around.

    Attributes:
        key: the hash of what is shown, by which samples are chosen.
        id: the document's.
        before: what stands before the change, as the rule found it.
        old: what stood there; cut where it is long.
        new: what stands there now; cut where it is long.
        after: what follows.
        length: code points of `old` before it was cut.
        letters: letters that the rule took away in the whole document, less those it put there.
        total: letters of the document as it came.
        input: the file in which the document stands; may be empty.
        offset: where in the file it begins.
    """

    key: str
    id: str
    before: str
    old: str
    new: str
    after: str
    length: int = 0
    letters: int = 0
    total: int = 0
    input: str = ""
    offset: int = 0

    @property
    def share(self) -> float:
        """The share of the document's letters that the rule took away, 0 to 1."""
        return min(max(self.letters / self.total, 0.0), 1.0) if self.total else 0.0


def take_sample(
    edit: Edit, text: str, id: str, letters: int, total: int, input: str = "", offset: int = 0
) -> Sample:
    """Return a change as a sample; its arguments are those of the document and the rule in it."""
    before = text[max(edit.start - _AROUND, 0) : edit.start]
    old = text[edit.start : min(edit.end, edit.start + _SHOWN)]
    new = edit.new[:_SHOWN]
    after = text[edit.end : edit.end + _AROUND]
    content = "\0".join((before, old, new, after)).encode("utf-8", "surrogatepass")
    key = hashlib.blake2b(content, digest_size=6).hexdigest()
    length = edit.end - edit.start
    return Sample(key, id, before, old, new, after, length, letters, total, input, offset)


class Choice(NamedTuple):
    """Which samples are kept: the first `size` in an order, at most one for each content."""

    order: Callable[[Sample], Any]
    size: int
    reverse: bool = False


CHOICES: Mapping[str, Choice] = {
    "samples": Choice(lambda s: (s.key, s.input, s.offset, s), SAMPLES),
    "first": Choice(lambda s: (s.input, s.offset, s), 1),
    "last": Choice(lambda s: (s.input, s.offset, s), 1, reverse=True),
    "heaviest": Choice(lambda s: (-s.letters, s.key, s.input, s.offset, s), _SUSPECTS),
    "steepest": Choice(lambda s: (-s.share, s.key, s.input, s.offset, s), _SUSPECTS),
}
Chosen: TypeAlias = tuple[Sample, ...]


def choose(samples: Iterable[Sample], choice: Choice) -> Chosen:
    """Return the chosen samples, in their order."""
    best: dict[str, Sample] = {}
    for sample in sorted(samples, key=choice.order, reverse=choice.reverse):
        best.setdefault(sample.key, sample)
        if len(best) == choice.size:
            break
    return tuple(best.values())


def count_letters(text: str) -> int:
    """Return how many code points are not blank."""
    return len("".join(text.split()))
