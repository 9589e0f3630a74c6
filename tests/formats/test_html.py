"""HTML pages: what `read` and `extract` promise."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cleaner.formats.html import Options, extract, read

PAGES = Path(__file__).parent / "data" / "html"
SENTENCE = "The quick brown fox jumps over the lazy dog, and then it goes home to sleep. "


def load(name: str) -> bytes:
    """A page of the tests' own."""
    return (PAGES / name).read_bytes()


def test_import_is_light() -> None:
    """Neither the package nor this format loads a parser or numpy before a page is read."""
    code = (
        "import sys, cleaner, cleaner.formats.html as _;"
        "print([n for n in ('lxml', 'numpy', 'bs4', 'trafilatura') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "[]" == done.stdout.strip()


def test_chinese_article() -> None:
    """The article stays, from the first paragraph to the last; menus and footers go."""
    text = read(load("article_zh.html")).text
    for kept in (
        "平湖县图书馆新馆正式对外开放",
        "以后周末就有好去处了",
        "全年免费开放",
        "看到书。",
    ):
        assert kept in text
    for dropped in ("首页", "相关阅读", "南湖公园春季花展", "版权所有", "QQ空间"):
        assert dropped not in text


def test_chinese_facts() -> None:
    """What the page says of itself is in `meta`; the date comes from its byline."""
    meta = read(load("article_zh.html")).meta
    assert "县图书馆新馆今日开放" == meta["title"]
    assert "王小明" == meta["author"]
    assert "2023-04-03" == meta["date"]
    assert "https://news.example.cn/2023/0403/1234.html" == meta["url"]
    assert "zh" == meta["lang"]
    assert "utf-8" == meta["encoding"]
    assert meta["description"].startswith("平湖县图书馆新馆今日")


def test_english_facts() -> None:
    """JSON-LD and Open Graph are read."""
    meta = read(load("article_en.html")).meta
    assert "How a village bakery keeps its oven warm" == meta["title"]
    assert ("Ann Miller", "2021-11-05") == (meta["author"], meta["date"])
    assert ("The Valley Paper", "en") == (meta["site"], meta["lang"])


def test_markdown_keeps_structure() -> None:
    """Headings, lists, quotations, tables and code are what they were."""
    text = read(load("article_en.html"), format="markdown").text
    assert "\n\n## What goes in\n\n" in text
    assert "\n- Flour from the mill" in text
    assert "\n> We count the loaves" in text
    assert "| Bread | Price |\n| --- | --- |\n| Rye | 3.20 |" in text
    assert "```\nflour  1000 g\nwater   650 g\n  salt    20 g\n```" in text
    assert "Most popular" not in text
    assert "Privacy policy" not in text


def test_plain_text_has_lines() -> None:
    """Without Markdown a row of a table is a line with tabs; code keeps its lines."""
    lines = read(load("article_en.html")).text.split("\n")
    assert "Bread\tPrice" in lines
    assert "  salt    20 g" in lines
    assert "What goes in" in lines


def test_tables_may_go() -> None:
    """Only the table is left out."""
    text = read(load("article_en.html"), tables=False).text
    assert "Bread\tPrice" not in text
    assert "The prices have hardly moved" in text


def test_links_keep_their_address() -> None:
    """Addresses are absolute where the page's own is known; off by default."""
    page = load("article_en.html")
    url = "https://paper.example/2021/oven"
    marked = read(page, url=url, format="markdown", links=True).text
    assert "adds [two logs of beech](https://paper.example/wood.html)." in marked
    assert "adds two logs of beech." in read(page, url=url, format="markdown").text


def test_hijacked_page() -> None:
    """Injected text goes: off-screen, sizeless, hidden, in a marquee, in title and description."""
    found = extract(load("hijacked.html"))
    for spam in ("博彩", "赌场", "彩票", "彩金", "玩家"):
        assert spam not in found.text
        assert all(spam not in value for value in found.meta.values())
    assert "关于做好春季森林防火工作的通知" == found.meta["title"]
    for kept in ("各乡镇人民政府", "一、落实责任", "二、严管火源", "三、加强值守"):
        assert kept in found.text
    assert () == found.warnings
    assert any("title" in note for note in found.notes)
    assert any("hidden" in note for note in found.notes)


def test_revealed_page() -> None:
    """A page that hides its article until a script runs keeps it, and says so."""
    found = extract(load("revealed.html"))
    assert "The keeper of the museum" in found.text
    assert ("the page's own style hides its article: it was kept",) == found.warnings
    titled = read(load("revealed.html"), title=True).text
    assert titled == f"The lighthouse at the northern point\n{found.text}"


def test_headline_may_stay() -> None:
    """The heading that the title knows, above the article, and nothing else more."""
    page, headline = load("article_zh.html"), "县图书馆新馆今日开放"
    without = read(page).text
    assert headline not in without
    assert f"{headline}\n{without}" == read(page, title=True).text
    assert read(page, title=True, format="markdown").text.startswith(f"# {headline}\n\n")


def test_headline_is_not_taken_from_a_hijacker() -> None:
    """A title that no heading of the page knows is no headline; a hidden heading is none."""
    story = "".join(f"<p>{SENTENCE}{SENTENCE}</p>" for _ in range(5))
    for heading in ("<h1>The fox goes home</h1>", "<h1 style='display:none'>Casino bonus</h1>"):
        page = f"<title>Casino bonus</title>{heading}{story}"
        assert read(page).text == read(page, title=True).text


def test_posts() -> None:
    """Of a thread the first post or all of them."""
    page = load("thread.html")
    first = read(page, posts="first").text
    assert "jack plane" in first
    assert "coarse stone" not in first
    everything = read(page, posts="all").text
    assert all(part in everything for part in ("jack plane", "coarse stone", "whole evening"))


def test_every_block_has_its_reason() -> None:
    """Kept or dropped, a block says why; the features that weighed most can be asked for."""
    found = extract(load("article_zh.html"))
    blocks = {block.text: block for block in found.blocks}
    assert not blocks["首页"].kept
    assert "judge: chrome" == blocks["首页"].reason
    assert 1.0 == blocks["首页"].links
    number = found.blocks.index(blocks["首页"])
    assert 3 == len(found.explain(number, most=3))
    kept = [block.text for block in found.blocks if block.kept]
    assert "\n".join(kept) == found.text


def test_confidence_is_told() -> None:
    """A clear page is surer than a page of scraps."""
    clear = extract(load("article_zh.html"))
    scraps = extract(
        "<ul>" + "".join(f"<li><a href=x>item {n}</a></li>" for n in range(40)) + "</ul>"
    )
    assert 0 <= scraps.confidence < clear.confidence <= 1


@pytest.mark.parametrize("extractor", ["trafilatura", "vote"])
def test_other_extractors(extractor: str) -> None:
    """Trafilatura may choose, alone or with the judge."""
    options = Options(extractor="trafilatura" if extractor == "trafilatura" else "vote")
    found = extract(load("article_zh.html"), options=options)
    assert extractor == found.extractor
    assert "平湖县图书馆新馆正式对外开放" in found.text
    assert "版权所有" not in found.text


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-16"])
def test_charset_is_found(encoding: str) -> None:
    """The bytes decide where the declaration is wrong or missing."""
    page = load("article_zh.html").decode().replace('<meta charset="utf-8">', "")
    assert "市民凭身份证就可以办理借书证" in read(page.encode(encoding)).text


def test_wrong_declaration() -> None:
    """A page that says it is UTF-8 and is GBK is read as GBK."""
    page = load("article_zh.html").decode().encode("gb18030")
    document = read(page)
    assert "gb18030" == document.meta["encoding"]
    assert "市民凭身份证就可以办理借书证" in document.text


HOSTILE: dict[str, tuple[bytes | str, str]] = {
    "empty": ("", ""),
    "blank": (" \n\t", ""),
    "only tags": ("<html><body></body></html>", ""),
    "only scripts": ("<script>var a = 'text';</script>", ""),
    "frames": ("<frameset><frame src=a></frameset>", ""),
    "open comment": ("<!-- " + SENTENCE, ""),
    "binary": (bytes(range(256)) * 8, ""),
    "plain text": (SENTENCE, SENTENCE),
    "deep": ("<div>" * 100_000 + SENTENCE, SENTENCE),
    "deep and open": ("<table><tr><td>" * 5_000 + SENTENCE, SENTENCE),
    "many attributes": (f"<p {' '.join(f'a{n}=1' for n in range(50_000))}>{SENTENCE}", SENTENCE),
    "long name": (f"<p class='{'x y ' * 100_000}'>{SENTENCE}", SENTENCE),
    "noscript": (f"<div></div><noscript><p>{SENTENCE}</noscript>", SENTENCE),
    "noframes": (f"<frameset><frame src=a><noframes><p>{SENTENCE}</noframes></frameset>", SENTENCE),
    "surrogate": (f"<p>\ud800 {SENTENCE}", SENTENCE),
    "nul": (f"<p>\0{SENTENCE}", SENTENCE),
    "broken tags": (f"<<<div><p <b>{SENTENCE}</i></td></html>", SENTENCE),
    "no word": ("<p>... --- ...</p>", ""),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages(name: str) -> None:
    """Whatever comes, nothing is raised; text is found where there is some, else a warning is."""
    page, text = HOSTILE[name]
    document = read(page)
    assert text.strip() in document.text
    assert document.text.strip() or document.meta["html_warnings"]


def test_long_pages_are_judged_in_parts() -> None:
    """A page of more blocks than one part holds keeps its text, and says that it is long."""
    found = extract(f"<div><div>{f'<p>{SENTENCE}</p>' * 20_500}</div></div>")
    assert 20_500 == len(found.blocks)
    assert found.text.count("lazy dog") > 20_000
    assert ("a long page, judged in 2 parts",) == found.notes
    assert "p" == found.blocks[20_400].tag


def test_json_is_the_last_resort() -> None:
    """A page that scripts write still has its article where search engines look for it."""
    story = '{"@type": "Article", "articleBody": "' + SENTENCE * 5 + '"}'
    found = extract(f'<div id=app></div><script type="application/ld+json">{story}</script>')
    assert SENTENCE.strip() in found.text
    assert any("JSON-LD" in warning for warning in found.warnings)
