"""What a change of rules changes: two chains over the same documents, held against each other.

A comparison is a value that merges like a report: associative, commutative, the same whatever the
number of processes.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from itertools import zip_longest
from typing import NamedTuple

from cleaner.core.chain import Chain, Result
from cleaner.core.document import Document
from cleaner.core.errors import CleanerError
from cleaner.core.trace import Pass
from cleaner.run.sample import Choice, Sample, choose, count_letters

__all__ = ["Comparison", "RuleChange", "compare_document"]

_SAMPLES = Choice(lambda s: (s.key, s.input, s.offset, s), 6)  # kept for each rule
_SAMPLES_A_PAGE = 3
_AROUND = 20  # code points shown before and after what differs in a line
_SHOWN = 200  # code points of it that are shown
_ALIKE = 4  # code points that a line must keep to be a changed one, and half of it besides
_PAIRED = 50  # lines of a page that are held against each other, at most


@dataclass(frozen=True, slots=True)
class RuleChange:
    """How one rule does otherwise.

    Attributes:
        first: documents in which it is the first to differ: the likely cause of all that differs.
        pages: documents in which its changes are others.
        edits_old: changes that only the old chain makes.
        edits_new: changes that only the new chain makes.
        samples: lines that differ in documents in which it is the first to differ. `old` is what
            the old chain leaves there, `new` what the new one does.
    """

    first: int = 0
    pages: int = 0
    edits_old: int = 0
    edits_new: int = 0
    samples: tuple[Sample, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two chains on many documents.

    Attributes:
        records: documents compared.
        different: those of which the text, the verdict or what was read from them differs.
        lines_lost: lines of the old output that the new one has not.
        lines_gained: lines of the new output that the old one has not.
        letters_lost: letters in lost lines.
        letters_gained: letters in gained lines.
        rejected_old: documents that only the old chain rejects.
        rejected_new: documents that only the new chain rejects.
        failed_old: documents that only the old chain cannot clean.
        failed_new: documents that only the new chain cannot clean.
        meta: documents of which something else was read (a date, a source).
        skipped: records without text.
        rules: by id, sorted; only those that do otherwise.
    """

    records: int = 0
    different: int = 0
    lines_lost: int = 0
    lines_gained: int = 0
    letters_lost: int = 0
    letters_gained: int = 0
    rejected_old: int = 0
    rejected_new: int = 0
    failed_old: int = 0
    failed_new: int = 0
    meta: int = 0
    skipped: int = 0
    rules: Mapping[str, RuleChange] = field(default_factory=dict)

    def merge(self, other: Comparison) -> Comparison:
        """Return the sum; `Comparison()` changes nothing."""
        return Comparison.sum((self, other))

    @staticmethod
    def sum(parts: Iterable[Comparison]) -> Comparison:
        """Return the sum of any number of comparisons."""
        totals = dict.fromkeys(_TOTALS, 0)
        counts: dict[str, dict[str, int]] = {}
        samples: dict[str, tuple[Sample, ...]] = {}
        for part in parts:
            for name in _TOTALS:
                totals[name] += getattr(part, name)
            for rule, change in part.rules.items():
                into = counts.setdefault(rule, dict.fromkeys(_COUNTS, 0))
                for name in _COUNTS:
                    into[name] += getattr(change, name)
                samples[rule] = choose({*samples.get(rule, ()), *change.samples}, _SAMPLES)
        rules = {rule: RuleChange(**counts[rule], samples=samples[rule]) for rule in sorted(counts)}
        return Comparison(**totals, rules=rules)

    def to_json(self) -> dict[str, object]:
        """Return the comparison as plain values."""
        values: dict[str, object] = {name: getattr(self, name) for name in _TOTALS}
        values["rules"] = {
            rule: {
                **{name: getattr(change, name) for name in _COUNTS},
                "samples": [sample._asdict() for sample in change.samples],
            }
            for rule, change in self.rules.items()
        }
        return values


_TOTALS = tuple(f.name for f in fields(Comparison) if f.name != "rules")
_COUNTS = tuple(f.name for f in fields(RuleChange) if f.name != "samples")


class _Side(NamedTuple):
    """What one chain made of a document."""

    chain: Chain
    result: Result | None  # None: it failed
    text: str

    @property
    def passes(self) -> tuple[Pass, ...]:
        """The turns of rules that changed something."""
        return tuple(turn for turn in self.result.trace.passes if turn.edits) if self.result else ()

    @property
    def rejected(self) -> str:
        """The rule that rejected it, or an empty text."""
        return (self.result.rejected or "").partition(":")[0] if self.result else ""

    @property
    def meta(self) -> Mapping[str, str]:
        return self.result.meta if self.result else {}


def compare_document(
    old: Chain, new: Chain, doc: Document, input: str = "", offset: int = 0
) -> Comparison:
    """Return what differs on one document; where it stands goes into the samples.

    A document that a chain cannot clean counts as left as it came.
    """
    one, two = _run(old, doc), _run(new, doc)
    failed = (one.result is None, two.result is None)
    rejected = (bool(one.rejected), bool(two.rejected))
    same = one.text == two.text or all(rejected)
    meta = not any(failed) and dict(one.meta) != dict(two.meta)
    if same and not meta and failed[0] == failed[1] and rejected[0] == rejected[1]:
        return Comparison(records=1)
    lost, gained = _lines(one.text, two.text) if not any(rejected) else ([], [])
    place = _Where(doc.id, input, offset)
    return Comparison(
        records=1,
        different=1,
        lines_lost=len(lost),
        lines_gained=len(gained),
        letters_lost=sum(map(count_letters, lost)),
        letters_gained=sum(map(count_letters, gained)),
        rejected_old=int(rejected == (True, False)),
        rejected_new=int(rejected == (False, True)),
        failed_old=int(failed == (True, False)),
        failed_new=int(failed == (False, True)),
        meta=int(meta),
        rules=_rules(one, two, lost, gained, place),
    )


class _Where(NamedTuple):
    id: str
    input: str
    offset: int


def _run(chain: Chain, doc: Document) -> _Side:
    try:
        result = chain.run(doc)
    except CleanerError:
        return _Side(chain, None, doc.text)
    return _Side(chain, result, result.text)


def _lines(old: str, new: str) -> tuple[list[str], list[str]]:
    """Return the lines that only one of two texts has, in their order."""
    before, after = old.split("\n"), new.split("\n")
    return _without(before, after), _without(after, before)


def _without(lines: Sequence[str], others: Sequence[str]) -> list[str]:
    there = Counter(others)
    rest = []
    for line in lines:
        if there[line] > 0:
            there[line] -= 1
        else:
            rest.append(line)
    return rest


def _rules(
    one: _Side, two: _Side, lost: Sequence[str], gained: Sequence[str], where: _Where
) -> dict[str, RuleChange]:
    cause = _cause(one, two)
    only_old, only_new = _edits(one), _edits(two)
    rules = {}
    for rule in {cause, *only_old, *only_new} - {""}:
        mine, theirs = only_old.get(rule, Counter()), only_new.get(rule, Counter())
        gone, come = (mine - theirs).total(), (theirs - mine).total()
        if rule != cause and not gone and not come:
            continue
        is_cause = rule == cause
        samples = choose(_samples(lost, gained, where), _SAMPLES) if is_cause else ()
        rules[rule] = RuleChange(int(is_cause), int(bool(gone or come)), gone, come, samples)
    return rules


def _edits(side: _Side) -> dict[str, Counter[tuple[str, str]]]:
    """Return what each rule put in the place of what; not where: places move with what went."""
    if side.result is None:
        return {}
    trace = side.result.trace
    return {
        turn.rule: Counter((text[edit.start : edit.end], edit.new) for edit in turn.edits)
        for turn, text in zip(trace.passes, trace.texts(), strict=False)
    }


def _cause(one: _Side, two: _Side) -> str:
    """Return the first rule that does otherwise: everything after it may be its consequence.

    It is unknown (empty) where a chain failed.
    """
    if one.result is None or two.result is None:
        return ""
    for mine, theirs in zip_longest(one.passes, two.passes):
        if mine is None:
            return one.rejected or str(theirs.rule)
        if theirs is None:
            return two.rejected or str(mine.rule)
        if mine.rule != theirs.rule:
            return _earlier(one.chain, two.chain, mine.rule, theirs.rule)
        if mine.edits != theirs.edits:
            return str(mine.rule)
    return one.rejected or two.rejected


def _earlier(old: Chain, new: Chain, mine: str, theirs: str) -> str:
    """Return which of two rules comes first, in a chain that has both: there the other did less."""
    for chain in (old, new):
        ids = [rule.id for rule in chain.rules]
        if mine in ids and theirs in ids:
            return min(mine, theirs, key=ids.index)
    return mine


def _samples(lost: Sequence[str], gained: Sequence[str], where: _Where) -> list[Sample]:
    """Return a few differing lines; a changed line is one sample, not a lost and a gained one."""
    left = list(gained[:_PAIRED])
    pairs = []
    for line in lost[:_PAIRED]:
        other = next((each for each in left if _alike(line, each)), "")
        if other:
            left.remove(other)
        pairs.append((line, other))
    pairs += [("", line) for line in left]
    pairs = [pair for pair in pairs if pair != ("", "")] or pairs
    return [_sample(old, new, where) for old, new in pairs[:_SAMPLES_A_PAGE]]


def _common(one: str, two: str) -> tuple[int, int]:
    """Return the lengths of what two lines begin and end with in common."""
    limit = min(len(one), len(two))
    start = next((n for n in range(limit) if one[n] != two[n]), limit)
    limit -= start
    end = next((n for n in range(limit) if one[-1 - n] != two[-1 - n]), limit)
    return start, end


def _alike(one: str, two: str) -> bool:
    return sum(_common(one, two)) >= max(min(len(one), len(two)) / 2, _ALIKE)


def _sample(old: str, new: str, where: _Where) -> Sample:
    start, end = _common(old, new)
    stop = len(old) - end
    before, after = old[max(start - _AROUND, 0) : start], old[stop : stop + _AROUND]
    was, now = old[start:stop], new[start : len(new) - end]
    content = "\0".join((before, was, now, after)).encode("utf-8", "surrogatepass")
    key = hashlib.blake2b(content, digest_size=6).hexdigest()
    letters = count_letters(was) - count_letters(now)
    shown = (before, was[:_SHOWN], now[:_SHOWN], after)
    return Sample(key, where.id, *shown, len(was), letters, 0, where.input, where.offset)
