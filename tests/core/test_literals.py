"""Required literals: no gate may be hidden by them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.core.document import Document
from cleaner.core.literals import required_literals
from cleaner.core.pattern import Pattern
from cleaner.core.screen import Screen


@pytest.mark.parametrize(
    ("gate", "expected"),
    [
        ("上一篇", {"上一篇"}),
        ("(?:上|下)一篇 ?:", {"上一篇:", "上一篇 :", "下一篇:", "下一篇 :"}),
        ("^ *no *$", {"\nno\n"}),
        ("^ by .{3}", {"\nby"}),
        ("xe ?88", {"xe0", "xe 0"}),
        ("版权(?:所有)?|copyright", {"版权", "copyright"}),
        ("all rights? reserved", {"all right reserved", "all rights reserved"}),
        ("(?:首页|新闻)+", {"首页", "新闻"}),
        ("[©®]x?公司", {"©公司", "©x公司", "®公司", "®x公司"}),
        ("[0-9]{4}年", {"0年"}),
        (r"^\p{Nd}{4}[-/]\p{Nd}+$", {"\n0-0\n", "\n0/0\n"}),
        ("版权  ", {"版权"}),
        ("  +", None),
        ("(?:share|edit)(?: [^ ]+)* on", {"share", "edit"}),
        ("[^a]!!", {"!!"}),
        ("a|版权", None),
        (".*", None),
        ("x*", None),
        ("(?:首页)?", None),
        ("[一-龥]", None),
    ],
)
def test_what_every_match_holds(gate: str, expected: set[str] | None) -> None:
    """The most telling strings, or None where there are none worth looking for."""
    found = required_literals(gate)
    assert expected == (None if found is None else set(found))


GATES = [
    "(?:上|下)一篇 ?[:>]",
    "^(?:首页|home)(?:[|>]新闻)*$",
    "版权(?:所有)?.*[0-9]{4}",
    "(?:首页|新闻){2,}",
    "[©®] ?公司",
    "all (?:rights )?reserved|保留(?:一切|所有)?权利",
    "首?页?新闻",
    "^ ?by [a-z]",
    "^\\d+楼 *$",
    "新闻 *$",
    "[|>] ?(?:首页|[0-9]+)$",
]


@given(
    st.lists(
        st.text("上下一篇首页新闻版权所有©® 公司保留利:>|19楼٣\n\n  alrightsevdby", max_size=25),
        max_size=20,
    )
)
def test_literals_hide_no_gate(texts: list[str]) -> None:
    """Before and after the index is made, the same gates are open as when each is searched for."""
    patterns = [Pattern(gate) for gate in GATES]
    screen = Screen([pattern.translated for pattern in patterns])
    for text in texts:
        doc = Document(text)
        expected = {n for n, p in enumerate(patterns) if next(p.finditer(doc), None)}
        assert expected == screen.open_gates(doc)
