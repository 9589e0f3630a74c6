"""Shifted runs come back, by hand and by the model of the damage."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance.Indel import normalized_similarity as ratio

from cleaner.core.document import fold
from cleaner.core.edits import Edit, Note, apply, check
from cleaner.damage.gbk import fold_width, gloss_replacements, mark_replacements, pollute
from cleaner.damage.realignment import realign

CLEAN = (
    "近年來，當地政府高度重視社會工作，推動社會服務發展，取得了很好的實施效果。"
    "各級民政部門加強組織領導，完善制度設計，落實資金保障，抓緊培訓督導。"
    "同時，新揚社區的專業力量參與民生服務，發展營造良好環境，當地群眾十分滿意。"
    "總體來看，主要有五個方面的成效。一是提升了服務水平；二是培養了專業人才。"
)
TABLE = {
    "數": "shù", "聯": "lián", "範": "fàn", "發": "fā", "會": "huì", "務": "wù", "實": "shí",
    "優": "yōu", "營": "yíng", "動": "dòng", "當": "dāng", "設": "shè", "領": "lǐng", "導": "dǎo",
}  # fmt: skip


def repair(text: str) -> str:
    """Return the text with every edit carried out."""
    findings = realign(text, fold(text))
    edits = [finding for finding in findings if isinstance(finding, Edit)]
    check(edits, len(text))
    return apply(text, edits)


@pytest.mark.parametrize(
    ("damaged", "restored"),
    [
        ("當(dāng)?shù)貎?yōu)秀的人", "當(dāng)地優秀的人"),
        ("新?lián)P社會", "新揚社會"),
        ("發(fā)展?fàn)I造", "發(fā)展營造"),
        ("廣泛認可??傮w來看,", "廣泛認可。總體來看,"),
        ("安全感?!∶裾d社會工作處\n", "安全感。　民政廳社會工作處\n"),
        ("裁?zhàng)Q(jué)為終局", "裁決為終局"),
        ("各級(jí)?lì)嗣裾撠?zé)本行政區域", "各級(jí)人民政府負責本行政區域"),
        ("想要保持在客?tuì)舳撕头?wù)端上", "想要保持在客戶端和服務端上"),
        ("把天上的雲?nà)境闪似呱孰叀\n他們", "把天上的雲染成了七色彩雲。\n他們"),
        (
            "當(dāng)?shù)貎?yōu)秀的人。其中,淮安、珠??、天水都很熱鬧",
            "當(dāng)地優秀的人。其中,淮安、珠海、天水都很熱鬧",
        ),
        (
            "他說:“這樣很好?!\n大家聽了這話,都很高興。\n" * 2,
            "他說:“這樣很好。”\n大家聽了這話,都很高興。\n" * 2,
        ),
    ],
)
def test_runs_that_were_seen(damaged: str, restored: str) -> None:
    """A reading or a mark hit across a boundary, a pair vanished, a line's last byte was lost."""
    assert restored == repair(damaged)


@pytest.mark.parametrize(
    "text",
    [
        "你說什麼?!我不信。",
        "真的嗎??他問道。",
        "他们说什么?!我不信。怎么可能??",
        "What?! No?, yes?; no?!",
        "url?id=1 a?b)c 當?d)e",
        "這是什麼?、那又是什麼?。",
        "if (x?.y) { return z?;}",
        "他問：「為什麼?!」她答：「不知道??」",
        "發(fā)展,,社會(huì)。",
    ],
)
def test_honest_question_marks(text: str) -> None:
    """A `?` of the author stays, whatever stands behind it."""
    assert text == repair(text)


def test_repeated_damage_does_not_prove_itself() -> None:
    """A name that is damaged alike at many places is no usual word of the page."""
    line = "學生的成績進步了。他們用掉了整個下午?!敝芷淙收f,這對當地的經濟發展有益。\n"
    assert "整個下午。”周其仁說,這" in repair(line * 4)


@pytest.mark.parametrize(
    "text",
    [
        "他說:「這樣很好。你為什麼不來?!」\n大家聽了這話,都很高興。\n",
        "“第一段說的是這裡的事,誰不知道?!\n“第二段說的是那裡的事,誰不知道?!”\n",
        "大家都知道這裡??、那裡??、還有別的地方??。\n",
        "你去嗎?!\n我說:“我不去?!”\n好嗎?、是嗎?。真的?,假的?;\n",
        "太好了!!!真的太好了!!這裡說的是什麼??、什麼!!。\n",
    ],
)
def test_honest_shouts_and_quotations(text: str) -> None:
    """`?!` at the end of a line stays, also twice, where the quotation is closed or asks."""
    assert text * 3 == repair(text * 3)


def test_what_cannot_be_put_back_is_reported() -> None:
    """A reading that fits no bytes is left alone, with a note at its place."""
    text = "社會\n?shù)的發展"
    assert [Note(3, 4, "shifted bytes that cannot be put back")] == realign(text, fold(text))


def test_doubtful_guesses_are_reported() -> None:
    """A character of which a byte was lost is guessed with a note, or left open on demand."""
    text = "他們在上??疾旃ぷ鞯娜嗣"
    findings = realign(text, fold(text), sure=1000.0)
    assert ["?考察工作的"] == [f.new[:6] for f in findings if isinstance(f, Edit)]
    assert ["海" in f.message for f in findings if isinstance(f, Note)] == [True]


def test_the_page_table_stays_complete() -> None:
    """A character that comes back gets the reading that it has everywhere else."""
    clean = "社會發展，社會服務，社會工作，當會議開始。" * 3
    table = {"會": "huì"}
    glossed = pollute(clean, gloss_replacements(table))
    assert glossed.count("會") == glossed.count("會(huì)")
    damaged = pollute(clean, gloss_replacements({"數": "shù", **table}))
    assert fold_width(clean).replace("會", "會(huì)") == repair(damaged)


def pollute_at_random(order: list[str], size: int, seed: int) -> str:
    """Return the clean text after the model with a part of the table, in this order."""
    chance = random.Random(seed)
    replacements = gloss_replacements({c: TABLE[c] for c in order[:size]})
    marks = mark_replacements("？！")
    return pollute(CLEAN, replacements + marks, keep=lambda _old: chance.random() < 0.3)


def strip_readings(text: str) -> str:
    """Return the text without the readings of the table."""
    for character, syllable in TABLE.items():
        text = text.replace(f"{character}({syllable})", character)
    return text


@settings(max_examples=60, deadline=None)
@given(st.permutations(sorted(TABLE)), st.integers(0, len(TABLE)), st.integers(0, 2**32))
def test_random_tables(order: list[str], size: int, seed: int) -> None:
    """Whatever the table and its order, what the model damaged comes back but for rare guesses.

    A pair that vanished leaves no trace, so a shorter reading of the run may be the likelier one.
    """
    restored = strip_readings(repair(pollute_at_random(order, size, seed)))
    clean = fold_width(CLEAN)
    assert "?" not in restored
    assert ratio(clean, restored) > 0.95


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("當地優秀的?!,。(shù)fā €\n貎裾傮∶w"), max_size=40))
def test_any_text(text: str) -> None:
    """Whatever the text: findings fit it, and a second look finds nothing more to change."""
    once = repair(text)
    assert once == repair(once)
