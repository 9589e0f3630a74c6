"""The contract test for steps: it passes every built-in step and catches each way to break it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from cleaner import Document, Edit, Note, Reject, load
from cleaner.core.edits import Finding
from cleaner.testing import check_step
from tests.fuzz.hostile import UNITS

TEXTS = ["a", "", "ab\nba", "bab"]
RULES = {rule.id: rule for name in ("repair", "web") for rule in load(name).rules}


@dataclass(frozen=True)
class Says:
    """A step that always says the same."""

    answer: tuple[Finding, ...] | Reject
    gate: str = ""

    def __call__(self, doc: Document) -> Sequence[Finding] | Reject:
        """Say it."""
        return self.answer


@dataclass(frozen=True)
class Forgets:
    """A step that says something else each time."""

    times: list[int] = field(default_factory=list)

    def __call__(self, doc: Document) -> Sequence[Finding]:
        """Count."""
        self.times.append(0)
        return [Note(0, 0, str(len(self.times)))]


@dataclass(frozen=True)
class Doubles:
    """A step that finds its own output."""

    def __call__(self, doc: Document) -> Sequence[Finding]:
        """Double every a."""
        return [Edit(at, at + 1, "aa") for at, one in enumerate(doc.text) if one == "a"]


@dataclass(frozen=True)
class Halves:
    """A good step: it removes every b."""

    gate: str = "b"

    def __call__(self, doc: Document) -> Sequence[Finding]:
        """Remove every b."""
        return [Edit(at, at + 1) for at, one in enumerate(doc.text) if one == "b"]


def test_a_good_step_passes() -> None:
    """Nothing is raised, with a gate or a rejection."""
    check_step(Halves(), TEXTS)
    check_step(Says(Reject("no")), TEXTS)
    check_step(Says((Note(0, 0, "seen"),)), TEXTS)


@pytest.mark.parametrize(
    ("step", "message"),
    [
        (Says((Edit(0, 2), Edit(1, 3))), "overlaps"),
        (Says((Edit(0, 9),)), "leaves the text"),
        (Says((Note(0, 9, "far"),)), "lies outside"),
        (Says((Edit(0, 0),)), "changes nothing"),
        (Says((Note(2, 2, "x"), Note(0, 0, "y"))), "not sorted"),
        (Says((Note(0, 0, "x"),), gate="never"), "the gate hides"),
        (Says(Reject("no"), gate="never"), "the gate hides"),
        (Doubles(), "a second run"),
        (Forgets(), "another answer"),
    ],
)
def test_each_breach_is_named(step: Says | Doubles | Forgets, message: str) -> None:
    """The message says what is wrong and in which text."""
    with pytest.raises(AssertionError, match=message):
        check_step(step, ["a b c"])


@pytest.mark.parametrize("name", RULES)
def test_shipped_steps_keep_the_contract(name: str) -> None:
    """On pieces of hostile pages, which hold what each of them looks for and little else."""
    rule = RULES[name]
    check_step(rule.step, [unit * 3 for unit in UNITS.values()], stable=not rule.removes)
