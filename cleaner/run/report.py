"""What rules did to many documents: counts and samples that can be added up in any order.

A report is a value. `a.merge(b)` is associative and commutative, and a batch gives the same report
wherever it is run: the sum over a corpus does not depend on processes, chunks or their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, NamedTuple

from cleaner.core.chain import Result
from cleaner.run.sample import CHOICES, SAMPLES, Sample

__all__ = ["SAMPLES", "Failure", "Loss", "Report", "RuleCount", "Sample", "report_result"]

SHARES = 20
"""Buckets of the shares removed, besides the first: each holds 5 % of the letters."""
SIZES = 25
"""Buckets of the letters kept: bucket n holds those from 2**(n-1) to 2**n - 1, the first one 0."""


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
        from cleaner.run.tally import Tally  # which makes reports

        tally = Tally()
        for report in reports:
            tally.add(report)
        return tally.report()

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


def report_result(result: Result, id: str = "") -> Report:
    """Return the report of one document. For many of them there is `Tally`."""
    from cleaner.run.tally import Tally

    tally = Tally()
    tally.add_result(result, id)
    return tally.report()


def _place(count: RuleCount, input: str, offset: int) -> RuleCount:
    chosen: dict[str, Any] = {
        name: tuple(s._replace(input=input, offset=offset) for s in getattr(count, name))
        for name in CHOICES
    }
    return replace(count, **chosen)
