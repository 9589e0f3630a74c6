"""The report's page in a real browser: it opens, sorts, filters, obeys the keyboard, stays inside.

Needs an installed Chromium; where there is none these tests say so and are skipped.
"""

import random
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from cleaner.core.document import Document
from cleaner.run.report import Report, report_result
from cleaner.run.report_page import render
from tests.run.browser import Browser, find_browser
from tests.run.reports import CHAIN, HOSTILE

PROGRAM = find_browser()
pytestmark = pytest.mark.skipif(PROGRAM is None, reason="no Chromium is installed")


def page() -> str:
    """A page with hostile samples in every place."""
    draw = random.Random(1)
    reports = []
    for number in range(60):
        hostile = HOSTILE[number % len(HOSTILE)]
        lines = [f"menu {number} {hostile}"] * draw.randint(0, 3) + ["body text,, two"] * 9
        lines += [f"spam {hostile} {number}"] * draw.randint(0, 1)
        result = CHAIN.run(Document("\n".join(lines)))
        reports.append(report_result(result, f"{hostile} {number}").placed(hostile, number))
    return render(Report.sum(reports), CHAIN, title=HOSTILE[0])


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser with the page open."""
    assert PROGRAM
    folder = tmp_path_factory.mktemp("page")
    (folder / "report.html").write_text(page(), "utf-8")
    with Browser(PROGRAM, folder / "profile") as browser:
        browser.look_like(1200, 900, "light")
        browser.open(folder / "report.html")
        yield browser


def ids(browser: Browser) -> list[str]:
    """The rules in the table, from top to bottom, those that are shown."""
    script = """[...document.querySelectorAll('#rule-table tbody tr')]
        .filter((row) => !row.hidden).map((row) => row.cells[0].dataset.value)"""
    return list(browser.run(script))


def numbers(browser: Browser, column: int) -> list[float]:
    """A column of the table."""
    script = f"""[...document.querySelectorAll('#rule-table tbody tr')]
        .map((row) => Number(row.cells[{column}].dataset.value))"""
    return list(browser.run(script))


def test_nothing_is_requested_and_nothing_goes_wrong(browser: Browser) -> None:
    """One file is opened; no message, no exception, no breach of the page's policy."""
    requests = [e for e in browser.events if e["method"] == "Network.requestWillBeSent"]
    assert ["report.html"] == [e["params"]["request"]["url"].split("/")[-1] for e in requests]
    wrong = {"Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled"}
    assert [] == [event for event in browser.events if event["method"] in wrong]


def test_hostile_text_is_text(browser: Browser) -> None:
    """It runs nothing, makes no element, and can be read."""
    assert HOSTILE[0] == browser.run("document.title")
    assert 1 == browser.run("document.scripts.length")
    assert 0 == browser.run("document.images.length")
    text = browser.run("document.body.textContent")
    for hostile in HOSTILE[:3]:
        assert hostile in text
    assert "\u202e" not in text
    assert "202E" in text


def test_scripts_that_were_not_shipped_do_not_run(browser: Browser) -> None:
    """The second wall behind escaping: the policy."""
    browser.run(
        """(() => { const script = document.createElement('script');
        script.textContent = 'window.gone = true'; document.body.append(script);
        script.remove(); })()"""
    )
    assert browser.run("window.gone === undefined") is True


def test_a_heading_sorts_and_sorts_back(browser: Browser) -> None:
    """Numbers from the greatest on, names from the first on; the heading says which."""
    click = "document.querySelectorAll('#rule-table th button')[{}].click()"
    browser.run(click.format(1))
    assert sorted(numbers(browser, 1), reverse=True) == numbers(browser, 1)
    browser.run(click.format(1))
    assert sorted(numbers(browser, 1)) == numbers(browser, 1)
    assert 1 == browser.run("document.querySelectorAll('#rule-table th[aria-sort]').length")
    browser.run(click.format(0))
    assert sorted(ids(browser)) == ids(browser)
    state = "document.querySelector('#rule-table th').getAttribute('aria-sort')"
    assert "ascending" == browser.run(state)


def test_the_keyboard_reaches_and_sorts(browser: Browser) -> None:
    """Tab goes to a heading, Enter presses it, and what has the focus is marked."""
    browser.run("document.querySelector('#search').focus()")
    for _ in range(3):  # the table that scrolls, the first heading, the second
        browser.press("Tab")
    assert "documents" == browser.run("document.activeElement.textContent")
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    assert "solid" == browser.run(outline)
    before = numbers(browser, 1)
    browser.press("Enter")
    after = numbers(browser, 1)
    assert sorted(before, reverse=True) == after
    browser.press("Enter")
    assert after[::-1] == sorted(after) == numbers(browser, 1)


def test_the_filter_shows_rules_that_hold_a_word(browser: Browser) -> None:
    """In their ids and purposes, in any case."""
    type_in = """(() => {{ const box = document.querySelector('#search'); box.value = '{}';
        box.dispatchEvent(new Event('input')); }})()"""
    browser.run(type_in.format("<MENU>"))
    assert ["my.menu"] == ids(browser)
    browser.run(type_in.format(""))
    assert len(ids(browser)) > 1


def test_a_link_to_a_rule_opens_its_samples(browser: Browser) -> None:
    """From the queue and the table."""
    details = "document.getElementById('rule-my.spam').open"
    assert browser.run(details) is False
    browser.run("""document.querySelector('a[href="#rule-my.spam"]').click()""")
    browser.run("new Promise((done) => setTimeout(done, 50))")
    assert browser.run(details) is True


@pytest.mark.parametrize("width", [360, 768, 1200])
def test_nothing_sticks_out_of_the_screen(browser: Browser, width: int) -> None:
    """Wide tables scroll by themselves; the page does not, from a phone on."""
    browser.look_like(width, 800, "light")
    assert browser.run("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(browser: Browser, scheme: str) -> None:
    """At least 4.5 to 1 everywhere, as the guidelines for accessible pages ask (WCAG 2, AA)."""
    browser.look_like(1200, 900, scheme)
    browser.run("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    assert [] == browser.run(CONTRAST)


# What is drawn in too weak a colour: its tag and text, and the contrast.
CONTRAST = """(() => {
  const parse = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = (rgb) => {
    const [r, g, b] = rgb.slice(0, 3).map((v) => v / 255)
      .map((v) => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const colour = parse(getComputedStyle(e).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const weak = [];
  for (const e of document.body.querySelectorAll('*')) {
    const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (!own || !e.checkVisibility() || ['SCRIPT', 'STYLE', 'title'].includes(e.tagName)) continue;
    const style = getComputedStyle(e);
    const a = light(parse(e.ownerSVGElement ? style.fill : style.color)), b = light(ground(e));
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) weak.push([e.tagName, e.textContent.slice(0, 20), ratio]);
  }
  return weak.slice(0, 5);
})()"""


def test_dark_and_light_are_two_looks(browser: Browser, tmp_path: Path) -> None:
    """As the system asks; and both are pictures of something."""
    colours = []
    for scheme in ("light", "dark"):
        browser.look_like(390, 844, scheme)
        colours.append(browser.run("getComputedStyle(document.body).backgroundColor"))
        browser.shoot(tmp_path / f"{scheme}.png", whole=False)
    assert colours[0] != colours[1]
    pictures = [(tmp_path / f"{scheme}.png").read_bytes() for scheme in ("light", "dark")]
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)
    assert zlib.crc32(pictures[0]) != zlib.crc32(pictures[1])
