from cleaner.damage.scores import PageScores


def test_words_are_likelier_than_accidents() -> None:
    """What stands in words follows rather than what does not."""
    scores = PageScores("")
    assert scores.follow("发", "展") > scores.follow("发", "裾")
    assert scores.follow("社", "会") > scores.follow("社", "绘")


def test_the_page_speaks() -> None:
    """A pair that the page repeats becomes likely; a pair does not speak for itself."""
    page = PageScores("裾鶎 裾鶎 裾鶎")
    assert page.follow("裾", "鶎") >= PageScores("").follow("裾", "鶎")
    once = PageScores("发裾")
    assert once.stand("发", "裾") < once.follow("发", "裾")


def test_followers() -> None:
    """Words and the page say what can follow."""
    assert {"展", "裾"} <= PageScores("发裾").followers("发")
