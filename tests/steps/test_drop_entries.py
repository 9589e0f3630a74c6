"""Lines of known entries go where they stand as such; texts that use the same words stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.core.document import Document
from cleaner.core.edits import apply, check
from cleaner.steps.drop_entries import DropEntries

BODY = (
    "恢复供水后，如发现水质浑浊，请先排放数分钟再使用；储水备用的市民，请注意加盖，"
    "以免落入灰尘，不便之处敬请谅解。"
)
STEP = DropEntries(
    anywhere=("加入收藏", r"评论 ?\(\d+\)"),
    edges=("打印", r"阅读 ?(?P<views>\d+)", "下一篇", "首页 > .+"),
    together=("首页", "新闻", "公告", "体育", r"\d\d:\d\d"),
    head=(r"\d{4}-\d\d-\d\d",),
    labels={"source": ("来源",), "date": ("发布时间",), "_tools": ("字体",)},
    weak_labels={"author": ("作者",)},
    above="^首页 >",
    bar=3,
    column=5,
    to_end=True,
)


def clean(text: str, step: DropEntries = STEP) -> str:
    """Return the text after the step."""
    edits = step(Document(text))
    check(edits, len(text))
    return apply(text, edits)


def test_one_strong_entry_is_enough_anywhere() -> None:
    """Also between two paragraphs of body text."""
    assert f"{BODY}\n{BODY}" == clean(f"{BODY}\n【加入收藏】\n{BODY}")


def test_a_single_weak_entry_is_no_menu() -> None:
    """It may be the title or a heading."""
    assert f"公告\n{BODY}" == clean(f"公告\n{BODY}")


def test_enough_weak_entries_are_a_menu_on_one_line_or_on_several() -> None:
    """`need` of them, at the edges."""
    assert f"标题在此\n{BODY}" == clean(f"首页 | 新闻 | 公告\n标题在此\n{BODY}")
    assert f"\n标题在此\n{BODY}" == clean(f"首页\n新闻\n公告\n\n标题在此\n{BODY}")


def test_weak_entries_stay_inside_the_body() -> None:
    """There they are what the text talks about."""
    text = f"{BODY}\n首页、新闻、公告\n{BODY}"
    assert text == clean(text)


def test_glued_labels_are_taken_apart_and_their_values_kept() -> None:
    """`来源:本站原创发布时间:...` is one line with two facts."""
    text = "来源:本站原创发布时间:2023-04-03 11:10:21\n" + BODY
    [edit] = STEP(Document(text))
    assert {"source": "本站原创", "date": "2023-04-03 11:10:21"} == dict(edit.meta or {})


def test_a_named_group_goes_to_meta_as_it_stands_in_the_text() -> None:
    """Offsets of folded entries are those of the text."""
    [edit] = STEP(Document(f"標題\n閱讀 １２３　列印\n{BODY}".replace("列印", "打印")))
    assert {"views": "１２３"} == dict(edit.meta or {})


def test_a_label_inside_of_a_word_is_none() -> None:
    """`数据来源` is not `来源`."""
    text = f"标题\n数据来源：统计局\n{BODY}"
    assert text == clean(text)


def test_a_date_counts_above_the_body_only() -> None:
    """Below it may be the date of a notice."""
    assert f"标题在此\n{BODY}" == clean(f"标题在此\n2021-05-06\n{BODY}")
    text = f"标题在此\n{BODY}\n县教育局\n2021-05-06"
    assert text == clean(text)


def test_the_name_of_the_site_above_the_path_goes() -> None:
    """Short lines above a line of `above`, and no long ones."""
    assert f"标题在此\n{BODY}" == clean(f"江城在线\n首页 > 新闻\n标题在此\n{BODY}")
    text = f"一个长得不可能是网站名字的标题行\n首页 > 新闻\n{BODY}"
    assert f"一个长得不可能是网站名字的标题行\n{BODY}" == clean(text)


def test_unknown_links_between_bars_are_a_bar_at_the_edges_only() -> None:
    """In the body, and on a page without body text, they may be a table."""
    assert BODY + "\n" == clean(f"{BODY}\n甲级联赛 | 乙级联赛 | 丙级联赛")
    table = "姓名 | 年龄 | 籍贯\n张三 | 十九 | 江城"
    assert table == clean(table)


def test_rows_of_a_table_are_no_bars() -> None:
    """Neighbours with as many parts make a table."""
    text = f"{BODY}\n品名　规格　产地　价格\n茶叶　大盒　江城　九元\n米粉　小袋　山城　三元"
    assert text == clean(text)


def test_a_column_of_short_lines_goes_with_its_unknown_lines() -> None:
    """A quarter of them is known; the last one above the body may be the title and stays."""
    text = f"首页\n新闻\n龙舟\n体育\n灯谜\n端午记\n{BODY}"
    assert f"灯谜\n端午记\n{BODY}" == clean(text)


def test_short_lines_below_a_known_one_go_to_the_end() -> None:
    """Below the body; a sentence, something numbered or a contact ends it."""
    assert f"{BODY}\n" == clean(f"{BODY}\n打印\n江城在线\n让生活更简单")
    assert f"{BODY}\n（完。）" == clean(f"{BODY}\n打印\n（完。）")
    assert f"{BODY}\n联系人：王老师" == clean(f"{BODY}\n打印\n联系人：王老师")


@pytest.mark.parametrize(
    "text",
    [
        "点首页右上角的“加入收藏”，再点“打印”。",
        "一、加入收藏\n二、打印",
        "* 首页\n* 新闻\n* 公告",
        "首页 1\n新闻 3\n公告 19",
        "打印",
        "作者：王小明",
        "",
    ],
)
def test_honest_look_alikes_stay(text: str) -> None:
    """Sentences, headings, lists, an index, a title, a byline."""
    assert text == clean(text)


@given(st.text(alphabet="首页新闻公告打印|　 :来源\n。甲乙1(", max_size=60))
def test_a_second_run_over_lines_of_a_page_with_a_body_is_sound(text: str) -> None:
    """Edits are whole lines, sorted and disjoint, whatever the text."""
    page = f"{text}\n{BODY}\n{text}"
    edits = STEP(Document(page))
    check(edits, len(page))
    assert all(not edit.new for edit in edits)
    assert all(edit.start == 0 or page[edit.start - 1] == "\n" for edit in edits)


def test_the_head_of_a_table_stays_whose_rows_are_body_text() -> None:
    """A row as long as a sentence is one of the table nevertheless."""
    text = f"词语\t拼音\t词性\t例句\n恢复\t三声\t动词\t{BODY}\n储水\t三声\t动词\t{BODY}"
    assert text == clean(text)


@given(
    st.lists(st.sampled_from((BODY, "【加入收藏】", "首页 新闻 公告", "一行文字", "")), max_size=8)
)
def test_inside_of_the_body_only_what_goes_anywhere_does(lines: list[str]) -> None:
    """Whatever stands around it."""
    inside = [line for line in lines if line != "【加入收藏】"]
    framed = clean("\n".join((BODY, *lines, BODY)))
    assert "\n".join((BODY, *inside, BODY)) == framed
