"""Chinese text is converted with OpenCC's accuracy; everything else is left alone."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.core.document import Document
from cleaner.core.edits import Edit, Note, apply, check
from cleaner.core.errors import StepError
from cleaner.core.screen import Screen
from cleaner.steps.convert_script import ConvertScript, Source, Target

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "seeds"
# OpenCC's own cases (Apache-2.0), and which options stand for which of its configurations.
CASES = json.loads((Path(__file__).parent / "data" / "opencc_testcases.json").read_text("utf-8"))
OPTIONS: dict[str, tuple[Source, Target, bool]] = {
    "s2t": ("simplified", "traditional", False),
    "s2tw": ("simplified", "taiwan", False),
    "s2twp": ("simplified", "taiwan", True),
    "s2hk": ("simplified", "hongkong", False),
    "s2hkp": ("simplified", "hongkong", True),
    "t2s": ("traditional", "simplified", False),
    "t2tw": ("traditional", "taiwan", False),
    "t2hk": ("traditional", "hongkong", False),
    "t2jp": ("traditional", "japanese", False),
    "tw2s": ("taiwan", "simplified", False),
    "tw2sp": ("taiwan", "simplified", True),
    "tw2t": ("taiwan", "traditional", False),
    "hk2s": ("hongkong", "simplified", False),
    "hk2sp": ("hongkong", "simplified", True),
    "hk2t": ("hongkong", "traditional", False),
    "jp2t": ("japanese", "traditional", False),
}


def convert(text: str, step: ConvertScript | None = None) -> str:
    """Return the text after one run of the step, whose edits must be valid."""
    findings = (step or ConvertScript())(Document(text))
    edits = [finding for finding in findings if isinstance(finding, Edit)]
    check(edits, len(text))
    return apply(text, edits)


def is_default_engine() -> bool:
    """Say whether `import opencc` is the C++ package, which alone has every configuration."""
    return importlib.util.find_spec("opencc.clib") is not None


@pytest.mark.skipif(not is_default_engine(), reason="the pure Python OpenCC passes fewer of them")
@pytest.mark.parametrize("config", sorted(OPTIONS))
def test_opencc_s_own_cases_pass(config: str) -> None:
    """Every case of every configuration, with the edits applied."""
    source, to, phrases = OPTIONS[config]
    step = ConvertScript(to=to, source=source, phrases=phrases)
    cases = [case for case in CASES["cases"] if config in case["expected"]]
    expected = [case["expected"][config] for case in cases]
    assert expected == [convert(case["input"], step) for case in cases]


@pytest.mark.parametrize(
    ("to", "text", "expected"),
    [
        ("simplified", "當前位置:首頁", "当前位置:首页"),
        ("simplified", "後來在臺灣發展,乾隆年間。", "后来在台湾发展,乾隆年间。"),
        ("traditional", "头发与发展,后面的皇后。", "頭髮與發展,後面的皇后。"),
        ("taiwan", "软件和鼠标都坏了", "軟體和滑鼠都壞了"),
        ("hongkong", "这里的硬盘和软件", "這裏的硬碟和軟件"),
        ("taiwan", "爲什麼在裏面", "為什麼在裡面"),
        ("simplified", "最後\n這裡有很多國家", "最后\n这里有很多国家"),
        ("simplified", "他说“後天”見", "他说“后天”见"),
        ("simplified", "“いいね”這個詞的意思是讚", "“いいね”这个词的意思是赞"),
        ("simplified", "優の良品的產品很好吃", "优の良品的产品很好吃"),
        ("simplified", "乾淨的\x00國家\ud800發展", "干净的\x00国家\ud800发展"),
        ("taiwan", "互联网络\x00软件\udcff鼠标", "網際網路\x00軟體\udcff滑鼠"),
    ],
)
def test_text_is_converted(to: Target, text: str, expected: str) -> None:
    """Phrases count, headings go with their page, and NUL or surrogates lose nothing."""
    assert expected == convert(text, ConvertScript(to=to))


@pytest.mark.parametrize(
    ("to", "text"),
    [
        ("simplified", "著名的乾隆皇帝,瞭望,慰藉,藉口,覆盖,宫商角徵羽。"),
        ("simplified", "毕昇发明了活字印刷,杨联陞是史学家。"),
        ("simplified", "以前は東京に住んでいました。"),
        ("simplified", "東京都議會\n日本の國會は東京にあります。\n國會議事堂\n議員の數が多い。"),
        ("simplified", "대한민국(大韓民國)은 동아시아의 나라이다."),
        ("simplified", "“发(發)”和“國→国”是同一个字的两种写法。"),
        ("simplified", "そうですね\n個人的に、\n國際的な問題です。"),
        ("simplified", "English only, with 1 + 1 = 2."),
        ("simplified", "Languages: English, Deutsch, 日本語, 한국어, 繁體中文"),
        ("simplified", "简体中文 | 繁體中文 | 日本語\n这个国家的人们"),
        ("simplified", "The word for country is 國家, " + "and so on and so forth " * 10),
        ("simplified", ""),
        ("traditional", "萬里長城,幹活,皇后,公里,鄰里。"),
        ("traditional", "心裡有數,這裏也有。"),
        ("traditional", "温度、税率、説明、户口,這些是香港的寫法。"),
        ("taiwan", "為什麼在裡面?臺灣的軟體。"),
        ("hongkong", "爲什麼"[1:] + "香港的軟件在裏面"),
        ("keep", "這个国家"),
    ],
)
def test_what_needs_no_conversion_stays(to: Target, text: str) -> None:
    """The wanted script, words both scripts share, Japanese, Korean, lessons about characters."""
    assert text == convert(text, ConvertScript(to=to))


def test_a_mixed_page_is_judged_line_by_line() -> None:
    """Each line has its own script; the Japanese one stays."""
    text = "這個國家\n这个国家\n日本の國を愛しています\n萬里长城"
    expected = "这个国家\n这个国家\n日本の國を愛しています\n万里长城"
    assert expected == convert(text)
    expected = "這個國家\n這個國家\n日本の國を愛しています\n萬里長城"
    assert expected == convert(text, ConvertScript(to="traditional"))


def test_protected_words_stay() -> None:
    """Their characters keep their form, the neighbours do not."""
    step = ConvertScript(protect=("國語日報", "陶喆發"))
    expected = "我国的國語日報发展了"
    assert expected == convert("我國的國語日報發展了", step)
    taiwan = ConvertScript(to="taiwan", protect=("鼠标",))
    expected = "使用鼠标點選軟體"
    assert expected == convert("使用鼠标点击软件", taiwan)


def test_edits_are_as_small_as_the_change() -> None:
    """Unchanged characters belong to no edit, where lengths are kept."""
    findings = ConvertScript()(Document("發展很快,國家很大"))
    expected = [(0, 1, "发"), (5, 6, "国")]
    assert expected == [(e.start, e.end, e.new) for e in findings if isinstance(e, Edit)]


def test_a_longer_word_is_one_small_edit() -> None:
    """Where a phrase changes its length, the rest of the line is untouched."""
    findings = ConvertScript(to="taiwan")(Document("他们说,互联网很好,天气也好"))
    assert all(edit.end - edit.start <= 3 for edit in findings)
    text = "他们说,互联网很好,天气也好"
    expected = "他們說,網際網路很好,天氣也好"
    assert expected == convert(text, ConvertScript(to="taiwan"))


def test_an_impossible_way_is_named() -> None:
    """There is no conversion from Taiwan's standard to Japanese."""
    with pytest.raises(StepError, match="no way from taiwan to japanese"):
        ConvertScript(to="japanese", source="taiwan")(Document("臺灣"))


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.name[:3])
@pytest.mark.parametrize("to", ["simplified", "traditional", "taiwan", "hongkong"])
def test_a_second_run_over_a_seed_finds_nothing(path: Path, to: Target) -> None:
    """Converted text is in the wanted script."""
    step = ConvertScript(to=to)
    once = convert(path.read_text("utf-8"), step)
    assert not list(step(Document(once)))


ALPHABET = "國国發发後后裏里這这的乾干著は東\n,。 a軟软體体件鼠标\x00\ud800"


@given(st.text(ALPHABET, max_size=40))
def test_a_second_run_to_simplified_finds_nothing(text: str) -> None:
    """The default of the chain is stable on any mixture."""
    assert not list(ConvertScript()(Document(convert(text))))


@given(st.text(ALPHABET, max_size=40), st.sampled_from(["traditional", "taiwan", "hongkong"]))
def test_conversion_keeps_lines_and_foreign_characters(text: str, to: Target) -> None:
    """Lines, NUL and surrogates are what they were."""
    result = convert(text, ConvertScript(to=to))
    kept = "\n\x00\ud800は,。 a"
    assert [c for c in text if c in kept] == [c for c in result if c in kept]


PURE = os.environ.get("CLEANER_PURE_OPENCC", "")
PROGRAM = """
import opencc
assert not hasattr(opencc, "opencc_clib"), opencc.__file__
from cleaner.core.document import Document
from cleaner.core.edits import Edit, apply
from cleaner.steps.convert_script import ConvertScript
def run(text, **options):
    return apply(text, [e for e in ConvertScript(**options)(Document(text)) if isinstance(e, Edit)])
assert run("當前發展的乾隆年間") == "当前发展的乾隆年间"
assert run("头发与发展", to="traditional") == "頭髮與發展"
assert run("软件和鼠标", to="taiwan") == "軟體和滑鼠"
assert run("这里的软件", to="hongkong", phrases=False) == "這裏的軟件"
assert run("國\\x00家\\ud800發") == "国\\x00家\\ud800发"
findings = ConvertScript(to="hongkong")(Document("这里"))
notes = [found.message for found in findings if not isinstance(found, Edit)]
assert "s2hk was used" in notes[0], notes
print("fine")
"""


@pytest.mark.skipif(
    not PURE, reason="CLEANER_PURE_OPENCC names no folder with opencc-python-reimplemented"
)
def test_the_pure_python_engine_serves_as_well() -> None:
    """Where no C++ wheel exists, the package with the same import does the work."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([PURE, str(ROOT)])}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    expected = (0, "fine\n", "")
    assert expected == (done.returncode, done.stdout, done.stderr)


def test_nothing_is_said_when_every_configuration_is_there() -> None:
    """A warning comes only where the installed engine lacks a configuration."""
    findings = ConvertScript(to="traditional")(Document("这里"))
    expected = []
    assert expected == [finding for finding in findings if isinstance(finding, Note)]


SCREEN = Screen([ConvertScript.gate])


@given(st.text(ALPHABET, max_size=40))
def test_the_gate_hides_no_work(text: str) -> None:
    """Where the step finds something, its gate is open."""
    doc = Document(text)
    assert not ConvertScript()(doc) or SCREEN.open_gates(doc)
