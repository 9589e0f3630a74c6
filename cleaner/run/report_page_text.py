"""Pieces of the report's page: foreign text made harmless and visible, and numbers."""

from __future__ import annotations

import re
from html import escape
from unicodedata import category
from urllib.parse import quote

from cleaner.run.sample import Sample

__all__ = [
    "link_rule",
    "say_nothing",
    "scroll",
    "show",
    "show_count",
    "show_number",
    "show_place",
    "show_plain",
    "show_sample",
    "show_share",
]

# Controls, formats (bidirectional overrides too), lone surrogates and private characters: what
# cannot be seen, or makes others be seen elsewhere than they stand.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_PLAIN = re.compile(r"[ -~\u3000-\u9fff\uff00-\uffef\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027]*")


def show(text: str) -> str:
    r"""Return foreign text as HTML that shows each of its characters and does nothing else.

    >>> show("a<b>\u202e\n")
    'a&lt;b&gt;<span class="unseen">202E</span><span class="unseen">↵</span>'
    """
    if _PLAIN.fullmatch(text):
        return escape(text)
    return "".join(map(_show_character, text))


def _show_character(character: str) -> str:
    if character == "\n":
        return '<span class="unseen">↵</span>'
    if category(character) in _UNSEEN:
        return f'<span class="unseen">{ord(character):04X}</span>'
    return escape(character)


def show_plain(text: str) -> str:
    """Return foreign text for where no tags can stand: titles and attributes."""
    return escape("".join("\ufffd" if category(c) in _UNSEEN else c for c in text))


def show_sample(sample: Sample) -> str:
    """Return a change with what is around it, and where it is from."""
    old, new = "", ""
    if sample.old:
        rest = max(sample.length - len(sample.old), 0)
        more = f'<span class="more">… {rest:,} more</span>' if rest else ""
        old = f"<del>{show(sample.old)}{more}</del>"
    if sample.new:
        new = f"<ins>{show(sample.new)}</ins>"
    around = (
        f"<span>{show(part)}</span>" if part else "" for part in (sample.before, sample.after)
    )
    before, after = around
    place = show_place(sample.id, sample.input, sample.offset)
    where = f'<p class="place">{place}</p>' if place else ""
    return f'<p class="change" dir="auto">{before}{old}{new}{after}</p>{where}'


def show_place(id: str, input: str, offset: int) -> str:
    """Return which document it is, as well as it is known.

    >>> show_place("", "pages.jsonl", 5120)
    '<bdi>pages.jsonl</bdi>, from 5,120'
    """
    parts = [f"<bdi>{show(part)}</bdi>" for part in (id, input) if part]
    if offset:
        parts.append(f"from {offset:,}")
    return ", ".join(parts)


def show_share(part: float, whole: float) -> str:
    """Return a share in per cent; one that is not nothing never looks like it.

    >>> show_share(1, 3), show_share(1, 100000), show_share(0, 0)
    ('33%', 'under 0.01%', '0%')
    """
    percent = 100 * part / whole if whole else 0.0
    if 0 < percent < 0.01:
        return "under 0.01%"
    digits = 0 if percent >= 10 or percent == 0 else 1 if percent >= 1 else 2
    return f"{percent:.{digits}f}%"


def show_count(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun.

    >>> show_count(1, "document"), show_count(1200, "document")
    ('1 document', '1,200 documents')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def link_rule(name: str) -> str:
    """Return the id of a rule as a link to its samples."""
    return f'<a class="id" href="#rule-{quote(name)}">{show(name)}</a>'


def show_number(number: int) -> str:
    """Return a number; nought is quiet."""
    return f"{number:,}" if number else '<span class="zero">0</span>'


def scroll(name: str, table: str) -> str:
    """Return a table that scrolls by itself where the screen is narrow, by keyboard too."""
    return (
        f'<div class="scroll" role="region" aria-label="{escape(name)}" tabindex="0">{table}</div>'
    )


def say_nothing(text: str) -> str:
    """Return what stands where there is nothing to show."""
    return f'<p class="none">{text}</p>'
