"""The parts of the HTML reader: blocks, hidden text, facts, marks, labels, scores."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.formats.html.blocks import Reading, cut_blocks
from cleaner.formats.html.checking import compare
from cleaner.formats.html.facts import find_facts, guess_language, read_date
from cleaner.formats.html.fitting import convert
from cleaner.formats.html.headline import find_subheads
from cleaner.formats.html.hidden import find_reason
from cleaner.formats.html.labels import UNKNOWN, label_by_snippets, label_by_text
from cleaner.formats.html.marks import Marker
from cleaner.formats.html.metadata import Head
from cleaner.formats.html.page import read_page
from cleaner.formats.html.parse import parse
from cleaner.formats.html.posts import find_posts


def cut(page: str, marker: Marker | None = None) -> Reading:
    """The blocks of a page of one part."""
    return cut_blocks(parse(page)[0], marker)[0]


def test_blocks_end_at_block_tags_and_breaks() -> None:
    """Inline tags do not end a block; block tags and `<br>` do."""
    reading = cut("<div>a <b>b</b>c<p>d</p>e<br>f<hr>g</div>")
    assert ["a bc", "d", "e", "f", "g"] == reading.blocks.texts
    assert [False, False, True, False, False] == reading.blocks.broken


def test_blocks_count_their_links() -> None:
    """Letters in links are counted, blanks are not."""
    blocks = cut("<p>see <a href=x>the page</a> and <a href=y>this</a></p>").blocks
    assert ([11], [2]) == (blocks.linked, blocks.anchors)


def test_elements_hold_ranges_of_blocks() -> None:
    """What is below an element is one range of blocks."""
    reading = cut("<ul><li>a<li>b</ul><p>c")
    elements = reading.elements
    spans = {
        tag: (elements.starts[number], elements.ends[number])
        for number, tag in enumerate(elements.tags)
    }
    assert (0, 3) == spans["body"]
    assert (0, 2) == spans["ul"]
    assert (2, 3) == spans["p"]


def test_text_after_the_end_of_the_page_is_read() -> None:
    """Pages made of parts end several times; the parser alone would drop what follows."""
    page = "<html><body><p>menu</p></body></html><div><p>story</p></div></body></html>"
    assert ["menu", "story"] == cut(page).blocks.texts


def test_a_heading_between_kept_blocks_is_kept() -> None:
    """Only between chosen siblings; the heading of a box beside the article is not."""
    reading = cut("<div><p>a</p><h2>b</h2><p>c</p></div><div><h2>d</h2><p>e</p></div>")
    assert [1] == find_subheads(reading, [True, False, True, False, True])
    assert [] == find_subheads(reading, [True, False, False, False, True])


_TAGS = ["div", "p", "b", "a", "table", "td", "br", "script", "li", "font"]
_TREES = st.recursive(
    st.text("ab <&\u4e2d", max_size=5),
    lambda part: st.tuples(st.sampled_from(_TAGS), st.lists(part, max_size=3)),
)


@given(_TREES)
@settings(max_examples=60, deadline=None)
def test_any_tree_is_read(tree: Any) -> None:
    """Whatever the nesting, every element's range lies inside its parent's, in order."""

    def write(node: Any) -> str:
        if isinstance(node, str):
            return node
        tag, inside = node
        return f"<{tag}>{''.join(map(write, inside))}</{tag}>"

    for part in read_page(write(tree)).parts:
        elements = part.elements
        for number, parent in enumerate(elements.parents):
            assert parent <= number
            assert elements.starts[parent] <= elements.starts[number] <= elements.ends[number]
            assert elements.ends[number] <= elements.ends[parent]


@pytest.mark.parametrize(
    ("style", "reason"),
    [
        ("DISPLAY : none", "display:none"),
        ("visibility:hidden", "visibility:hidden"),
        ("position:absolute; left:-9999px", "off-screen"),
        ("text-indent:-999em", "off-screen"),
        ("font-size:0px", "zero-size"),
        ("height:1px;overflow:hidden", "zero-size"),
        ("color:#FFF;background-color:white", "colour of the ground"),
        ("display:block", ""),
        ("font-size:1px", "zero-size"),
        ("font-size:0.9em", ""),
        ("font-size:12px;margin-left:-20px", ""),
        ("height:100px;overflow:hidden", ""),
        ("color:#fff;background:#c00", ""),
        ("opacity:0.8", ""),
        ("line-height:1;width:100%;overflow:hidden", ""),
    ],
)
def test_hidden_by_style(style: str, reason: str) -> None:
    """What no reader can see has a reason; what only looks like it has none."""
    assert reason == find_reason("div", {"style": style})


def test_hidden_by_tag_and_attribute() -> None:
    """A marquee, `hidden` and `aria-hidden` are seen."""
    assert "marquee" == find_reason("marquee", {})
    assert "hidden" == find_reason("p", {"hidden": ""})
    assert "" == find_reason("p", {"aria-hidden": "false"})


def test_text_of_a_size_again_is_seen() -> None:
    """Below `font-size:0`, a trick against gaps, text with its own size is seen."""
    reading = cut("<div style='font-size:0'>a<p style='font-size:14px'>b</p></div>")
    assert {0: "zero-size"} == reading.reasons
    reading = cut("<div style='display:none'><p style='font-size:14px'>b</p></div>")
    assert {0: "display:none"} == reading.reasons


def test_hidden_text_is_a_block_of_its_own() -> None:
    """What is hidden inside a line or after it does not take visible text with it."""
    reading = cut("<div>a<p style='display:none'>b</p>c <i style='font-size:0'>d</i> e</div>")
    assert ["a", "b", "c", "d", "e"] == reading.blocks.texts
    assert {1: "display:none", 3: "zero-size"} == reading.reasons
    reading = cut("<p>x <i style='display:none'></i> y</p>")
    assert ["x y"] == reading.blocks.texts


def test_marks_are_never_torn() -> None:
    """A link around two paragraphs is left out; one inside is written."""
    marker = Marker(links=True, type=True)
    reading = cut(
        "<a href=/x><p>one</p><p><b>two</b></p></a><p>to <a href='/y z'>three</a>", marker
    )
    assert ["one", "**two**", "to [three](/y%20z)"] == reading.marked


def test_images_are_marked() -> None:
    """An image stands where it stood; its data is not text."""
    marker = Marker(images=True, url="https://a.example/b/")
    reading = cut("<p>x <img src=c.png alt='a cat'> y <img src='data:AAAA'></p>", marker)
    assert ["x ![a cat](https://a.example/b/c.png) y"] == reading.marked


def test_posts_are_siblings_alike() -> None:
    """Numbers in names do not matter; a lone post is no thread."""
    page = "<div class=t><div class=post id=p1>a</div><div class=post id=p2>b c</div></div><p>d"
    assert [(0, 1), (1, 2)] == find_posts(cut(page))
    assert [] == find_posts(cut("<div class=post>a</div><div class=other>b</div>"))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("发布时间:2023-04-03 11:10:21", "2023-04-03"),
        ("2021年11月5日", "2021-11-05"),
        ("2021-11-05T08:30:00Z", "2021-11-05"),
        ("2021-13-45, then 2020/1/2", "2020-01-02"),
        ("call 12021-11-055", ""),
        ("no day", ""),
    ],
)
def test_dates(text: str, day: str) -> None:
    """The first day that exists is read."""
    assert day == read_date(text)


def test_site_names_leave_the_title() -> None:
    """Of a title with the site's name the part is taken that the text knows."""
    head = Head(title="The old mill is sold - The Valley Paper")
    facts, believed = find_facts(head, [], "At last the old mill is sold to a baker.", "")
    assert ("The old mill is sold", True) == (facts["title"], believed)


def test_foreign_titles_are_not_believed() -> None:
    """A title the text does not know gives way to the heading, and the description goes."""
    head = Head(title="Best casino bonus online", tags={"description": "Casino bonus here."})
    facts, believed = find_facts(head, ["Notice of the town"], "The road is closed on Monday.", "")
    assert "Notice of the town" == facts["title"]
    assert "description" not in facts
    assert not believed


def test_languages_are_guessed_by_script() -> None:
    """Japanese is not taken for Chinese; other scripts are not guessed."""
    assert "zh" == guess_language("他站在当前位置上一动不动。")
    assert "ja" == guess_language("これは日本語の文章です。")
    assert "" == guess_language("This is English.")


def test_labels_follow_the_order_of_the_gold_text() -> None:
    """A block of the text counts where it stands in order; the same words elsewhere do not."""
    story = "one two three four five six"
    labels = label_by_text(
        ["menu", story, "share", "seven eight nine ten"], f"{story}\nseven eight nine ten"
    )
    assert [0.0, 1.0, 0.0, 1.0] == labels.tolist()


def test_snippets_label_only_what_they_know() -> None:
    """Blocks without a snippet stay unknown."""
    labels = label_by_snippets(["a good line", "bad menu", "other"], ["good line"], ["menu"])
    assert [1.0, 0.0, UNKNOWN] == labels.tolist()


def test_scores_count_shingles() -> None:
    """Half of the text gives all precision and half of the shingles."""
    assert (1.0, 1.0, 1.0) == compare("a b c d e", "A b, c d e.")
    precision, recall, _ = compare("a b c d e f g h", "a b c d e")
    assert (1.0, 2 / 5) == (precision, recall)
    assert (0.0, 0.0, 0.0) == compare("a b c d", "")
    assert (1.0, 1.0, 1.0) == compare("a", "a")


def test_trees_are_converted() -> None:
    """A dumped tree becomes columns that score as it reads."""
    tree = {
        "split_feature": 1, "threshold": 2.5, "internal_value": 0.0,
        "left_child": {"leaf_value": -1.0}, "right_child": {"leaf_value": 3.0},
    }  # fmt: skip
    forest = convert(
        [{"tree_info": [{"tree_structure": tree}, {"tree_structure": {"leaf_value": 0.5}}]}]
    )
    rows = np.array([[0, 2.5], [0, 3]], np.float32)
    assert [-0.5, 3.5] == forest.score(rows).tolist()
