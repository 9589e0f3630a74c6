"""HTML references in plain text: read where they are left over, kept where they are meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cleaner.core.document import Document, fold
from cleaner.core.edits import apply, check
from cleaner.steps.unescape_entities import UnescapeEntities

TEXTS = sorted((Path(__file__).parent.parent / "formats" / "data").glob("*.txt"))


def run(text: str, step: UnescapeEntities | None = None) -> str:
    """Return the text after the step."""
    edits = (step or UnescapeEntities())(Document(text))
    check(edits, len(text))
    return apply(text, edits)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“Tom&nbsp;&amp;&nbsp;Jerry”&#65281;", "“Tom & Jerry”！"),
        ("a &lt; b &amp;&amp; c &gt; d", "a < b && c > d"),
        ("5 &amp;lt; 6 &amp;amp;nbsp;", "5 < 6  "),
        ("&#20013;&#x6587;&#X7F51;", "中文网"),
        ("caf&eacute; &Eacute;t&eacute;", "café Été"),
        ("&ldquo;好&rdquo;&hellip;&hellip;", "“好”……"),
        ("&ldquo；好&rdquo；", "“好”"),
        ("&nbsp&nbsp文", "  文"),
        ("it&#146;s &#128;5", "it’s €5"),
        ("co&shy;op&#8203;x", "coopx"),
        ("(&nbsp;&nbsp;&nbsp;)", "(   )"),
        ("见 index.html 的&nbsp;说明", "见 index.html 的 说明"),
        ("实体经济&nbsp;发展", "实体经济 发展"),
        ("S = &pi;r&sup2;", "S = πr²"),
    ],
)
def test_read(text: str, expected: str) -> None:
    """A reference becomes its character, however often it was escaped."""
    assert expected == run(text)


@pytest.mark.parametrize(
    "text",
    [
        "AT&T; R&D; Q&A; a&b;c",
        "https://a.example/?x=1&copy;=2&lt;y",
        "https://a.example/?a=1&amp;b=2",
        "?a=1&copy=2&reg=3&nbsp=4",
        "用 `&nbsp;` 表示",
        "写作“&nbsp;”，不是空格",
        "double *p = &sum;",
        "scanf(&phi;);",
        "return &image;",
        "<a title='Tom &amp; Jerry'>x</a>",
        "HTML 里用 &nbsp; 表示空格，用 &lt; 表示小于号。",
        "An entity reference such as &eacute; ends with a semicolon.",
        "字符实体 &copy; 显示为版权标志",
        "&copy; ©\n&reg; ®",
        "The five of them: &amp; &quot; &lt; &gt; &apos;",
        "&lt;br&gt;正文&lt;/p&gt;",
        "&#0; &#55296; &#1114112; &#xE000; &#65535; &#7;",
        "&unknown; &notit; &Copy;",
        "```\nx = a &amp;&amp; b;\n```",
    ],
)
def test_stays(text: str) -> None:
    """Code, URLs, quoted references, and pages about them stay."""
    assert text == run(text)


def test_tags_on_request() -> None:
    """Escaped tags are read only where somebody asks for it."""
    assert "<br>正文" == run("&lt;br&gt;正文", UnescapeEntities(tags=True))


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_honest_text_stays(path: Path) -> None:
    """Clean text of any language is not touched."""
    assert [] == UnescapeEntities()(Document(path.read_text(encoding="utf-8")))


PIECES = [
    "&",
    "＆",
    "amp;",
    "amp",
    "lt;",
    "nbsp",
    ";",
    "；",
    "#38;",
    "#x26;",
    "#59;",
    "#110;",
    "x",
    " ",
    "=",
    "中",
]


@example("&lt;&#59;")
@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_second_run_finds_nothing(text: str) -> None:
    """One run is enough: no character that was read begins or ends another reference."""
    once = run(text)
    assert once == run(once)


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_gate_hides_nothing(text: str) -> None:
    """Where the gate does not match, there is nothing to do."""
    import re2

    if not re2.search(UnescapeEntities.gate, fold(text)):
        assert [] == UnescapeEntities()(Document(text))
