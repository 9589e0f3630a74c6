"""HTML pages through the command and the library."""

from pathlib import Path

import cleaner
from tests.cli.test_filter import cleaner as command
from tests.cli.test_filter import said

PAGE = """<html><head><meta charset="utf-8"><title>社區食堂開張</title></head><body>
<div class="nav"><a href="/">首頁</a> <a href="/n">新聞</a> <a href="/c">聯絡我們</a></div>
<h1>社區食堂開張</h1>
<p>今天上午，社區食堂正式開張，老人們排起長隊，第一天就賣出了三百份午餐。食堂由街道辦事處和志願者共同管理。</p>
<h2>居民的看法</h2>
<p>居民們說：“飯菜便宜，味道也好。”負責人表示，以後每週換一次菜單，歡迎大家提意見。</p>
<p style="display:none">澳門賭場網上投注</p>
<div class="footer">版權所有 <a href="/about">關於本站</a> 京ICP備12345678號</div></body></html>
"""


def test_the_article_of_a_page_comes_out() -> None:
    """The body, without navigation, hidden text and footer."""
    run = command("--html", stdin=PAGE.encode())
    text = run.stdout.decode()
    assert (0, "") == (run.returncode, said(run))
    assert text == cleaner.clean_html(PAGE)
    for kept in ("今天上午", "欢迎大家提意见。"):
        assert kept in text
    for gone in ("首页", "赌场", "版权所有"):
        assert gone not in text


def test_markdown_keeps_the_heading(tmp_path: Path) -> None:
    """`--format markdown` writes structure."""
    page = tmp_path / "page.html"
    page.write_text(PAGE, encoding="utf-8")
    run = command("clean", page, "--html", "--format", "markdown", "--script", "keep")
    assert "## 居民的看法\n" in run.stdout.decode()
