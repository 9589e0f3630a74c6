"""Lines that repeat across the pages of a site: proposed as rules, for a person to accept.

What stands on many pages of one host is navigation, a footer, an advertisement, whatever it says;
no rule has to know its words. Pages are cleaned first: what comes out here is what the rules leave.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar
from urllib.parse import urlsplit

from cleaner.core.document import fold

__all__ = ["Learner", "Proposal", "Thresholds", "write_rules"]

_CAPACITY = 400_000
"""Lines held at once, some 200 MB at most; a site repeats a few hundred."""
_HOSTS = 100_000  # hosts whose pages are counted at once
_LETTERS = (2, 200)  # a line has at least and at most so many
_WORDS = re.compile(r"[^\W\d_].*[^\W\d_]")  # a line of chrome has letters; dates say nothing
_DIGITS = re.compile(r"[0-9]+")
_BLANKS = re.compile(r" +")
_EXAMPLES = 3  # pages named beside a line
_MOST = 200  # lines proposed a host
_SPECIAL = frozenset(r"\.+*?()|[]{}^$")

Key = TypeVar("Key")


class Thresholds(NamedTuple):
    """How often a line stands there to be proposed.

    Attributes:
        pages: on at least so many pages of a host.
        share: and on at least this share of them.
        hosts: on so many hosts it is proposed once for all of them.
    """

    pages: int = 5
    share: float = 0.1
    hosts: int = 3


@dataclass(slots=True)
class _Seen:
    """A line of a host: on how many pages, as it stood first, and a few of the pages."""

    pages: int
    line: str
    examples: list[str] = field(default_factory=list)


class Proposal(NamedTuple):
    """A line that repeats: `pattern` as rules are written, `line` as it stood there first.

    `pages` is at least so many (exact while memory suffices), of `of` pages of `host`; an empty
    host stands for several of them.
    """

    host: str
    pattern: str
    line: str
    pages: int
    of: int
    examples: tuple[str, ...]


class _Sketch(Generic[Key]):
    """Counts of what is frequent, in bounded memory.

    When it is full, the rarer half goes, and is counted anew if it comes back: counts are never too
    high, and too low by no more than what was thrown away. The same input gives the same counts.
    """

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self.seen: dict[Key, _Seen] = {}

    def add(self, key: Key, line: str, example: str) -> None:
        entry = self.seen.get(key)
        if entry is None:
            if len(self.seen) >= self.capacity:
                self._thin()
            entry = self.seen[key] = _Seen(0, line)
        entry.pages += 1
        if len(entry.examples) < _EXAMPLES:
            entry.examples.append(example)

    def _thin(self) -> None:
        floor = sorted(entry.pages for entry in self.seen.values())[self.capacity // 2]
        self.seen = {key: entry for key, entry in self.seen.items() if entry.pages > floor}


class Learner:
    """Counts lines by host; also a stream to which JSON Lines of cleaned records are written."""

    def __init__(self, text: str = "text", capacity: int = _CAPACITY) -> None:
        self.text = text
        self.lines: _Sketch[tuple[str, str]] = _Sketch(capacity)
        self.hosts: _Sketch[str] = _Sketch(min(capacity, _HOSTS))

    def write(self, data: bytes) -> int:
        """Count the records in some lines of JSON."""
        for line in data.splitlines():
            self.add(json.loads(line))
        return len(data)

    def flush(self) -> None:
        """Do nothing: there is nothing to wait for."""

    def add(self, record: Mapping[str, object]) -> None:
        """Count the lines of a record, each once."""
        text = record.get(self.text)
        if not isinstance(text, str):
            return
        url = str(record.get("url") or "")
        host = urlsplit(url).hostname or "" if "//" in url else ""
        name = str(record.get("id") or url)
        self.hosts.add(host, "", name)
        known = set()
        for line in text.split("\n"):
            pattern = _pattern(line)
            if pattern and pattern not in known:
                known.add(pattern)
                self.lines.add((host, pattern), line.strip(), name)

    def proposals(self, wanted: Thresholds | None = None) -> list[Proposal]:
        """Return the lines that repeat, by host, the most frequent ones first."""
        wanted = wanted or Thresholds()
        found: dict[str, list[Proposal]] = {}
        for (host, pattern), seen in self.lines.seen.items():
            of = self.hosts.seen[host].pages if host in self.hosts.seen else seen.pages
            if seen.pages >= max(wanted.pages, wanted.share * of):
                examples = tuple(seen.examples)
                proposal = Proposal(host, pattern, seen.line, seen.pages, of, examples)
                found.setdefault(pattern, []).append(proposal)
        chosen = [
            each
            for same in found.values()
            for each in ([_unite(same)] if len(same) >= wanted.hosts else same)
        ]
        return sorted(chosen, key=lambda each: (each.host, -each.pages, each.pattern))


def _unite(same: list[Proposal]) -> Proposal:
    """Return one proposal for a line of several hosts."""
    first = min(same)
    return first._replace(
        host="",
        pages=sum(each.pages for each in same),
        of=sum(each.of for each in same),
        examples=tuple(each.examples[0] for each in sorted(same)[:_EXAMPLES]),
    )


def _pattern(line: str) -> str:
    """Return the pattern of this line with any numbers in it, or nothing if it is no chrome.

    >>> _pattern(" 第 3 页，共 12 页 ")
    '^第 +[0-9]+ +页,共 +[0-9]+ +页$'
    """
    folded = fold(line).strip()
    letters = len(folded) - folded.count(" ")
    if not _LETTERS[0] <= letters <= _LETTERS[1] or not folded.isprintable():
        return ""
    if not _WORDS.search(folded):
        return ""
    escaped = "".join(f"\\{c}" if c in _SPECIAL else c for c in folded)
    return f"^{_BLANKS.sub(' +', _DIGITS.sub('[0-9]+', escaped))}$"


def write_rules(proposals: Iterable[Proposal]) -> str:
    """Return proposals as a rule file: one rule a host, and beside each line why it is there."""
    hosts: dict[str, list[Proposal]] = {}
    for proposal in proposals:
        hosts.setdefault(proposal.host, []).append(proposal)
    rules = [line for host in sorted(hosts) for line in _rule(host, hosts[host][:_MOST])]
    head = [
        "# Lines that repeat across pages. Read them one by one and take out what should stay;",
        "# behind each: on how many pages it stands, and some of those.",
    ]
    return "\n".join([*head, "rules:" if rules else "rules: []", *rules]) + "\n"


def _rule(host: str, proposals: list[Proposal]) -> Iterator[str]:
    name = re.sub(r"[^a-z0-9.-]", "-", host) or "any"
    where = f"of {host}" if host else "of several hosts, or of no known one"
    yield f"  - id: site.{name}"
    yield f"    about: Lines that repeat on pages {where}."
    yield "    drop_line:"
    yield "      pattern:"
    for each in proposals:
        pages = ", ".join(_plain(example) for example in each.examples if example)
        shown = f" ({pages})" if pages else ""
        yield f"        - {_quote(each.pattern)}  # {each.pages} of {each.of} pages{shown}"
    yield "    examples:"
    for each in proposals[:_EXAMPLES]:
        yield f"      - drop: {_quote(each.line)}"
    yield f"      - keep: {_quote(_longer(proposals))}"


def _longer(proposals: list[Proposal]) -> str:
    """Return a line that holds one of these and says more: it is not the same one, and stays."""
    return f"“{proposals[0].line}”，这句话后面还有别的话。"


def _plain(text: str) -> str:
    """Return a text fit for a comment."""
    return "".join(c if c.isprintable() else " " for c in text)[:80]


def _quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
