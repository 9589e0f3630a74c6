"""The chain: rules in their order over a document, every change kept.

There is one engine, always traced. A rule whose gate is shut is not asked; all gates are looked for
in one pass over the page, again only after an edit that could open one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import accumulate

from cleaner.core.document import Document
from cleaner.core.edits import Edit, Note, Spared, check
from cleaner.core.errors import CleanerError, EditError, StepError
from cleaner.core.explanation import LineStory, explain
from cleaner.core.pattern import Pattern
from cleaner.core.rule import Proposal, Rule
from cleaner.core.screen import Screen
from cleaner.core.step import Reject
from cleaner.core.trace import Pass, Trace

__all__ = ["Budget", "Chain", "Protection", "Result"]


@dataclass(frozen=True, slots=True)
class Budget:
    """How much may go: shares (0 to 1) of the letters of a document, repairs not counted."""

    rule: float = 1.0
    document: float = 1.0


@dataclass(frozen=True, slots=True)
class Protection:
    """Patterns for what rules must respect.

    `uncut`: may go with its surroundings, but no edit reaches into a part of it (addresses, code).
    `untouched`: no edit touches it at all.
    """

    uncut: tuple[Pattern, ...] = ()
    untouched: tuple[Pattern, ...] = ()

    def spare(self, doc: Document, proposal: Proposal) -> Proposal:
        """Return the proposal without the edits that would do harm to what is protected."""
        if not (self.uncut or self.untouched):
            return proposal
        if not self.untouched and all(map(doc.drops_lines, proposal.edits)):
            return proposal  # no pattern crosses a line feed, so nothing is cut
        uncut, untouched = _Stretches(self.uncut, doc), _Stretches(self.untouched, doc)
        kept, spared = [], list(proposal.spared)
        for edit in proposal.edits:
            if uncut.are_cut(edit) or untouched.are_touched(edit):
                spared.append(Spared(edit.start, edit.end, "protected"))
            else:
                kept.append(edit)
        return Proposal(tuple(kept), tuple(spared), proposal.notes)


class _Stretches:
    """Where some patterns match: may overlap, sorted, each asked for in logarithmic time."""

    def __init__(self, patterns: Iterable[Pattern], doc: Document) -> None:
        spans = sorted((m.start, m.end) for pattern in patterns for m in pattern.finditer(doc))
        self._starts = [start for start, _ in spans]
        self._ends = list(accumulate((end for _, end in spans), max, initial=0))

    def _furthest(self, offset: int) -> int:
        """Return how far the stretches reach that begin before an offset."""
        return self._ends[bisect_left(self._starts, offset)]

    def are_cut(self, edit: Edit) -> bool:
        """Say whether an edit changes a part of a stretch without taking all of it."""
        return self._furthest(edit.start) > edit.start or self._furthest(edit.end) > edit.end

    def are_touched(self, edit: Edit) -> bool:
        """Say whether an edit changes any part of a stretch."""
        return self._furthest(edit.end) > edit.start


@dataclass(frozen=True, slots=True)
class Result:
    """What came out.

    `rejected` is the reason why the document as a whole is not wanted, or None; `text` is then the
    text as it was when a rule said so. Offsets of `warnings` are those of the original text.
    """

    text: str
    rejected: str | None
    meta: Mapping[str, str]
    trace: Trace
    warnings: tuple[Note, ...] = ()

    def explain(self) -> tuple[LineStory, ...]:
        """Return what happened, or nearly did, line by line of the original."""
        return explain(self.trace)


@dataclass(frozen=True, slots=True)
class Chain:
    """Rules in order, ready to run. Immutable, and safe to share between threads."""

    rules: tuple[Rule, ...]
    protection: Protection = Protection()
    budget: Budget = Budget()
    name: str = ""
    _gated: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _ungated: frozenset[int] = field(init=False, repr=False, compare=False)
    _screen: Screen = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        gated = [(n, gates) for n, rule in enumerate(self.rules) if (gates := rule.gates)]
        object.__setattr__(self, "_gated", tuple(number for number, _ in gated))
        ungated = frozenset(range(len(self.rules))).difference(number for number, _ in gated)
        object.__setattr__(self, "_ungated", ungated)
        object.__setattr__(self, "_screen", Screen([gates for _, gates in gated]))

    @property
    def fingerprint(self) -> str:
        """16 hex digits that change whenever a rule, option, protection or budget does."""
        import hashlib  # 5 ms that a filter need not pay

        parts = (*map(repr, self.rules), repr(self.protection), repr(self.budget))
        return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def run(self, doc: Document | str) -> Result:
        """Clean a document.

        Raises:
            StepError: a step raised or broke its contract; the message names the rule. The input is
                untouched, so nothing is lost.
        """
        return _Run(self, Document(doc) if isinstance(doc, str) else doc).result()

    def awake(self, doc: Document, first: int = 0) -> list[int]:
        """Return the numbers of the rules that may find something in the document, ascending.

        They are those without a gate, and those whose gates it opens. Rules before the `first` are
        not asked for.
        """
        start = bisect_left(self._gated, first)
        opened = (self._gated[place] for place in self._screen.open_gates(doc, start))
        return sorted([*self._ungated, *opened])

    def is_gated(self, number: int) -> bool:
        """Say whether a rule has a gate."""
        return number not in self._ungated


class _Run:
    """One document on its way through a chain."""

    def __init__(self, chain: Chain, doc: Document) -> None:
        self.chain = chain
        self.original = doc
        self.doc = doc
        self.passes: list[Pass] = []
        self.meta = dict(doc.meta)
        self.removed = 0  # letters, repairs not counted
        self.rejected: str | None = None

    def result(self) -> Result:
        number = 0
        queue: list[int] | None = None  # None: the gates must be looked for again
        while self.rejected is None:
            if queue is None and number < len(self.chain.rules) and self.chain.is_gated(number):
                queue = self.chain.awake(self.doc, number)
            if queue is not None:
                place = bisect_left(queue, number)
                number = queue[place] if place < len(queue) else len(self.chain.rules)
            if number == len(self.chain.rules):
                break
            if self._turn(self.chain.rules[number]):
                queue = None
            number += 1
        trace = Trace(self.original.text, tuple(self.passes))
        return Result(self.doc.text, self.rejected, self.meta, trace, _warnings(trace))

    def _turn(self, rule: Rule) -> bool:
        """Ask one rule and do what it says; return whether that may have opened a gate."""
        proposal = self._ask(rule)
        if isinstance(proposal, Reject):
            self.rejected = f"{rule.id}: {proposal.reason}"
            return False
        if not any(proposal):
            return False
        if proposal.edits:
            proposal = self.chain.protection.spare(self.doc, proposal)
            if rule.removes:
                proposal = self._hold_budget(rule, proposal)
        self.passes.append(Pass(rule.id, *proposal))
        for edit in proposal.edits:
            for name, value in (edit.meta or {}).items():
                self.meta.setdefault(name, value)
        if not proposal.edits:
            return False
        before = self.doc
        self.doc = before.with_edits(proposal.edits)
        # Where nothing but whole lines goes, no pattern can match that did not before.
        return self.doc.folded != before.folded and not all(map(before.drops_lines, proposal.edits))

    def _ask(self, rule: Rule) -> Proposal | Reject:
        try:
            proposal = rule.propose(self.doc)
            if not isinstance(proposal, Reject):
                check(proposal.edits, len(self.doc.text))
            return proposal
        except EditError as error:
            raise StepError(f"rule {rule.id!r}: its step proposed a bad edit: {error}") from error
        except CleanerError:
            raise
        except Exception as error:
            where = f" on document {self.doc.id!r}" if self.doc.id else ""
            raise StepError(
                f"rule {rule.id!r}: its step failed{where}: {type(error).__name__}: {error}"
            ) from error

    def _hold_budget(self, rule: Rule, proposal: Proposal) -> Proposal:
        budget = self.chain.budget
        if budget.rule >= 1 and budget.document >= 1:
            return proposal
        text, total = self.doc.text, self.doc.letters + self.removed
        going = sum(
            len("".join(text[e.start : e.end].split())) - len("".join(e.new.split()))
            for e in proposal.edits
        )
        share_rule, share_document = going / (total or 1), (self.removed + going) / (total or 1)
        if share_rule <= budget.rule and share_document <= budget.document:
            self.removed += max(going, 0)
            return proposal
        reason = (
            f"over budget: {share_rule:.0%} of the letters at once, {share_document:.0%} in all"
        )
        return _withhold(proposal, rule.id, reason)


def _withhold(proposal: Proposal, rule: str, reason: str) -> Proposal:
    """Return the proposal with every edit spared and one warning in their place."""
    first, last = proposal.edits[0], proposal.edits[-1]
    spared = tuple(Spared(edit.start, edit.end, reason) for edit in proposal.edits)
    note = Note(first.start, last.end, f"{reason}; nothing was removed", rule)
    return Proposal((), proposal.spared + spared, (*proposal.notes, note))


def _warnings(trace: Trace) -> tuple[Note, ...]:
    """Return all notes with their offsets in the original."""
    noted = {n: [(x.start, x.end) for x in turn.notes] for n, turn in enumerate(trace.passes)}
    origins = trace.origins({number: spans for number, spans in noted.items() if spans})
    return tuple(
        Note(*place, note.message, note.rule)
        for number, places in origins.items()
        for note, place in zip(trace.passes[number].notes, places, strict=True)
    )
