"""What each rule of a chain costs on given texts."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from cleaner.core.chain import Chain
from cleaner.core.document import Document
from cleaner.core.edits import Finding
from cleaner.core.step import Reject, Step, gates_of

__all__ = ["Cost", "Timing", "time_rules"]


class Cost(NamedTuple):
    """What a rule cost: on how many documents it was asked, and the CPU seconds it took."""

    rule: str
    asked: int
    seconds: float


class Timing(NamedTuple):
    """CPU seconds of a chain over documents of so many bytes of UTF-8.

    What the rules did not take went into folding, gates, and applying edits.
    """

    documents: int
    size: int
    seconds: float
    costs: tuple[Cost, ...]


@dataclass(slots=True)
class _Clock:
    asked: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class _Timed:
    """A step that is watched."""

    step: Step
    clock: _Clock = field(default_factory=_Clock, compare=False)

    @property
    def gate(self) -> tuple[str, ...]:
        """The gate of the step."""
        return gates_of(self.step)

    @property
    def removes(self) -> bool:
        """Whether the step removes content."""
        return bool(getattr(self.step, "removes", False))

    def __call__(self, doc: Document) -> Sequence[Finding] | Reject:
        """Ask the step, and look at the clock."""
        start = time.process_time()
        try:
            return self.step(doc)
        finally:
            self.clock.seconds += time.process_time() - start
            self.clock.asked += 1


def time_rules(chain: Chain, docs: Iterable[Document]) -> Timing:
    """Run a chain over documents and return what each of its rules cost, dearest first."""
    steps = [_Timed(rule.step) for rule in chain.rules]
    rules = (replace(rule, step=step) for rule, step in zip(chain.rules, steps, strict=True))
    watched = Chain(tuple(rules), chain.protection, chain.budget, chain.name)
    count = size = 0
    start = time.process_time()
    for doc in docs:
        watched.run(doc)
        count += 1
        size += len(doc.text.encode("utf-8", "replace"))
    seconds = time.process_time() - start
    costs = (
        Cost(rule.id, step.clock.asked, step.clock.seconds)
        for rule, step in zip(chain.rules, steps, strict=True)
    )
    return Timing(count, size, seconds, tuple(sorted(costs, key=lambda c: -c.seconds)))
