"""Warnings about rules that are right and do nothing: idle, twins, impossible, shadowed.

Nothing here is an error: a rule may wait for a page that nobody has labelled yet. All functions are
pure; the pages have been run by the caller.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import get_args, get_origin

from cleaner.core.pattern import Pattern, Regex
from cleaner.core.pattern_tree import Group, read_tree
from cleaner.core.trace import Trace
from cleaner.rulebook.options import options_of
from cleaner.rulebook.registry import find_step
from cleaner.rulebook.rule_file import RuleEntry
from cleaner.rulebook.yaml_tree import Items, Scalar

__all__ = ["Remark", "audit", "idle", "impossible", "shadowed", "twins"]

# Two rules that meet on fewer pages may do so by chance.
_LEAST_MEETINGS = 3
# A step with these removes a line in which a pattern occurs: what holds another word adds nothing.
_FIND_INSIDE = frozenset({"drop_line", "drop_document"})
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Remark:
    """What is odd about a rule, and where it is written."""

    rule: str
    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: rule {self.rule!r}: {self.message}"


def audit(entries: Sequence[RuleEntry], traces: Iterable[Trace] = ()) -> list[Remark]:
    """Return everything that is odd about rules.

    Args:
        entries: the rules of a chain, in its order.
        traces: what that chain did to pages, one trace a page; without any, only what the patterns
            themselves tell.
    """
    done = list(traces)
    found = [*impossible(entries), *shadowed(entries)]
    return [*found, *idle(entries, done), *twins(entries, done)] if done else found


def idle(entries: Iterable[RuleEntry], traces: Iterable[Trace]) -> list[Remark]:
    """Return the rules that changed nothing on any page."""
    active = _active(traces)
    return [
        Remark(entry.id, entry.origin, "never acts on these pages")
        for entry in entries
        if entry.id not in active
    ]


def twins(entries: Iterable[RuleEntry], traces: Iterable[Trace]) -> list[Remark]:
    """Return the pairs of rules of one step that act on exactly the same pages, three at least."""
    active = _active(traces)
    busy = [entry for entry in entries if len(active[entry.id]) >= _LEAST_MEETINGS]
    return [
        Remark(
            two.id,
            two.origin,
            f"always acts where {one.id!r} does ({len(active[one.id])} pages): are they one?",
        )
        for one, two in combinations(busy, 2)
        if one.step_name == two.step_name and active[one.id] == active[two.id]
    ]


def impossible(entries: Iterable[RuleEntry]) -> list[Remark]:
    """Return the patterns, and the parts of patterns, that can match in no folded text."""
    return [
        Remark(entry.id, place, f"can match in no folded text: {_short(part)}")
        for entry in entries
        if not _is_exact(entry)
        for place, tree in _trees(entry)
        for part in tree.dead()
    ]


def shadowed(entries: Iterable[RuleEntry]) -> list[Remark]:
    """Return the words of a list that another word or pattern of the same list makes needless."""
    return [
        Remark(entry.id, place, message)
        for entry in entries
        for option in _pattern_options(entry)
        for place, message in _Shadows(entry, option).find()
    ]


def _active(traces: Iterable[Trace]) -> defaultdict[str, set[int]]:
    """Return the numbers of the pages that each rule changed."""
    active: defaultdict[str, set[int]] = defaultdict(set)
    for number, trace in enumerate(traces):
        for turn in trace.passes:
            if turn.edits:
                active[turn.rule].add(number)
    return active


def _is_exact(entry: RuleEntry) -> bool:
    node = entry.options.items.get("exact")
    return isinstance(node, Scalar) and node.value == "true"


def _pattern_options(entry: RuleEntry) -> Iterator[str]:
    """Yield the names of a rule's options that hold patterns."""
    for name, option in options_of(find_step(entry.step_name)).items():
        listed = get_origin(option.hint) is tuple and Regex in get_args(option.hint)
        if name in entry.options.items and (option.hint is Regex or listed):
            yield name


def _scalars(entry: RuleEntry, option: str) -> list[Scalar]:
    node = entry.options.items[option]
    nodes = node.items if isinstance(node, Items) else (node,)
    return [item for item in nodes if isinstance(item, Scalar) and item.value]


def _trees(entry: RuleEntry) -> Iterator[tuple[str, Group]]:
    """Yield the tree of each pattern of a rule with its place."""
    for option in _pattern_options(entry):
        for node in _scalars(entry, option):
            yield _place(node), read_tree(Pattern(node.value).translated)
    for veto in entry.unless:
        yield entry.origin, read_tree(veto.pattern.translated)


def _place(node: Scalar) -> str:
    return f"{node.source.name}:{node.line}"


def _short(part: str) -> str:
    return part if len(part) <= _SHOWN else f"{part[:_SHOWN]}..."


class _Shadows:
    """The alternatives of one option of a rule: words, and patterns that are more than a word."""

    def __init__(self, entry: RuleEntry, option: str) -> None:
        self.finds_inside = entry.step_name in _FIND_INSIDE
        self.exact = _is_exact(entry)
        self.words: list[tuple[str, str]] = []
        self.patterns: list[str] = []
        for node in _scalars(entry, option):
            tree = read_tree(Pattern(node.value, self.exact).translated)
            for branch, word in zip(tree.branches, tree.words(), strict=True):
                source = "".join(part.source for part in branch)
                if word:
                    self.words.append((_place(node), word))
                elif source:
                    self.patterns.append(source)

    def find(self) -> Iterator[tuple[str, str]]:
        """Yield the place of each needless word, and what makes it so."""
        seen: dict[str, str] = {}
        compiled = [Pattern(source, True) for source in self.patterns if self._is_loose(source)]
        for place, word in self.words:
            if word in seen:
                yield place, f"{word!r} stands here twice once it is folded (see {seen[word]})"
                continue
            seen[word] = place
            if pattern := next((p for p in compiled if p.fullmatch(word)), None):
                yield place, f"{word!r} is needless beside {_short(pattern.source)}"
        if self.finds_inside:
            yield from self._inside(seen)

    def _is_loose(self, source: str) -> bool:
        """Say whether a pattern may stand anywhere in a line, as words may."""
        return "^" not in source and "$" not in source

    def _inside(self, words: dict[str, str]) -> Iterator[tuple[str, str]]:
        for word, place in words.items():
            shorter = next((w for w in words if w != word and w in word), None)
            if shorter:
                yield place, f"{word!r} is needless beside {shorter!r}, which stands in it"
