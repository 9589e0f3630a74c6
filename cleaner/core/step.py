"""What a step is: a callable from a document to what it wants changed.

A step never changes anything itself and never sees a rule. The chain asks it, checks its answer,
vetoes what the rule's exceptions protect, and applies the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol, runtime_checkable

from cleaner.core.document import Document
from cleaner.core.edits import Finding

__all__ = ["Reject", "Step", "gates_of"]


class Reject(NamedTuple):
    """The whole document is not wanted; `reason` says why, in one sentence."""

    reason: str


@runtime_checkable
class Step(Protocol):
    """A callable `(Document) -> findings`, or `Reject`.

    Findings (edits, notes, and edits it spared) are sorted, edits are disjoint; none means
    unchanged. A step may carry `gate`: an RE2 pattern over the folded text, or a tuple of them,
    without all of which it finds nothing. All gates are looked for in one pass, so that a page
    costs little for what is not in it. A step whose class says `removes = True` takes content away
    (it does not repair it), and the budget of a profile counts what it takes.
    """

    def __call__(self, doc: Document, /) -> Sequence[Finding] | Reject:
        """Return what is to be changed in the document, or why it is to be rejected."""
        ...


def gates_of(step: Step) -> tuple[str, ...]:
    """Return the patterns without all of which the step finds nothing; none: always ask."""
    gate: object = getattr(step, "gate", "")
    gates = gate if isinstance(gate, tuple) else (gate,)
    return tuple(pattern for pattern in gates if isinstance(pattern, str) and pattern)
