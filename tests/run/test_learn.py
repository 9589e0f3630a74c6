"""Repeated lines become an ordinary rule file, in bounded memory, the same each time."""

from pathlib import Path

from cleaner.core.chain import Chain
from cleaner.rulebook.examples import check_rule
from cleaner.rulebook.problems import Problem
from cleaner.rulebook.rule_file import RuleEntry, read_rules
from cleaner.run.learn import Learner, Thresholds, write_rules


def page(number: int, text: str, host: str = "a.example") -> dict[str, object]:
    """A record."""
    return {"id": f"p{number}", "url": f"https://{host}/{number}", "text": text}


def learned(pages: list[dict[str, object]], capacity: int = 1000) -> Learner:
    """A learner that has seen these."""
    learner = Learner(capacity=capacity)
    for each in pages:
        learner.add(each)
    return learner


def read(path: Path, text: str) -> list[RuleEntry]:
    """The rules of a file, which is sound."""
    path.write_text(text, "utf-8")
    problems: list[Problem] = []
    entries = read_rules(path, problems)
    assert [] == [str(problem) for problem in problems]
    return entries


def test_repeated_lines_are_proposed_with_counts_and_pages() -> None:
    """With any numbers in them; what every page says anew is not."""
    pages = [
        page(n, f"首页 | 新闻\n正文 {'甲乙丙丁戊己庚辛壬癸'[n]} 在此\n浏览 {n} 次")
        for n in range(10)
    ]
    proposals = learned(pages).proposals()
    assert [
        ("a.example", r"^浏览 +[0-9]+ +次$", "浏览 0 次", 10, 10, ("p0", "p1", "p2")),
        ("a.example", r"^首页 +\| +新闻$", "首页 | 新闻", 10, 10, ("p0", "p1", "p2")),
    ] == proposals


def test_a_line_counts_once_a_page() -> None:
    """A refrain is no chrome; nor are dates and numbers, which have no word."""
    pages = [page(1, "副歌唱起来\n" * 50)] + [page(n, "2026-01-01\n12:30\n* * *") for n in range(9)]
    assert [] == learned(pages).proposals()


def test_a_line_of_several_hosts_is_proposed_once() -> None:
    """A line of one host stays with that host."""
    pages = [page(n, "分享到微信", f"h{n % 3}.example") for n in range(30)]
    pages += [page(n, "只在这里的栏目", "h0.example") for n in range(20)]
    proposals = learned(pages).proposals()
    assert [("", "分享到微信", 30), ("h0.example", "只在这里的栏目", 20)] == [
        (each.host, each.line, each.pages) for each in proposals
    ]


def test_the_share_of_the_pages_counts() -> None:
    """What a large site says now and then is its content."""
    pages = [page(n, "常见的行" if n % 20 else "少见的行") for n in range(100)]
    assert ["常见的行"] == [each.line for each in learned(pages).proposals()]
    low = Thresholds(share=0.01)
    assert {"常见的行", "少见的行"} == {each.line for each in learned(pages).proposals(low)}


def test_the_result_is_an_ordinary_rule_file(tmp_path: Path) -> None:
    """Its examples hold, it drops the lines in both scripts, and nothing else."""
    odd = "It's [50%] (off) $1.99 * ^_^ {now} \\o/ a|b? c+d"
    pages = [page(n, f"关于我们: 联系\n{odd}\n# 'quoted' \"text\"\n第 {n} 页") for n in range(6)]
    [entry] = read(tmp_path / "site.yaml", write_rules(learned(pages).proposals()))
    assert "site.a.example" == entry.id
    assert [] == check_rule(entry)
    rule = entry.build([])
    assert rule is not None
    chain = Chain((rule,))
    text = f"關於我們： 聯繫\n關於我們，聯繫我吧\n{odd}\n第 99 页\n第二页\n"
    assert "關於我們，聯繫我吧\n第二页\n" == chain.run(text).text


def test_no_repeated_line_gives_an_empty_file(tmp_path: Path) -> None:
    """Which is a rule file, too."""
    assert [] == read(tmp_path / "site.yaml", write_rules([]))


def test_ids_that_would_break_the_comment_do_not(tmp_path: Path) -> None:
    """They come from anywhere."""
    pages = [{**page(n, "重复的行"), "id": "x\n  - evil: '"} for n in range(6)]
    [entry] = read(tmp_path / "site.yaml", write_rules(learned(pages).proposals()))
    assert [] == check_rule(entry)


def test_memory_is_bounded_and_frequent_lines_survive() -> None:
    """Counts may be too low, never too high; two runs agree."""
    pages = [
        page(n, f"每一页都有的行\n{chr(0x4E00 + n)}{chr(0x5E00 + n)}只有一次") for n in range(500)
    ]
    learner = learned(pages, capacity=50)
    assert len(learner.lines.seen) <= 50
    assert ["每一页都有的行"] == [each.line for each in learner.proposals()]
    assert 400 < learner.proposals()[0].pages <= 500
    assert learner.proposals() == learned(pages, capacity=50).proposals()
