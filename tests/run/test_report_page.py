"""The report's page holds what the report holds, and foreign text stays text."""

import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser

import pytest

from cleaner.core.chain import Chain
from cleaner.core.document import Document
from cleaner.run.report import Report, report_result
from cleaner.run.report_page import render
from cleaner.run.report_page_plots import draw_histogram, share_bars, size_bars
from cleaner.run.report_page_text import show, show_sample
from cleaner.run.review import damage_by_kind, never_fired, queue
from cleaner.run.sample import Sample
from tests.run.reports import CHAIN, HOSTILE

TEXTS = ["menu one\nbody text,, two", "spam here\n" + "x" * 30, "odd", "casino", "body"]


def report(texts: Sequence[str], chain: Chain = CHAIN) -> Report:
    """The report on documents of one file."""
    results = (chain.run(Document(text, f"id-{n}")) for n, text in enumerate(texts))
    return Report.sum(report_result(r, f"id-{n}").placed("f", n) for n, r in enumerate(results))


class Reader(HTMLParser):
    """What a page is made of."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "input"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag without content."""
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Tags close in the order in which they opened."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note a text."""
        self.text.append(data)

    def values(self, name: str) -> Iterator[str]:
        """The values of an attribute."""
        return (value for _, attributes in self.tags if (value := attributes.get(name)))


def test_the_page_is_well_formed_and_complete() -> None:
    """Every tag is closed, every id is there once, every link leads to one."""
    page = Reader(render(report(TEXTS), CHAIN))
    assert [] == page.open
    ids = list(page.values("id"))
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in page.values("href")} <= set(ids)
    text = " ".join(page.text)
    for expected in (
        "my.menu",
        "A <menu> & more.",
        "Never fires.",
        "id-0",
        "menu one",
        "documents",
    ):
        assert expected in text


def test_nothing_is_asked_for_from_outside() -> None:
    """No address is named, nothing is loaded, and the policy forbids it."""
    page = render(report(TEXTS), CHAIN)
    reader = Reader(page)
    assert set() == {tag for tag, _ in reader.tags} & {"img", "link", "iframe", "object", "base"}
    assert [] == [*reader.values("src"), *reader.values("srcset"), *reader.values("style")]
    assert not re.search(r"https?:|url\(|@import", page)
    policy = next(v for v in reader.values("content") if "default-src" in v)
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_stays_text(hostile: str) -> None:
    """In samples, names of documents and files, the title, and the purposes of rules."""
    text = f"menu {hostile}\n{'body ' * 20}\n-{hostile}"
    result = CHAIN.run(Document(text, hostile))
    found = report_result(result, hostile).placed(hostile, 7)
    page = render(found, CHAIN, title=hostile)
    reader = Reader(page)
    assert 1 == sum(tag == "script" for tag, _ in reader.tags)
    assert [] == [name for _, attributes in reader.tags for name in attributes if name[:2] == "on"]
    assert "img" not in {tag for tag, _ in reader.tags}
    assert not set("\0\x1b\u202e\ufeff") & set(page)
    assert page.encode("utf-8")


def test_the_same_report_makes_the_same_page() -> None:
    """No date, no chance: pages can be compared."""
    assert render(report(TEXTS), CHAIN) == render(report(TEXTS), CHAIN)


def test_an_empty_report_makes_a_page() -> None:
    """One that says so."""
    page = Reader(render(Report(), CHAIN))
    assert "Nothing removed." in page.text
    assert [] == page.open


def test_rules_that_the_chain_does_not_know_are_shown() -> None:
    """A report may be older than the rules."""
    page = render(report(TEXTS), Chain(CHAIN.rules[1:], name="newer"))
    assert "This rule is not in the profile shown here." in page


def test_a_sample_shows_what_went_and_what_came() -> None:
    """And how much is not shown."""
    sample = Sample("k", "", "be", "old", "new", "af", length=10)
    assert (
        '<p class="change" dir="auto"><span>be</span><del>old<span class="more">… 7 more</span>'
        "</del><ins>new</ins><span>af</span></p>"
    ) == show_sample(sample)


@pytest.mark.parametrize("character", "\0\x1b\u200b\u200f\u202e\u2066\ufeff\ud800\ue000\x85\u2028")
def test_what_cannot_be_seen_is_shown_by_its_number(character: str) -> None:
    """So that it does nothing to what stands beside it."""
    assert f'<span class="unseen">{ord(character):04X}</span>' == show(character)


@pytest.mark.parametrize("text", ["文字，〇𠀀", "café ñ", "नमस्ते", "שלום", "😀", " a\u3000b ", "±½"])
def test_honest_text_is_shown_as_it_is(text: str) -> None:
    """Of any script."""
    assert text == show(text)


def test_never_fired_names_rules_that_did_nothing() -> None:
    """One that only warned or rejected did something."""
    assert ["my.idle"] == [facts.id for facts in never_fired(report(TEXTS), CHAIN)]


def test_damage_is_what_was_repaired() -> None:
    """By the step that repaired it; removals are none."""
    kinds = damage_by_kind(report(TEXTS), CHAIN)
    assert ("replace", ("my.mark",), 1, 1) == kinds[0][:4]
    assert not {"drop_line"} & {kind.kind for kind in kinds}


def test_the_queue_gives_each_removal_once_with_its_reasons() -> None:
    """Most reasons first; a rule that hardly ever fires is one."""
    texts = ["body text of a page"] * 60 + [
        "menu " + "m" * 30 + "\n" + "x" * 20,
        "spam\n" + "y" * 60,
    ]
    suspects = queue(report(texts), CHAIN)
    assert ["my.menu", "my.spam"] == [suspect.rule for suspect in suspects]
    assert (
        "34 letters of one document",
        "63% of its document, near the budget of 90%",
        "its rule fired in 1 of 62 documents",
    ) == suspects[0].reasons
    assert 2 == len(suspects[1].reasons)


def test_plots_tell_their_numbers() -> None:
    """Each bar by its title, and all of them as a table."""
    shares = (5, 3, *[0] * 18, 1)
    figure = draw_histogram(share_bars(shares), "Shares", "per cent")
    assert "over 0 to 5%: 3" in figure
    assert "<tr><td>over 95 to 100%</td><td>1</td></tr>" in figure
    assert 2 == figure.count("<rect")
    assert ["0", "1", "2 to 3"] == [bar.label for bar in size_bars([1, 0, 2, *[0] * 22])]
