"""The contract of a step, as a test that the author of one can call.

from cleaner.testing import check_step

def test_my_step() -> None:
check_step(MyStep(), ["what it finds", "what it leaves alone"])
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cleaner.core.document import Document
from cleaner.core.edits import Edit, Finding, Spared, apply, check
from cleaner.core.errors import EditError
from cleaner.core.screen import Screen
from cleaner.core.step import Reject, Step, gates_of

__all__ = ["check_step"]


def check_step(step: Step, texts: Iterable[str], *, stable: bool = True) -> None:
    """Raise AssertionError unless the step keeps its contract on every text.

    * Findings are sorted and lie inside of the text; edits are disjoint and change something.
    * The same text gets the same findings, also where it is not the first one.
    * Where the step's gate is shut, the step finds nothing but edits that it spares.
    * A second run over its own output finds nothing to edit. (Not asked where `stable` is false: a
      step that looks at places of a page sees other places once lines have gone.)

    Whatever the step raises comes through.
    """
    screen = Screen([gates]) if (gates := gates_of(step)) else None
    known: list[tuple[str, Sequence[Finding] | Reject]] = []
    for text in texts:
        doc = Document(text)
        found = step(doc)
        known.append((text, found))
        is_open = screen is None or bool(screen.open_gates(doc))
        hidden = [found] if isinstance(found, Reject) else _acts(found)
        assert is_open or not hidden, f"the gate hides what is found in {_shown(text)}"
        if isinstance(found, Reject):
            continue
        _check_findings(text, found)
        if stable:
            _check_second_run(step, text, found)
    for text, found in reversed(known):
        assert found == step(Document(text)), f"another answer the second time: {_shown(text)}"


def _acts(found: Sequence[Finding]) -> list[Finding]:
    """Return what the chain would act on or tell."""
    return [each for each in found if not isinstance(each, Spared)]


def _check_findings(text: str, found: Sequence[Finding]) -> None:
    where = f"in {_shown(text)}"
    edits = [each for each in found if isinstance(each, Edit)]
    try:
        check(edits, len(text))
    except EditError as error:
        raise AssertionError(f"{error}, {where}") from error
    for edit in edits:
        assert text[edit.start : edit.end] != edit.new, f"{edit} changes nothing {where}"
    for each in found:
        assert 0 <= each.start <= each.end <= len(text), f"{each} lies outside {where}"
    starts = [each.start for each in found]
    assert starts == sorted(starts), f"findings are not sorted {where}"


def _check_second_run(step: Step, text: str, found: Sequence[Finding]) -> None:
    again = step(Document(apply(text, [each for each in found if isinstance(each, Edit)])))
    edits = [] if isinstance(again, Reject) else [e for e in again if isinstance(e, Edit)]
    assert not edits, f"a second run makes edits in what became of {_shown(text)}"


def _shown(text: str) -> str:
    return repr(text if len(text) <= 60 else f"{text[:60]}...")
