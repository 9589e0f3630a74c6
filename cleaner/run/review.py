"""What a person should look at in a report: suspicious removals, idle rules, damage by kind.

Everything is worked out from a report and the chain that made it, so it needs no second look at the
corpus and merges as the report does.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from cleaner.core.chain import Chain
from cleaner.rulebook.registry import name_of
from cleaner.run.report import Report, RuleCount
from cleaner.run.sample import Sample

__all__ = ["Damage", "RuleFacts", "Suspect", "damage_by_kind", "never_fired", "queue", "rule_facts"]

_HEAVIEST = 10  # removals in the queue because of their letters
_STEEPEST = 10  # because of their share
_RAREST = 10  # because hardly any document has the like
_OF_A_RULE = 2  # of one rule for one reason: pages of one site are all alike
_NEAR = 0.5  # of the budget of a rule: from there on a removal is near it
_RARE_SHARE = 0.001  # of the documents: a rule that fires in fewer is rare
_RARE_PAGES = 2  # and so is one that fires in so few, however small the corpus
_ENOUGH_PAGES = 50  # in a smaller corpus every rule is rare


class RuleFacts(NamedTuple):
    """What is to be said of a rule besides its numbers.

    `step` is the name of its step; `removes` says whether it takes content away; `known` is False
    for a rule that the report names and the chain has not.
    """

    id: str
    about: str = ""
    origin: str = ""
    step: str = ""
    removes: bool = False
    known: bool = True


class Suspect(NamedTuple):
    """A removal to look at: the rule, why it stands in the queue, and the change."""

    rule: str
    reasons: tuple[str, ...]
    sample: Sample


class Damage(NamedTuple):
    """What was repaired by one step: `pages` counts a document once for each of its rules."""

    kind: str
    rules: tuple[str, ...]
    pages: int
    edits: int
    letters: int
    notes: int


def rule_facts(report: Report, chain: Chain) -> dict[str, RuleFacts]:
    """Return the facts of all rules by id, in the order of the chain; strangers come last."""
    facts = {
        rule.id: RuleFacts(rule.id, rule.about, rule.origin, name_of(rule.step), rule.removes)
        for rule in chain.rules
    }
    for name in report.rules:
        facts.setdefault(name, RuleFacts(name, known=False))
    return facts


def never_fired(report: Report, chain: Chain) -> list[RuleFacts]:
    """Return the rules that did nothing, in the order of the chain."""
    return [facts for name, facts in rule_facts(report, chain).items() if not _did(report, name)]


def _did(report: Report, rule: str) -> bool:
    count = report.rules.get(rule, RuleCount())
    return bool(count.pages or count.notes or count.rejected)


def damage_by_kind(report: Report, chain: Chain) -> list[Damage]:
    """Return what the rules that repair found, a line for each step, the commonest first."""
    found: dict[str, list[tuple[str, RuleCount]]] = {}
    for name, facts in rule_facts(report, chain).items():
        if facts.known and not facts.removes and (count := report.rules.get(name)):
            found.setdefault(facts.step, []).append((name, count))
    kinds = [
        Damage(
            step,
            tuple(name for name, _ in counts),
            sum(count.pages for _, count in counts),
            sum(count.edits for _, count in counts),
            sum(count.letters_removed for _, count in counts),
            sum(count.notes for _, count in counts),
        )
        for step, counts in found.items()
    ]
    return sorted(
        (kind for kind in kinds if kind.edits or kind.notes),
        key=lambda kind: (-kind.pages, -kind.edits, kind.kind),
    )


def queue(report: Report, chain: Chain) -> list[Suspect]:
    """Return the most suspicious removals, each once, with all reasons against it.

    Those come first that have most reasons, then those that took the greatest share.
    """
    reasons: dict[tuple[str, str], list[str]] = {}
    samples: dict[tuple[str, str], Sample] = {}
    removing = {
        name: report.rules[name]
        for name, facts in rule_facts(report, chain).items()
        if name in report.rules and (facts.removes or not facts.known)
    }
    for rule, sample, reason in [
        *_heaviest(removing),
        *_steepest(removing, chain.budget.rule),
        *_rarest(removing, report.records),
    ]:
        reasons.setdefault((rule, sample.key), []).append(reason)
        samples[rule, sample.key] = sample
    suspects = [Suspect(key[0], tuple(reasons[key]), samples[key]) for key in reasons]
    return sorted(suspects, key=lambda s: (-len(s.reasons), -s.sample.share, s.rule, s.sample.key))


def _heaviest(rules: dict[str, RuleCount]) -> list[tuple[str, Sample, str]]:
    pairs = [(rule, sample) for rule, count in rules.items() for sample in count.heaviest]
    pairs.sort(key=lambda pair: (-pair[1].letters, pair[0], pair[1].key))
    reason = "{:,} letters of one document"
    return [(rule, s, reason.format(s.letters)) for rule, s in _mix(pairs)[:_HEAVIEST]]


def _steepest(rules: dict[str, RuleCount], budget: float) -> list[tuple[str, Sample, str]]:
    pairs = [
        (rule, sample)
        for rule, count in rules.items()
        for sample in count.steepest
        if sample.share >= _NEAR * budget
    ]
    pairs.sort(key=lambda pair: (-pair[1].share, pair[0], pair[1].key))
    limit = f", near the budget of {budget:.0%}" if budget < 1 else ""
    return [
        (rule, s, f"{s.share:.0%} of its document{limit}") for rule, s in _mix(pairs)[:_STEEPEST]
    ]


def _mix(pairs: list[tuple[str, Sample]]) -> list[tuple[str, Sample]]:
    """Return the first few of each rule, in their order."""
    seen: Counter[str] = Counter()
    kept = []
    for rule, sample in pairs:
        seen[rule] += 1
        if seen[rule] <= _OF_A_RULE:
            kept.append((rule, sample))
    return kept


def _rarest(rules: dict[str, RuleCount], records: int) -> list[tuple[str, Sample, str]]:
    if records < _ENOUGH_PAGES:
        return []
    most = max(_RARE_PAGES, int(_RARE_SHARE * records))
    rare = [
        (count.pages, rule, count.heaviest[0])
        for rule, count in rules.items()
        if count.heaviest and count.pages <= most
    ]
    rare.sort(key=lambda item: item[:2])
    return [
        (rule, sample, f"its rule fired in {pages} of {records:,} documents")
        for pages, rule, sample in rare[:_RAREST]
    ]
