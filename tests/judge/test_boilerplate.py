"""The judge of the lines that rules left."""

from __future__ import annotations

from cleaner.judge.boilerplate import (
    FEATURES,
    HEAD,
    INSIDE,
    TAIL,
    Model,
    Row,
    Rows,
    load_model,
    read_model,
    script_of,
)
from cleaner.judge.boilerplate_line import LONGEST, read_traits

BODY = Row(
    "The bridge was built in 1932 of stone from the quarry, and it has three arches.", False, True
)
MENU = Row("Home", True, False)


def _row(text: str) -> Row:
    return Row(text, False, False)


def _rows(*rows: Row) -> Rows:
    return Rows(rows, load_model())


def test_a_page_without_body_text_has_no_candidates() -> None:
    """Verse and lists: nothing tells there what is frame, so nobody is asked."""
    assert [] == _rows(MENU, _row("a"), _row("b")).candidates


def test_candidates_are_short_lines_that_are_left() -> None:
    """What went, body text and very long lines are not judged."""
    long = _row("x" * (LONGEST + 1))
    assert [1, 3] == _rows(MENU, _row("a"), BODY, _row("b"), long).candidates


def test_places_are_above_in_and_below_the_body() -> None:
    """The body reaches from its first line of body text to its last one."""
    rows = _rows(_row("a"), BODY, _row("b"), BODY, _row("c"))
    assert [HEAD, INSIDE, INSIDE, INSIDE, TAIL] == [rows.place(number) for number in range(5)]


def test_a_teaser_far_below_is_not_part_of_the_body() -> None:
    """Many lines of frame part a sentence of a teaser from the text above them."""
    rows = _rows(BODY, BODY, *[MENU] * 3, BODY)
    assert (0, 2) == (rows.start, rows.end)


def test_posts_of_a_thread_are_one_body() -> None:
    """One line of frame between posts does not end the body."""
    rows = _rows(BODY, MENU, BODY, MENU, BODY)
    assert (0, 5) == (rows.start, rows.end)


def test_what_stands_beside_gone_lines_is_known() -> None:
    """A run of lines that begins or ends at one that went stands beside it."""
    rows = _rows(BODY, _row("a"), _row("b"), MENU, BODY, _row("c"), _row("d"))
    beside = [rows.is_beside_gone(number) for number in rows.candidates]
    assert [True, True, False, False] == beside


def test_features_have_names() -> None:
    """There is one value for each name, in one order."""
    rows = _rows(MENU, _row("Title"), BODY, _row("12 comments"))
    values = dict(zip(FEATURES, rows.features(3), strict=True))
    assert TAIL == values["place"]
    assert 1 == values["distance"]
    assert 3 == values["gone before"]
    assert 2 == values["words"]


def test_digits_are_all_the_same() -> None:
    """A counter is a counter, whatever it counts."""
    assert read_traits("12 comments").grams == read_traits("97 comments").grams


def test_both_scripts_and_widths_are_one() -> None:
    """Traditional characters and full-width letters are weighed like their plain forms."""
    assert read_traits("相關閱讀：ＡＢ").grams == read_traits("相关阅读:ab").grams


def test_words_of_the_title_are_looked_for_in_the_body() -> None:
    """A title shares words with the text below it."""
    assert ["bridge", "arches"] == read_traits("The bridge with arches").sought
    assert ["石桥"] == read_traits("石桥!").sought


def test_words_weigh_and_shapes_weigh() -> None:
    """The weight of a line is made of its grams and its shape, and is bounded."""
    heavy = Model({"=home": 100_000}, [], {})
    assert 6.0 == heavy.weight(read_traits("Home"))
    assert 0.0 == heavy.weight(read_traits("House"))


def test_trees_are_walked_to_a_leaf() -> None:
    """A value up to the limit goes left; leaves add up to log-odds."""
    model = read_model(
        '{"grams": {}, "trees": [[0, 1.5, -1.0, [1, 0, 2.0, 3.0]], 1.0], "limits": {}}'
    )
    assert 0.5 == model.chance([1.5, 9])
    assert model.chance([2, 0]) < model.chance([2, 1])


def test_the_model_of_the_package_fits_the_features() -> None:
    """No tree asks for a feature that is not there, and each place has a limit."""
    model = load_model()
    numbers = set()
    trees = list(model.trees)
    while trees:
        tree = trees.pop()
        if isinstance(tree, tuple):
            numbers.add(tree[0])
            trees += tree[2:]
    assert numbers <= set(range(len(FEATURES)))
    assert {"han": 3, "other": 3} == {name: len(limits) for name, limits in model.limits.items()}


def test_lines_of_interfaces_weigh_more_than_sentences() -> None:
    """What the first stage learned: menus and prompts are frame, sentences are not."""
    model = load_model()
    for frame, text in (
        ("Leave a comment", "The wind came up at night."),
        ("相关推荐", "夜里起风了。"),
        ("分享到：", "他没有回答。"),
    ):
        assert model.weight(read_traits(frame)) > 0 > model.weight(read_traits(text))


def test_script_of_a_page() -> None:
    """A page whose text is Chinese for a good part has limits of its own."""
    assert "han" == script_of("石桥修好了 (bridge)")
    assert "other" == script_of("stone bridge")
