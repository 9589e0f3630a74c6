"""`cleaner diff`: what a change of rules changes on a corpus."""

from __future__ import annotations

import argparse
import json
import os
import signal
from collections.abc import Iterator, Sequence

from cleaner.cli.colour import Painter, painter
from cleaner.cli.corpus import Ticker, add_corpus
from cleaner.cli.exits import DIFFERENT, OK, UNREADABLE, complain
from cleaner.cli.parser import Parser
from cleaner.run.batch import Options
from cleaner.run.compare import Comparison, RuleChange
from cleaner.run.compare_corpus import Outcome, Versions, compare_corpus
from cleaner.run.description import Description
from cleaner.run.inputs import Wanted
from cleaner.run.local import Plan
from cleaner.run.sample import Sample

__all__ = ["run"]

_EPILOG = """\
A version is the name of a profile, the path of a profile, of a rule file (its rules take the places
of those with the same ids in --profile, others are added to it), or of a folder of rules.

examples:
  cleaner diff --old web --new my.yaml corpus/
  cleaner diff --old before/share.yaml --new share.yaml pages.jsonl.zst
  git worktree add ../before main && cleaner diff --old ../before/rules --new rules corpus/

exit codes:
  0 every document comes out the same   1 something differs   2 wrong arguments or rules
  3 an input is missing, or a part of one could not be read
"""
_SAMPLES = 3  # of each rule


def run(words: Sequence[str]) -> int:
    """Clean a corpus by both versions, and tell what differs."""
    arguments = _parse(words)
    versions = Versions(arguments.old, arguments.new, arguments.profile)
    outcome = _compare(versions, arguments)
    for message in outcome.missing:
        complain(message)
    if outcome.unread:
        complain(f"{_count(outcome.unread, 'piece')} of the input could not be read")
    if arguments.json:
        print(_json(versions, outcome))
    else:
        for line in _text(versions, outcome.comparison, arguments, painter(arguments.color)):
            print(line)
    if outcome.missing or outcome.unread:
        return UNREADABLE
    return DIFFERENT if outcome.comparison.different else OK


def _parse(words: Sequence[str]) -> argparse.Namespace:
    parser = Parser(
        prog="cleaner diff",
        description="Clean a corpus by two versions of the rules and say what differs: documents, "
        "lines lost and gained, by which rule, with samples.",
        epilog=_EPILOG,
    )
    parser.add_argument("--old", required=True, metavar="VERSION", help="see below")
    parser.add_argument("--new", required=True, metavar="VERSION", help="see below")
    add_corpus(parser)
    parser.add_argument(
        "-p",
        "--profile",
        default="web",
        metavar="NAME",
        help="what rule files are laid on, and the profile taken of folders (default: web)",
    )
    parser.add_argument("--samples", type=int, default=_SAMPLES, metavar="N", help="of each rule")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--color", choices=("auto", "always", "never"), default="auto")
    parser.add_argument(
        "-j", "--workers", type=int, default=os.cpu_count() or 1, metavar="N", help="processes"
    )
    arguments = parser.parse_args(words)
    if arguments.workers < 1:
        parser.error("--workers needs a number of at least 1")
    return arguments


def _compare(versions: Versions, arguments: argparse.Namespace) -> Outcome:
    plan = Plan(
        inputs=tuple(arguments.inputs),
        description=Description(arguments.profile),
        options=Options(text=arguments.text_field, id=arguments.id_field),
        wanted=Wanted(arguments.format),
        encoding=arguments.encoding or "",
        workers=arguments.workers,
    )
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)  # a process that died must not take us along
    ticker = Ticker()
    try:
        return compare_corpus(versions, plan, lambda p: ticker.tick(p.records, p.input))
    finally:
        ticker.end()


def _json(versions: Versions, outcome: Outcome) -> str:
    old, new = versions.chains()
    values = {
        "old": {"version": versions.old, "fingerprint": old.fingerprint},
        "new": {"version": versions.new, "fingerprint": new.fingerprint},
        "unread": outcome.unread,
        "missing": list(outcome.missing),
        **outcome.comparison.to_json(),
    }
    return json.dumps(values)  # ASCII: a sample may hold a lone surrogate


def _text(
    versions: Versions, found: Comparison, arguments: argparse.Namespace, paint: Painter
) -> Iterator[str]:
    old, new = versions.chains()
    yield f"old: {versions.old} ({old.fingerprint})"
    yield f"new: {versions.new} ({new.fingerprint})"
    share = found.different / (found.records or 1)
    yield (
        f"{_count(found.records, 'document')}, {found.different:,} differ ({share:.1%}): "
        f"{_count(found.lines_lost, 'line')} lost ({_count(found.letters_lost, 'letter')}), "
        f"{_count(found.lines_gained, 'line')} gained ({_count(found.letters_gained, 'letter')})"
    )
    yield from _verdicts(found)
    order = {rule.id: number for number, rule in enumerate((*old.rules, *new.rules))}
    ranked = sorted(
        found.rules.items(), key=lambda item: (-item[1].first, order.get(item[0], 0), item[0])
    )
    causes = [(rule, change) for rule, change in ranked if change.first]
    for rule, change in causes:
        yield ""
        yield f"{paint(rule, 'strong')}  first to differ in {change.first:,}; {_edits(change)}"
        for sample in change.samples[: max(arguments.samples, 0)]:
            yield from _lines(sample, paint)
    later = [(rule, change) for rule, change in ranked if not change.first]
    if later:
        yield ""
        yield "likely in consequence:"
        for rule, change in later:
            yield f"  {rule}  in {change.pages:,}; {_edits(change)}"


def _verdicts(found: Comparison) -> Iterator[str]:
    counts = {
        "rejected by old only": found.rejected_old,
        "rejected by new only": found.rejected_new,
        "failed with old only": found.failed_old,
        "failed with new only": found.failed_new,
        "read otherwise (date, source ...)": found.meta,
        "without text, left out": found.skipped,
    }
    told = [f"{count:,} {what}" for what, count in counts.items() if count]
    if told:
        yield ", ".join(told)


def _edits(change: RuleChange) -> str:
    return f"{_count(change.edits_old, 'change')} only in old, {change.edits_new:,} only in new"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + "s" * (number != 1)


def _lines(sample: Sample, paint: Painter) -> Iterator[str]:
    place = ", ".join(part for part in (sample.input, sample.id) if part)
    where = f"{place}, from {sample.offset:,}" if sample.offset else place
    rest = sample.length - len(sample.old)
    old = _safe(sample.old) + (f"… (+{rest})" if rest > 0 else "")
    yield paint(f"    {_safe(where)}", "quiet")
    before, after = _safe(sample.before), _safe(sample.after)
    context = bool(before or after)
    if old or context or not sample.new:
        old = old if old or context else "(a blank line)"
        yield paint(f"  - {before}", "quiet") + paint(old, "removed") + paint(after, "quiet")
    if sample.new or context:
        new = paint(_safe(sample.new), "added")
        yield paint(f"  + {before}", "quiet") + new + paint(after, "quiet")


def _safe(text: str) -> str:
    """Return text that does nothing to a terminal: what is not printable as its escape."""
    return "".join(
        c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text
    )
