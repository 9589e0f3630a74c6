from cleaner.core.document import Document
from cleaner.core.edits import Edit, Note, apply
from cleaner.core.screen import Screen
from cleaner.steps.realign_gbk import RealignGbk


def run(text: str, step: RealignGbk) -> str:
    """Return the text with every edit carried out."""
    return apply(text, [f for f in step(Document(text)) if isinstance(f, Edit)])


def test_edits_are_small() -> None:
    """Only the run itself is touched: from the lost byte to where the text is in step again."""
    text = "聯絡當(dāng)?shù)貎?yōu)秀的社工"
    assert [Edit(9, 20, "地優")] == list(RealignGbk()(Document(text)))


def test_option_sure() -> None:
    """A guess that does not lead by enough is left open, and reported either way."""
    text = "他們在上??疾旃ぷ鞯娜嗣"
    assert "?考察" in run(text, RealignGbk(sure=1e9))
    assert "?考察" not in run(text, RealignGbk(sure=1.0))
    assert any(isinstance(f, Note) for f in RealignGbk(sure=1e9)(Document(text)))


def test_gate() -> None:
    """The gate lets all work through and shuts on what has none."""
    screen = Screen([RealignGbk().gate])
    for text in ("當?shù)貎", "可??傮w", "跳啊、跳?。惶"):
        assert {0} == screen.open_gates(Document(text))
    assert not screen.open_gates(Document("為什麼?他問。"))
