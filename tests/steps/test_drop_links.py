"""Rows and columns of links go; titles, sentences and headings stay."""

import pytest
import re2
from hypothesis import given
from hypothesis import strategies as st

from cleaner.core.chain import Chain
from cleaner.core.document import Document
from cleaner.core.pattern import Regex
from cleaner.core.place import Place
from cleaner.core.rule import Rule
from cleaner.steps.drop_links import DropLinks

LINKS = tuple(map(Regex, ("home", "about us", "log ?in", "site ?map", "faqs?", "关于我们")))
WEAK = tuple(map(Regex, ("news", "shop", "events")))
STEP = DropLinks(LINKS, WEAK)
BODY = "The lamps of the street were lit by one man, who carried a ladder and a pole with a hook.\n"


def run(text: str, step: DropLinks = STEP) -> str:
    """What the step makes of a text."""
    return Chain((Rule("r", step),)).run(text).text


@pytest.mark.parametrize(
    "row",
    [
        "Home | News | About us",
        "Home  Shop  Log in",
        "HOME · NEWS · LOGIN",
        "Home / Events / Sitemap",
        "[Home] [FAQ] [News]",
        "Home News Sitemap",
        "Home (1) | FAQs » | News",
        "首页 | Home | 關於我們 | Log in",
    ],
)
def test_rows_go(row: str) -> None:
    """Whatever stands between their labels."""
    assert run(f"{row}\n{BODY}") == BODY


@pytest.mark.parametrize(
    "line",
    [
        "He was at home, and the news was about us.",
        "Home | a book of poems by the lamplighter of our street | Log in",
        "Home",
        "Home news",
        "News | Shop | Events",
        "Home | one | two | three | Log in",
        "Go home. Log in.",
    ],
)
def test_other_lines_stay(line: str) -> None:
    """Sentences, titles, single labels, rows in which too few labels are known."""
    assert run(line) == line


def test_columns_go() -> None:
    """A run of lines with one label each, blank lines and short unknown labels among them."""
    assert run(f"Home\n\nNews\nGarden tips\nLog in\n{BODY}") == f"\n{BODY}"


@pytest.mark.parametrize(
    "column",
    [
        "Home\nNews\n",
        "Home\nThe last lamplighter of Grange Street\nLog in\n",
        "Home\nOne\nTwo\nThree\nLog in\nNews\n",
    ],
)
def test_other_columns_stay(column: str) -> None:
    """Short ones, and ones that a title or too many unknown lines part."""
    assert run(column) == column


def test_a_title_between_two_menus_stays() -> None:
    """However the menus around it are told."""
    text = "Home\nNews\nAbout us\nHow the last lamp was put out\nShop\nLog in\nSitemap\n"
    assert run(text) == "How the last lamp was put out\n"


def test_options_hold() -> None:
    """Each option changes what goes."""
    row, column = f"Home | News\n{BODY}", f"Home\nNews\nLog in\n{BODY}"
    assert run(row) == row
    assert run(row, DropLinks(LINKS, WEAK, least=1)) == BODY
    assert run(row, DropLinks(LINKS, least=1, share=0.8)) == row
    assert run(row, DropLinks(LINKS, WEAK, least=1, rows=False)) == row
    assert run(column, DropLinks(LINKS, WEAK, columns=0)) == column
    assert run(column, DropLinks(LINKS, WEAK, columns=4)) == column
    assert run(column, DropLinks(LINKS, WEAK, within=Place("tail"))) == column


SHAPE = DropLinks(LINKS, many=3, like=Regex("[a-z ]+"), columns=0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Merch | Crew | Tour\n{BODY}", BODY),
        (f"Merch  Crew  Tour  Home page\n{BODY}", BODY),
        (f"Merch  Crew  Tour\n{BODY}", f"Merch  Crew  Tour\n{BODY}"),
        (f"Merch | Crew\n{BODY}", f"Merch | Crew\n{BODY}"),
        (f"Merch | Crew | 12\n{BODY}", f"Merch | Crew | 12\n{BODY}"),
        (f"{BODY}a | b | c\nd | e | f\n", f"{BODY}a | b | c\nd | e | f\n"),
        ("Merch | Crew | Tour\n", "Merch | Crew | Tour\n"),
    ],
)
def test_rows_go_for_their_shape(text: str, expected: str) -> None:
    """With enough labels that look like links, beside body text, and not in a table."""
    assert run(text, SHAPE) == expected


@given(st.lists(st.sampled_from(["Home", "News", "|", "  ", "\n", "a lamp", "Log in", "."])))
def test_second_run_finds_nothing_in_rows(parts: list[str]) -> None:
    """A row that stays once stays always: it is judged by itself."""
    step = DropLinks(LINKS, WEAK, columns=0)
    once = run("".join(parts), step)
    assert run(once, step) == once


@given(
    st.lists(
        st.sampled_from(
            ["home", "News (3)", "log in", "word", "|", "  ", " ", "\n", "»", "…", "*", BODY]
        ),
        max_size=12,
    )
)
def test_the_gate_hides_no_work(parts: list[str]) -> None:
    """Where the step removes anything, its gate is open."""
    doc = Document("".join(parts))
    assert not STEP(doc) or re2.search(f"(?m){STEP.gate}", doc.folded)
