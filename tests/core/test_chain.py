"""The chain: order, gates, exceptions, protection, budget, and what happens when a step fails."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.core.chain import Budget, Chain, Protection
from cleaner.core.document import Document
from cleaner.core.edits import Edit, Finding, Note, apply
from cleaner.core.errors import StepError
from cleaner.core.pattern import Pattern, Regex
from cleaner.core.rule import Rule, Unless
from cleaner.core.step import Reject
from cleaner.steps.cut import Cut
from cleaner.steps.drop_line import DropLine
from cleaner.steps.replace import Replace


@dataclass(frozen=True)
class Fixed:
    """A step that always says the same."""

    answer: tuple[Finding, ...] | Reject

    def __call__(self, doc: Document) -> Sequence[Finding] | Reject:
        """Say it."""
        return self.answer


@dataclass(frozen=True)
class Ungated:
    """A step without the gate of the one it wraps."""

    step: DropLine | Cut | Replace

    def __call__(self, doc: Document) -> Sequence[Finding] | Reject:
        """Ask the wrapped step."""
        return self.step(doc)


def drop(identity: str, pattern: str, *unless: Unless) -> Rule:
    """A rule that drops lines."""
    return Rule(identity, DropLine((Regex(pattern),)), unless)


RULES = (
    drop("a", "^甲"),
    Rule("b", Cut((Regex("乙+"),))),
    Rule("c", Replace((Regex("丙"),), "甲")),
    drop("d", "^甲丁?$"),
    Rule("e", Cut((Regex("丁"),), before=Regex("甲"))),
)


@given(st.text("甲乙丙丁\n", max_size=30))
def test_gates_change_nothing_but_the_time(text: str) -> None:
    """Gates looked for in one pass lead to the same edits as asking every step."""
    gated = Chain(RULES).run(text)
    asked = Chain(tuple(Rule(r.id, Ungated(r.step)) for r in RULES)).run(text)  # type: ignore[arg-type]
    assert asked.trace == gated.trace


@given(st.text("甲乙丙丁\n", max_size=30))
def test_the_trace_tells_the_result(text: str) -> None:
    """Changes lead from the original to the text, and undo leads back."""
    result = Chain(RULES).run(text)
    assert result.text == apply(text, result.trace.changes()) == result.trace.final
    assert text == apply(result.text, result.trace.undo())


def test_an_exception_spares_an_edit_and_says_why() -> None:
    """Near misses are kept for `explain`."""
    rule = drop("r", "^版权", Unless("line", Pattern("版权法")))
    result = Chain((rule,)).run("版權所有\n版權法通過了\n")
    assert result.text == "版權法通過了\n"
    [turn] = result.trace.passes
    assert [tuple(spared) for spared in turn.spared] == [(5, 12, "unless line: 版权法")]


@pytest.mark.parametrize(
    ("place", "text"), [("text", "甲"), ("line", "甲乙"), ("document", "甲\n乙")]
)
def test_exceptions_look_at_their_place(place: str, text: str) -> None:
    """`text` is the range of the edit, `line` its lines, `document` everything."""
    veto = Unless(place, Pattern(text[-1]))  # type: ignore[arg-type]
    assert text == Chain((Rule("r", Cut((Regex("甲"),)), (veto,)),)).run(text).text


def test_named_groups_become_meta_unless_the_edit_is_vetoed() -> None:
    """Only what was really removed is told."""
    rule = drop("r", "^来源:(?P<source>.+)", Unless("line", Pattern("不明")))
    assert dict(Chain((rule,)).run("來源：新華社\n").meta) == {"source": "新華社"}
    assert dict(Chain((rule,)).run("來源：不明\n").meta) == {}


def test_no_edit_reaches_into_an_uncut_stretch() -> None:
    """An address may go with its line, never in part."""
    protection = Protection(uncut=(Pattern(r"https?://\S+"),))
    cut = Chain((Rule("r", Cut((Regex("ad"),))),), protection)
    assert cut.run("http://a.b/ad ad").text == "http://a.b/ad "
    assert Chain((drop("r", "ad"),), protection).run("http://a.b/ad\n").text == ""


def test_nothing_touches_an_untouched_stretch() -> None:
    """Not even with its line."""
    protection = Protection(untouched=(Pattern("版权页"),))
    assert Chain((drop("r", "版权"),), protection).run("版权页\n版权\n").text == "版权页\n"


def test_over_budget_nothing_goes_and_a_warning_says_so() -> None:
    """A rule that would take most of a page is more likely wrong than the page."""
    chain = Chain((drop("r", "甲"),), budget=Budget(rule=0.5))
    result = chain.run("甲甲甲\n乙\n")
    assert result.text == "甲甲甲\n乙\n"
    [warning] = result.warnings
    assert (warning.rule, warning.message.startswith("over budget: 75%")) == ("r", True)
    assert chain.run("甲\n乙乙乙\n").text == "乙乙乙\n"


def test_the_budget_of_a_document_adds_up() -> None:
    """Several rules together may not take more than the document's share."""
    chain = Chain((drop("a", "甲"), drop("b", "乙")), budget=Budget(document=0.6))
    assert chain.run("甲甲\n乙乙\n丙\n").text == "乙乙\n丙\n"


def test_a_rejected_document_keeps_its_text_and_reason() -> None:
    """Later rules are not asked."""
    chain = Chain((Rule("r", Fixed(Reject("too short"))), drop("s", "甲")))
    result = chain.run("甲\n")
    assert (result.text, result.rejected) == ("甲\n", "r: too short")


def test_notes_become_warnings_with_places_of_the_original() -> None:
    """Whatever earlier rules removed."""
    chain = Chain((Rule("a", Cut((Regex("甲"),))), Rule("n", Fixed((Note(0, 1, "odd"),)))))
    assert (Note(1, 2, "odd", "n"),) == chain.run("甲乙").warnings


def test_a_failing_step_is_named_and_the_text_is_safe() -> None:
    """Any exception of a stranger's step becomes one sentence."""

    class Broken:
        def __call__(self, doc: Document) -> Sequence[Finding]:
            raise ZeroDivisionError("oh")

    with pytest.raises(StepError, match=r"rule 'x': its step failed on document 'p1': ZeroDiv.*oh"):
        Chain((Rule("x", Broken()),)).run(Document("t", id="p1"))


def test_bad_edits_of_a_step_are_refused() -> None:
    """Overlapping edits are the step's mistake, not the text's end."""
    bad = Rule("x", Fixed((Edit(0, 2), Edit(1, 3))))
    with pytest.raises(StepError, match="rule 'x': its step proposed a bad edit"):
        Chain((bad,)).run("abc")


def test_the_fingerprint_tells_rules_apart() -> None:
    """It changes with an option, an exception, the order, the budget, and not by itself."""
    one, two = drop("a", "甲"), drop("b", "乙")
    chains = [
        Chain((one, two)),
        Chain((two, one)),
        Chain((one, drop("b", "乙+"))),
        Chain((one, drop("b", "乙", Unless("line", Pattern("x"))))),
        Chain((one, two), budget=Budget(rule=0.5)),
        Chain((one, two), protection=Protection((Pattern("x"),))),
    ]
    prints = [chain.fingerprint for chain in chains]
    assert len(set(prints)) == len(prints)
    assert prints[0] == Chain((drop("a", "甲"), two)).fingerprint
