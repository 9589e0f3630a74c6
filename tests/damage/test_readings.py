import pytest

from cleaner.damage.readings import characters_read, has_tone, is_reading, plain, spell


@pytest.mark.parametrize(
    ("character", "syllable", "valid"),
    [
        ("發", "fā", True),
        ("發", "fa", True),
        ("發", "fá", False),
        ("長", "zhǎng", True),
        ("長", "cháng", True),
        ("們", "men", True),
        ("綠", "lü", True),
        ("綠", "lv", True),
        ("數", "fn", False),
        ("A", "a", False),
    ],
)
def test_is_reading(character: str, syllable: str, valid: bool) -> None:
    """Any reading counts, whatever the sense; without a tone any tone does."""
    assert valid == is_reading(character, syllable)


def test_spell() -> None:
    """Blanks, letters of the phonetic alphabet, breves and decomposed tones are put right."""
    assert ["huì", "cháng", "gǎn", "fā"] == [spell(s) for s in ("huì ", "chɑ́ng", "ɡăn", "fa\u0304")]


def test_tones() -> None:
    """The tone goes, the dots of ü stay."""
    assert ("lü", "fa") == (plain("lǜ"), plain("fā"))
    assert (True, False) == (has_tone("lǜ"), has_tone("lü"))


def test_characters_read() -> None:
    """All characters of a syllable are known; an unknown syllable has none."""
    assert "發" in characters_read("fā")
    assert "" == characters_read("xyz")
