"""The answer to "why did line 12 go?": what happened to each line of an original text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import Literal, NamedTuple, TypeAlias

from cleaner.core.document import Document, Line
from cleaner.core.edits import Edit, Note, Spared
from cleaner.core.trace import Trace

__all__ = ["Event", "EventKind", "LineStory", "explain"]

EventKind: TypeAlias = Literal["removed", "changed", "added", "spared", "noted"]


class Event(NamedTuple):
    """One thing that happened, or nearly happened, at `[start, end)` of the original.

    `old` is the original text there, `new` what stands there now; `rule` names the rule or, joined
    by `+`, the rules that met there; `message` says why for what was spared or noted.
    """

    kind: EventKind
    start: int
    end: int
    old: str
    new: str
    rule: str
    message: str = ""


class LineStory(NamedTuple):
    """A line of the original (numbered from 1) and its events, in the order of their places.

    An event that goes over several lines is told at each of them, cut to the line.
    """

    number: int
    line: Line
    text: str
    events: tuple[Event, ...]


def explain(trace: Trace) -> tuple[LineStory, ...]:
    """Return the story of every line to which something happened, or nearly did."""
    doc = Document(trace.original)
    lines = doc.lines
    starts = [line.start for line in lines]
    by_line: dict[int, list[Event]] = {}
    for event in _events(trace):
        first = bisect_right(starts, event.start) - 1
        for number in range(first, len(lines)):
            line = lines[number]
            if number > first and line.start >= event.end:
                break
            part = _cut(event, line, doc.text, number == first)
            if part.old or part.new or event.end <= line.end + 1 or line.start == line.end:
                by_line.setdefault(number, []).append(part)  # not a mere line end before others
    return tuple(
        LineStory(
            number + 1,
            lines[number],
            doc.text[lines[number].start : lines[number].end],
            tuple(sorted(events, key=lambda e: (e.start, e.end))),
        )
        for number, events in sorted(by_line.items())
    )


def _events(trace: Trace) -> Iterator[Event]:
    for edit in trace.changes():
        yield _change(trace.original, edit)
    stays: dict[int, list[Spared | Note]] = {
        n: [*turn.spared, *turn.notes] for n, turn in enumerate(trace.passes)
    }
    spans = {n: [(each.start, each.end) for each in found] for n, found in stays.items() if found}
    for number, places in trace.origins(spans).items():
        rule = trace.passes[number].rule
        for (start, end), each in zip(places, stays[number], strict=True):
            old = trace.original[start:end]
            if isinstance(each, Spared):
                yield Event("spared", start, end, old, old, rule, each.reason)
            else:
                yield Event("noted", start, end, old, old, rule, each.message)


def _change(original: str, edit: Edit) -> Event:
    kind: EventKind = "changed"
    if not edit.new:
        kind = "removed"
    elif edit.start == edit.end:
        kind = "added"
    return Event(kind, edit.start, edit.end, original[edit.start : edit.end], edit.new, edit.rule)


def _cut(event: Event, line: Line, text: str, is_first: bool) -> Event:
    """Return the part of an event that lies on a line; what is new stands at its first one."""
    start, end = max(event.start, line.start), min(event.end, line.end)
    end = max(start, end)
    new = event.new if is_first else ""
    if event.kind in ("spared", "noted"):
        new = text[start:end]
    return event._replace(start=start, end=end, old=text[start:end], new=new)
