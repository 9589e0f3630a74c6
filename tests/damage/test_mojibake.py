"""Wrong decodings and their inversion, on the project's own texts in every pair of encodings."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from cleaner.damage.likelihood import character_score, score
from cleaner.damage.mojibake import find_repairs, latin_bytes, signature

DATA = Path(__file__).parent.parent / "formats" / "data"


SAMPLES = 60


def read(language: str) -> str:
    """Return a text of the project."""
    return (DATA / f"{language}.txt").read_text(encoding="utf-8")


def restore(text: str) -> str:
    """Return the text with its repairs."""
    for repair in reversed(find_repairs(text) if signature().search(text) else []):
        text = text[: repair.start] + repair.new + text[repair.end :]
    return text


PAIRS = [
    ("zh-hans", "utf-8", "gb18030"),
    ("zh-hant", "utf-8", "gb18030"),
    ("zh-hans", "gb18030", "latin-1"),
    ("zh-hant", "gb18030", "latin-1"),
    ("zh-hant", "big5hkscs", "latin-1"),
    ("zh-hans", "gbk", "big5hkscs"),
    ("zh-hant", "big5hkscs", "gb18030"),
    ("ko", "cp949", "latin-1"),
    ("ja", "euc_jp", "latin-1"),
]


@pytest.mark.parametrize(("language", "encoding", "read_as"), PAIRS)
def test_reversible_confusions_are_reversed(language: str, encoding: str, read_as: str) -> None:
    """Of 60 stretches of 20 to 60 characters that lost nothing, 95 % come back exactly."""
    dice = random.Random(1)
    text = read(language)
    wrong = []
    total = 0
    while total < SAMPLES:
        start = dice.randrange(len(text) - 60)
        data = text[start : start + dice.randrange(20, 60)].strip().encode(encoding, "ignore")
        damaged = data.decode(read_as, "replace")
        if "\ufffd" not in damaged:
            total += 1
            if restore(damaged) != data.decode(encoding):
                wrong.append(damaged)
    assert len(wrong) <= 0.05 * total, wrong


@pytest.mark.parametrize("read_as", ["gbk", "gb18030"])
def test_no_lost_byte_is_guessed(read_as: str) -> None:
    """A character whose byte is gone becomes U+FFFD or itself, never another one."""
    text = read("zh-hans").split("\n")[0]
    restored = restore(text.encode().decode(read_as, "replace"))
    assert re.fullmatch(re.escape(restored).replace("\ufffd", "."), text)
    assert restored.count("\ufffd") < 0.3 * len(text)


def test_latin_bytes_knows_both_sets() -> None:
    """Latin-1 and Windows-1252 are read alike."""
    assert b"\xe4\x93\x80\x81" == latin_bytes("ä“€\x81")


def test_honest_text_has_no_signature() -> None:
    """Clean pages of 25 languages are passed over without a closer look, all but a few."""
    seen = [
        path.stem for path in sorted(DATA.glob("*.txt")) if signature().search(path.read_text())
    ]
    assert [] == seen


@pytest.mark.parametrize(
    ("likely", "unlikely"), [("中文", "笢恅"), ("文件", "鏂囦欢"), ("です", "縺ｧ")]
)
def test_likelihood(likely: str, unlikely: str) -> None:
    """Honest characters are far likelier than what a wrong encoding makes of them."""
    mean = [score(text)[0] / score(text)[1] for text in (likely, unlikely)]
    assert mean[0] > mean[1] + 2


def test_traditional_counts_like_simplified() -> None:
    """The table is folded: a character and its traditional form are as likely."""
    assert character_score("国") == character_score("國")


@pytest.mark.parametrize(("language", "encoding", "read_as"), PAIRS)
def test_repaired_text_stays(language: str, encoding: str, read_as: str) -> None:
    """What was repaired, with or without gaps, is not repaired again."""
    damaged = read(language).encode(encoding, "ignore").decode(read_as, "replace")
    once = restore(damaged)
    assert damaged != once
    assert once == restore(once)
