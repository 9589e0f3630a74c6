"""What rules did to many documents: counts and samples that can be added up in any order.

A report is a value. `a.merge(b)` is associative and commutative, and a batch gives the same report
wherever it is run: the sum over a corpus does not depend on processes, chunks or their order.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, NamedTuple

from cleaner.core.chain import Result
from cleaner.core.edits import Edit
from cleaner.core.trace import Pass

__all__ = ["SAMPLES", "Report", "RuleCount", "Sample", "report_result"]

SAMPLES = 8
"""Samples kept a rule: those with the smallest hashes, so that every subset of a corpus agrees on
which they are."""
_MANY = 20 * SAMPLES  # samples in hand before the superfluous ones are thrown away
_AROUND = 20  # code points shown before and after a change
_SHOWN = 200  # code points of a change that are shown


class Sample(NamedTuple):
    """One change of a rule: what stood there (`old`), what stands there now, and what is around.

    `key` is the hash by which samples are chosen; `id` that of the document.
    """

    key: str
    id: str
    before: str
    old: str
    new: str
    after: str


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
        samples: a few changes, sorted.
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
        rules: by id, in the order of the ids.
    """

    records: int = 0
    changed: int = 0
    rejected: int = 0
    failed: int = 0
    empty: int = 0
    letters_in: int = 0
    letters_out: int = 0
    rules: Mapping[str, RuleCount] = field(default_factory=dict)

    def merge(self, other: Report) -> Report:
        """Return the sum; `Report()` changes nothing."""
        return Report.sum((self, other))

    @staticmethod
    def sum(reports: Iterable[Report]) -> Report:
        """Return the sum of any number of reports."""
        totals = dict.fromkeys(_TOTALS, 0)
        counts: dict[str, dict[str, int]] = {}
        samples: dict[str, set[Sample]] = {}
        for report in reports:
            for name in _TOTALS:
                totals[name] += getattr(report, name)
            for rule, count in report.rules.items():
                into = counts.setdefault(rule, dict.fromkeys(_COUNTS, 0))
                for name in _COUNTS:
                    into[name] += getattr(count, name)
                samples.setdefault(rule, set()).update(count.samples)
                if len(samples[rule]) > _MANY:
                    samples[rule] = set(_choose(samples[rule]))
        rules = {
            rule: RuleCount(**counts[rule], samples=_choose(samples[rule]))
            for rule in sorted(counts)
        }
        return Report(**totals, rules=rules)

    def to_json(self) -> dict[str, object]:
        """Return the report as plain values."""
        values: dict[str, object] = {
            f.name: getattr(self, f.name) for f in fields(self) if f.name != "rules"
        }
        values["rules"] = {name: _count_to_json(count) for name, count in self.rules.items()}
        return values

    @staticmethod
    def from_json(values: Mapping[str, Any]) -> Report:
        """Return the report that `to_json` gave these values for."""
        rules = {
            name: RuleCount(
                **{**count, "samples": tuple(Sample(*each) for each in count["samples"])}
            )
            for name, count in values["rules"].items()
        }
        return Report(**{**values, "rules": rules})


_COUNTS = tuple(f.name for f in fields(RuleCount) if f.name != "samples")
_TOTALS = tuple(f.name for f in fields(Report) if f.name != "rules")


def _choose(samples: Iterable[Sample]) -> tuple[Sample, ...]:
    return tuple(sorted(samples)[:SAMPLES])


def report_result(result: Result, id: str = "") -> Report:
    """Return the report of one document."""
    rules: dict[str, RuleCount] = {}
    for turn, text in zip(result.trace.passes, result.trace.texts(), strict=False):
        rules[turn.rule] = _count(turn, text, id)
    letters_in = _count_letters(result.trace.original)
    if result.rejected is not None:
        rule = result.rejected.partition(":")[0]
        rules[rule] = replace(rules.get(rule, RuleCount()), rejected=1)
    return Report(
        records=1,
        changed=int(result.text != result.trace.original),
        rejected=int(result.rejected is not None),
        letters_in=letters_in,
        letters_out=0 if result.rejected is not None else _count_letters(result.text),
        rules=rules,
    )


def _count(turn: Pass, text: str, id: str) -> RuleCount:
    lines = removed = added = 0
    for edit in turn.edits:
        old = text[edit.start : edit.end]
        lines += max(old.count("\n") - edit.new.count("\n"), 0)
        removed += _count_letters(old)
        added += _count_letters(edit.new)
    return RuleCount(
        pages=int(bool(turn.edits)),
        edits=len(turn.edits),
        lines=lines,
        letters_removed=removed,
        letters_added=added,
        spared=len(turn.spared),
        notes=len(turn.notes),
        samples=(_sample(turn.edits[0], text, id),) if turn.edits else (),
    )


def _sample(edit: Edit, text: str, id: str) -> Sample:
    """Return the sample of a document: its first change, by a rule."""
    before = text[max(edit.start - _AROUND, 0) : edit.start]
    old = text[edit.start : min(edit.end, edit.start + _SHOWN)]
    new = edit.new[:_SHOWN]
    after = text[edit.end : edit.end + _AROUND]
    content = "\0".join((id, before, old, new, after)).encode("utf-8", "surrogatepass")
    return Sample(hashlib.blake2b(content, digest_size=6).hexdigest(), id, before, old, new, after)


def _count_letters(text: str) -> int:
    return sum(map(len, text.split()))


def _count_to_json(count: RuleCount) -> dict[str, object]:
    return {f.name: getattr(count, f.name) for f in fields(count)}
