import pytest

from cleaner.core.document import Document
from cleaner.core.edits import Edit, apply
from cleaner.steps.remove_gloss import RemoveGloss

POLLUTED = (
    "社會(huì)發(fā)展需要社會(huì)工作,,各級(jí)部門推動(dòng)服務(wù)發(fā)展,。"
    "社會(huì)組織參與服務(wù),,經(jīng)濟(jì)發(fā)展帶動(dòng)就業(yè)。"
)
CLEAN = "社會發展需要社會工作,,各級部門推動服務發展,。社會組織參與服務,,經濟發展帶動就業。"


def run(text: str) -> str:
    """Return the text with every edit carried out."""
    return apply(text, [f for f in RemoveGloss()(Document(text)) if isinstance(f, Edit)])


def test_table_glosses() -> None:
    """A page that always glosses certain characters gets its text back."""
    assert CLEAN == run(POLLUTED)


@pytest.mark.parametrize(
    ("damaged", "clean"),
    [
        ("社會(huì )與社會(huì )學(xué ),發(fā )展", "社會與社會學,發展"),
        ("長(cháng)江長(cháng)城,發(fā)展,學(xué)習", "長江長城,發展,學習"),
        ("我們(men)他們(men)的會(huì)議,發(fā)展,學(xué)習", "我們他們的會議,發展,學習"),
        ("特(te)(te)色服(fu)(fu)务(wu)(wu)中心", "特色服务中心"),
        ("特(te)(te)色😀服(fu)(fu)😀务(wù)(wu)中心", "特色😀服务中心"),
    ],
)
def test_families(damaged: str, clean: str) -> None:
    """A blank inside, a neutral tone, no tone and doubled, emoji between."""
    assert clean == run(damaged)


def test_converted_to_simplified() -> None:
    """A page that was converted after the damage still shows its table."""
    text = "社会(huì)发(fā)展,社会(huì)工作,服务(wù)发(fā)展,经(jīng)济(jì)"
    assert "社会发展,社会工作,服务发展,经济" == run(text)


def test_full_width_brackets() -> None:
    """Full-width brackets need more of the same: lessons use them."""
    text = POLLUTED.replace("(", "（").replace(")", "）")
    assert CLEAN == run(text)
    assert "社會（huì）發（fā）展社會（huì）" == run("社會（huì）發（fā）展社會（huì）")


HONEST = [
    "安徽省亳(bó)州市在六安(lù ān)以北。",
    "調用函數(fn)之前先設(set)值,見數組(arr)與對象(obj)。",
    "龍(lóng)是一種動物,龍和鳳(fèng)都有,鳳是鳥。",
    "床(chuáng)前(qián)明(míng)月(yuè)光(guāng),疑(yí)是地上霜。",
    "「發」讀音是發(fā),多音字還有長(zhǎng)和長(cháng)、樂(lè)和樂(yuè)。",
    "生字:飛(fēi)、貓(māo)、課(kè)、紅(hóng)。貓飛了,紅課本。",
    "我(wo)爱(ai)你(ni)中(zhong)国(guo)我(wo)爱(ai)你(ni)",
    "王(Wang)、李(Li)、張(Zhang)等人。",
    "他(he)她(she)它(it)們(they)和我(me)",
    "(街道)和(自治縣)與(一)以及(据央广网)",
    "The word 发(fa) and a 展(zhan) once.",
]


@pytest.mark.parametrize("text", HONEST)
def test_honest_readings_stay(text: str) -> None:
    """Place names, code, rare characters, poems, lessons and lists keep their readings."""
    assert text == run(text)


@pytest.mark.parametrize("text", HONEST[:4])
def test_honest_readings_stay_on_a_damaged_page(text: str) -> None:
    """What is not in the page's table stays though the rest goes."""
    assert f"{CLEAN}\n{text}\n{CLEAN}" == run(f"{POLLUTED}\n{text}\n{POLLUTED}")


def test_edits_are_small() -> None:
    """Each reading is one removal; nothing else is touched."""
    findings = RemoveGloss()(Document(POLLUTED))
    assert {""} == {f.new for f in findings if isinstance(f, Edit)}
    assert len(POLLUTED) - len(CLEAN) == sum(f.end - f.start for f in findings)
    assert [] == list(RemoveGloss()(Document(CLEAN)))


def test_readings_on_letters() -> None:
    """The second byte of 署 and `N` are 餘: its reading stands behind the letter, and goes."""
    assert CLEAN + "太空總署NASA" == run(POLLUTED + "太空總署N(yú)ASA")
    assert CLEAN + "太空總署N(lǐ)ASA" == run(POLLUTED + "太空總署N(lǐ)ASA")
    assert "太空總署N(yú)ASA" == run("太空總署N(yú)ASA")
