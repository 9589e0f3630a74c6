"""What rules did to many documents: counts and samples that can be added up in any order.

A report is a value. `a.merge(b)` is associative and commutative, and a batch gives the same report
wherever it is run: the sum over a corpus does not depend on processes, chunks or their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, NamedTuple

from cleaner.core.chain import Result
from cleaner.core.trace import Pass
from cleaner.run.sample import CHOICES, SAMPLES, Sample, choose, count_letters, take_sample

__all__ = ["SAMPLES", "Failure", "Loss", "Report", "RuleCount", "Sample", "report_result"]

SHARES = 20
"""Buckets of the shares removed, besides the first: each holds 5 % of the letters."""
SIZES = 25
"""Buckets of the letters kept: bucket n holds those from 2**(n-1) to 2**n - 1, the first one 0."""
_LOSSES = 12  # documents kept that lost the greatest share
_FAILURES = 12  # documents kept that could not be cleaned
_MANY = 160  # samples in hand before the superfluous ones are thrown away


class Loss(NamedTuple):
    """A document that lost much. Ordered: the greatest share first, exactly, in per mille."""

    kept_per_mille: int
    letters_in: int
    letters_out: int
    id: str
    input: str = ""
    offset: int = 0


class Failure(NamedTuple):
    """A document that could not be cleaned, and why."""

    reason: str
    id: str
    input: str = ""
    offset: int = 0


@dataclass(frozen=True, slots=True)
class RuleCount:
    """What one rule did. Letters are code points that are not blank.

    Attributes:
        pages: documents in which it changed something.
        edits: its changes.
        lines: line feeds that went with them (whole lines, or lines joined).
        letters_removed: letters in what was replaced or removed.
        letters_added: letters in what was put there.
        spared: changes that an exception, protection or budget forbade.
        notes: warnings.
        rejected: documents that it rejected.
        samples: a few changes, the first of their documents, as if drawn by lot.
        first: such a change of the first document, by file and place (none or one).
        last: that of the last document.
        heaviest: documents in which it took most letters, each by its largest change.
        steepest: documents of which it took the greatest share.
    """

    pages: int = 0
    edits: int = 0
    lines: int = 0
    letters_removed: int = 0
    letters_added: int = 0
    spared: int = 0
    notes: int = 0
    rejected: int = 0
    samples: tuple[Sample, ...] = ()
    first: tuple[Sample, ...] = ()
    last: tuple[Sample, ...] = ()
    heaviest: tuple[Sample, ...] = ()
    steepest: tuple[Sample, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What happened to many documents, and by which rules.

    Attributes:
        records: documents given to the chain, and those that failed or had no text.
        changed: documents of which at least one character changed.
        rejected: documents that a rule rejected.
        failed: documents that could not be cleaned.
        empty: records without text (null).
        letters_in: letters before.
        letters_out: letters after, without rejected documents.
        shares: documents by the share of letters that went: none, then up to 5 %, 10 % ... 100 %.
            Neither here nor below are documents that were rejected, failed or had no text.
        sizes: documents by the letters that they kept: 0, 1, 2-3, 4-7 ...
        losses: the documents that lost the greatest share.
        failures: a few of the documents that could not be cleaned: the first by their reasons.
        rules: by id, in the order of the ids.
    """

    records: int = 0
    changed: int = 0
    rejected: int = 0
    failed: int = 0
    empty: int = 0
    letters_in: int = 0
    letters_out: int = 0
    shares: tuple[int, ...] = (0,) * (SHARES + 1)
    sizes: tuple[int, ...] = (0,) * SIZES
    losses: tuple[Loss, ...] = ()
    failures: tuple[Failure, ...] = ()
    rules: Mapping[str, RuleCount] = field(default_factory=dict)

    def merge(self, other: Report) -> Report:
        """Return the sum; `Report()` changes nothing."""
        return Report.sum((self, other))

    @staticmethod
    def sum(reports: Iterable[Report]) -> Report:
        """Return the sum of any number of reports."""
        total = _Sum()
        for report in reports:
            total.add(report)
        return total.report()

    def placed(self, input: str, offset: int) -> Report:
        """Return the report of one document with where it stands: a file, and a place in it."""
        rules = {name: _place(count, input, offset) for name, count in self.rules.items()}
        losses = tuple(loss._replace(input=input, offset=offset) for loss in self.losses)
        failures = tuple(each._replace(input=input, offset=offset) for each in self.failures)
        return replace(self, rules=rules, losses=losses, failures=failures)

    def to_json(self) -> dict[str, object]:
        """Return the report as plain values."""
        values: dict[str, object] = {
            f.name: getattr(self, f.name) for f in fields(self) if f.name != "rules"
        }
        values["rules"] = {
            name: {f.name: getattr(count, f.name) for f in fields(count)}
            for name, count in self.rules.items()
        }
        return values

    @staticmethod
    def from_json(values: Mapping[str, Any]) -> Report:
        """Return the report that `to_json` gave these values for."""
        rules = {}
        for name, count in values["rules"].items():
            chosen = {choice: tuple(Sample(*each) for each in count[choice]) for choice in CHOICES}
            rules[name] = RuleCount(**{**count, **chosen})
        return Report(
            **{
                **values,
                "rules": rules,
                "shares": tuple(values["shares"]),
                "sizes": tuple(values["sizes"]),
                "losses": tuple(Loss(*each) for each in values["losses"]),
                "failures": tuple(Failure(*each) for each in values["failures"]),
            }
        )


_COUNTS = tuple(f.name for f in fields(RuleCount) if f.name not in CHOICES)
_TOTALS = tuple(
    f.name
    for f in fields(Report)
    if f.name not in ("rules", "shares", "sizes", "losses", "failures")
)


class _Sum:
    """Reports on their way to their sum."""

    def __init__(self) -> None:
        self.totals = dict.fromkeys(_TOTALS, 0)
        self.shares = [0] * (SHARES + 1)
        self.sizes = [0] * SIZES
        self.losses: set[Loss] = set()
        self.failures: set[Failure] = set()
        self.counts: dict[str, dict[str, int]] = {}
        self.samples: dict[str, dict[str, set[Sample]]] = {}

    def add(self, report: Report) -> None:
        for name in _TOTALS:
            self.totals[name] += getattr(report, name)
        self.shares = [a + b for a, b in zip(self.shares, report.shares, strict=True)]
        self.sizes = [a + b for a, b in zip(self.sizes, report.sizes, strict=True)]
        self.losses.update(report.losses)
        if len(self.losses) > _MANY:
            self.losses = set(sorted(self.losses)[:_LOSSES])
        self.failures.update(report.failures)
        if len(self.failures) > _MANY:
            self.failures = set(sorted(self.failures)[:_FAILURES])
        for rule, count in report.rules.items():
            self._add_rule(rule, count)

    def _add_rule(self, rule: str, count: RuleCount) -> None:
        counts = self.counts.setdefault(rule, dict.fromkeys(_COUNTS, 0))
        for name in _COUNTS:
            counts[name] += getattr(count, name)
        samples = self.samples.setdefault(rule, {name: set() for name in CHOICES})
        for name, choice in CHOICES.items():
            samples[name].update(getattr(count, name))
            if len(samples[name]) > _MANY:
                samples[name] = set(choose(samples[name], choice))

    def report(self) -> Report:
        rules = {}
        for rule in sorted(self.counts):
            values: dict[str, Any] = dict(self.counts[rule])
            for name, choice in CHOICES.items():
                values[name] = choose(self.samples[rule][name], choice)
            rules[rule] = RuleCount(**values)
        return Report(
            **self.totals,
            shares=tuple(self.shares),
            sizes=tuple(self.sizes),
            losses=tuple(sorted(self.losses)[:_LOSSES]),
            failures=tuple(sorted(self.failures)[:_FAILURES]),
            rules=rules,
        )


def report_result(result: Result, id: str = "") -> Report:
    """Return the report of one document."""
    letters_in = count_letters(result.trace.original)
    rules: dict[str, RuleCount] = {}
    for turn, text in zip(result.trace.passes, result.trace.texts(), strict=False):
        rules[turn.rule] = _count(turn, text, id, letters_in)
    if result.rejected is not None:
        rule = result.rejected.partition(":")[0]
        rules[rule] = replace(rules.get(rule, RuleCount()), rejected=1)
        return Report(
            records=1,
            changed=int(result.text != result.trace.original),
            rejected=1,
            letters_in=letters_in,
            rules=rules,
        )
    letters_out = count_letters(result.text)
    gone = max(letters_in - letters_out, 0)
    loss = Loss(1000 * letters_out // letters_in if gone else 1000, letters_in, letters_out, id)
    return Report(
        records=1,
        changed=int(result.text != result.trace.original),
        letters_in=letters_in,
        letters_out=letters_out,
        shares=_one(-(-SHARES * gone // letters_in) if gone else 0, SHARES + 1),
        sizes=_one(min(letters_out.bit_length(), SIZES - 1), SIZES),
        losses=(loss,) if gone else (),
        rules=rules,
    )


def _one(bucket: int, size: int) -> tuple[int, ...]:
    return (0,) * bucket + (1,) + (0,) * (size - bucket - 1)


def _count(turn: Pass, text: str, id: str, total: int) -> RuleCount:
    lines = removed = added = 0
    largest, most = turn.edits[0] if turn.edits else None, 0
    for edit in turn.edits:
        old = text[edit.start : edit.end]
        lines += max(old.count("\n") - edit.new.count("\n"), 0)
        letters = count_letters(old)
        removed += letters
        added += count_letters(edit.new)
        if letters > most:
            largest, most = edit, letters
    count = RuleCount(
        pages=int(bool(turn.edits)),
        edits=len(turn.edits),
        lines=lines,
        letters_removed=removed,
        letters_added=added,
        spared=len(turn.spared),
        notes=len(turn.notes),
    )
    if largest is None:
        return count
    gone = removed - added
    chosen = (take_sample(turn.edits[0], text, id, gone, total),)
    suspects = (take_sample(largest, text, id, gone, total),) if gone > 0 else ()
    return replace(
        count, samples=chosen, first=chosen, last=chosen, heaviest=suspects, steepest=suspects
    )


def _place(count: RuleCount, input: str, offset: int) -> RuleCount:
    chosen: dict[str, Any] = {
        name: tuple(s._replace(input=input, offset=offset) for s in getattr(count, name))
        for name in CHOICES
    }
    return replace(count, **chosen)
