"""Explanations: every change and near miss is told at its line."""

from cleaner.core.chain import Chain
from cleaner.core.pattern import Pattern, Regex
from cleaner.core.place import Place
from cleaner.core.rule import Rule, Unless
from cleaner.steps.cut import Cut
from cleaner.steps.drop_block import DropBlock
from cleaner.steps.drop_line import DropLine
from cleaner.steps.replace import Replace


def told(text: str, *rules: Rule) -> list[tuple[int, str, str, str, str]]:
    """Line, kind, old, new and rule of each event."""
    stories = Chain(rules).run(text).explain()
    return [(s.number, e.kind, e.old, e.new, e.rule) for s in stories for e in s.events]


def test_each_event_is_told_at_its_line() -> None:
    """Numbered as in the original, whatever went before."""
    events = told(
        "首頁\n一甲二\n三乙\n",
        Rule("drop", DropLine((Regex("^首页"),))),
        Rule("cut", Cut((Regex("甲"),))),
        Rule("swap", Replace((Regex("乙"),), "丁")),
    )
    assert [
        (1, "removed", "首頁", "", "drop"),
        (2, "removed", "甲", "", "cut"),
        (3, "changed", "乙", "丁", "swap"),
    ] == events


def test_a_block_is_told_at_each_of_its_lines() -> None:
    """Cut to the line."""
    events = told("文\n相關\n甲\n\n乙", Rule("b", DropBlock((Regex("^相关"),), Regex("blank"))))
    assert [(2, "removed", "相關", "", "b"), (3, "removed", "甲", "", "b")] == events


def test_near_misses_are_told_with_their_reason() -> None:
    """An exception, and a place."""
    chain = Chain(
        (
            Rule("v", Cut((Regex("甲"),)), (Unless("line", Pattern("乙")),)),
            Rule("p", DropLine((Regex("丙"),), Place("first", 1))),
            Rule("l", DropLine((Regex("丙"),), max_length=1)),
        )
    )
    [first, second] = chain.run("甲乙\n一二三丙\n").explain()
    assert [("spared", "unless line: 乙")] == [(e.kind, e.message) for e in first.events]
    assert [
        ("p", "not in the first 1 letters"),
        ("l", "longer than 1 letters"),
    ] == [(e.rule, e.message) for e in second.events]


def test_a_text_to_which_nothing_happened_has_no_story() -> None:
    """So there is nothing to print."""
    assert () == Chain((Rule("c", Cut((Regex("x"),))),)).run("a\nb").explain()
