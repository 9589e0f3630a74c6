"""The step `drop_site_name`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from cleaner.core.document import Document, Line
from cleaner.core.edits import Edit
from cleaner.core.pattern import Pattern, Patterns, Regex

__all__ = ["DropSiteName"]

# The name and a motto or the name in another language: more lines of a site's own hardly ever
# stand at its top without a menu among them.
_FIRST_LINES = 3
# A name of fewer letters is part of too many other words.
_SHORTEST = 3
# What a title looks like: so many letters that are not digits, and no label before a colon.
_TITLE_LETTERS = 5
_NOT_TITLE = re.compile(r"^[^:]{1,8}:|[|>»›→]")
_SPEECH = re.compile(r"[。！？；，!?;,:：|>»›“”]|\.$")
_LETTERS = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class DropSiteName:
    """Removes the name of the site from the top of the page, where the page gives it away.

    One of the first lines goes if it is short, a title can stand below it, body text follows, and
    either the page says elsewhere whose it is with these very words (`owner`), or the line looks
    `like` the name of a site and the page has a `sign` of a site's frame.

    It is wrong where a page about an institution has its name as the title and a subtitle.

    Options:
        owner: patterns of lines in which a site names itself, such as those with its copyright.
        like: patterns of whole lines that look like the name of a site.
        sign: patterns of lines that only the frame of a page has.
        max_length: longer lines stay, in letters.

    Example:
        drop_site_name: {owner: ['©'], like: ['.+(?:论坛|日报)'], sign: ['^首页']}
    """

    removes: ClassVar[bool] = True

    owner: tuple[Regex, ...]
    like: Regex = Regex("")
    sign: tuple[Regex, ...] = ()
    max_length: int = 24
    _owner: Patterns = field(init=False, repr=False, compare=False)
    _sign: Patterns | None = field(init=False, repr=False, compare=False)
    _like: Pattern | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_owner", Patterns.of(self.owner))
        object.__setattr__(self, "_sign", Patterns.of(self.sign) if self.sign else None)
        object.__setattr__(self, "_like", Pattern(self.like) if self.like else None)

    @property
    def gate(self) -> str:
        """Any line of a site's frame."""
        return Patterns.of((*self.owner, *self.sign)).gate

    def __call__(self, doc: Document) -> list[Edit]:
        """Return a removal for each name."""
        head = list(_head(doc))
        names = [line for line in head[:_FIRST_LINES] if self._may_be_name(doc, line)]
        below = head[head.index(names[0]) + 1 :] if names else []
        title = next((line for line in reversed(below) if _may_be_title(doc, line)), None)
        if title is None:
            return []
        names = [line for line in names if line.start < title.start]
        owned = _bare("\n".join(self._lines(doc, self._owner)))
        signed = self._sign is not None and any(True for _ in self._sign.finditer(doc))
        return [
            Edit(line.start, line.end + 1)
            for line in names
            if _bare(text := doc.folded[line.start : line.end]) in owned
            or (signed and self._like is not None and self._like.fullmatch(text.strip()))
        ]

    def _may_be_name(self, doc: Document, line: Line) -> bool:
        text = doc.folded[line.start : line.end]
        letters = len(_bare(text))
        return _SHORTEST <= letters <= self.max_length and not _SPEECH.search(text)

    def _lines(self, doc: Document, patterns: Patterns) -> Iterator[str]:
        for match in patterns.finditer(doc):
            line = doc.line_at(match.start)
            yield doc.folded[line.start : line.end]


def _head(doc: Document) -> Iterator[Line]:
    """Yield the lines above the body text that are not blank."""
    body = doc.body
    top = doc.text[: body.start] if body.start < body.end else ""
    start = 0
    for text in top.split("\n")[:-1]:
        if text.strip():
            yield Line(start, start + len(text))
        start += len(text) + 1


def _may_be_title(doc: Document, line: Line) -> bool:
    text = doc.folded[line.start : line.end].strip()
    return len(_LETTERS.findall(text)) >= _TITLE_LETTERS and not _NOT_TITLE.search(text)


def _bare(text: str) -> str:
    return "".join(text.split(" "))
