"""The scorer and the labelled set themselves."""

from collections import Counter

import pytest

from cleaner.core.edits import Edit
from cleaner.core.trace import Pass
from tests.quality.pages import Page, load_pages, load_texts
from tests.quality.score import RuleScore, comparable, score_page, score_pages, score_rules

PAGE = Page(
    "test/page",
    before="首页 > 新闻 > 雨停了\n雨停了\n雨(yǔ)停了,,天晴了\n版权所有",
    after="雨停了\n雨停了,天晴了",
)


def test_perfect_cleaner_has_perfect_numbers() -> None:
    """The wanted text scores full marks, whatever its blanks, width and script."""
    score = score_page(PAGE, lambda _: "雨停了\n\n雨停了，天 晴了\n")
    assert (True, 1.0) == (score.exact, score.f1)
    assert (0, 0) == (score.lost, score.left)
    assert score.to_repair == score.repaired


def test_idle_cleaner_repairs_nothing_and_loses_nothing() -> None:
    """The untouched page keeps all that had to go."""
    score = score_page(PAGE, lambda text: text)
    assert (0, 0, False) == (score.lost, score.repaired, score.exact)


def test_cleaner_that_empties_pages_loses_all() -> None:
    """Removing everything is no success: all is repaired and all is lost."""
    score = score_page(PAGE, lambda _: "")
    assert (score.to_keep, score.to_remove) == (score.lost, score.repaired)
    assert score.f1 == 0


def test_restored_characters_count() -> None:
    """A character that is lacking in the page counts when it comes back, and only then."""
    page = Page("test/hole", before="可?傮w來看", after="可。總體來看")
    assert 3 == score_page(page, lambda text: text).to_restore
    assert 3 == score_page(page, lambda _: page.after).restored
    assert 0 == score_page(page, lambda _: "可來看").restored


def test_invented_text_is_not_repair() -> None:
    """Text that was never in the page lowers what counts as repaired."""
    page = Page("test/more", before="好。广告", after="好。")
    assert 0 == score_page(page, lambda _: "好。甲乙").repaired


def test_rules_are_blamed_for_what_they_removed() -> None:
    """The breadcrumb is right to go although it ends with the title; the title is not.

    A rule that changes width or script removes nothing, and a later rule's offsets are those of the
    text as it found it.
    """
    trail = PAGE.before.index("\n") + 1
    passes = [
        Pass("script", (Edit(0, 2, "首頁", "script"),)),
        Pass("breadcrumb", (Edit(0, trail, "", "breadcrumb"),)),
        Pass("greedy", (Edit(0, 4, "", "greedy"),)),
        Pass("gloss", (Edit(1, 5, "", "gloss"),)),
    ]
    scores = score_rules([PAGE], lambda _: passes)
    assert {"breadcrumb", "greedy", "gloss"} == set(scores)
    assert RuleScore(right=9, wrong=0, pages=1) == scores["breadcrumb"]
    assert RuleScore(right=0, wrong=3, pages=1) == scores["greedy"]
    assert RuleScore(right=4, wrong=0, pages=1) == scores["gloss"]


def test_set_is_large_and_varied() -> None:
    """At least 120 pages, 80 clean texts and 80 tempting ones, none of them twice."""
    pages = load_pages()
    assert len(pages) >= 120
    for kind in ("clean", "tempting"):
        assert len(load_texts(kind)) >= 80
    everything = [page.before for page in pages]
    everything += [text for kind in ("clean", "tempting") for text in load_texts(kind).values()]
    assert [] == [text for text, times in Counter(everything).items() if times > 1]


@pytest.mark.parametrize("page", load_pages(), ids=lambda page: page.name)
def test_page_has_a_body(page: Page) -> None:
    """What should come out is not empty, and not longer than what went in by more than a repair."""
    assert len(comparable(page.after)) >= 40
    assert len(comparable(page.after)) <= 1.02 * len(comparable(page.before))


def test_wanted_text_is_a_fixed_point_of_scoring() -> None:
    """The editor's own texts score full marks on the whole set."""
    pages = load_pages()
    wanted = {page.before: page.after for page in pages}
    total = score_pages(pages, wanted.__getitem__)
    assert (1.0, 0.0, 1.0, 1.0) == (total.repaired, total.lost, total.f1, total.exact)
