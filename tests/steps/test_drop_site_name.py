"""The name of a site goes where the page gives it away; titles stay."""

from __future__ import annotations

from cleaner.core.document import Document
from cleaner.core.edits import apply
from cleaner.steps.drop_site_name import DropSiteName

BODY = (
    "恢复供水后，如发现水质浑浊，请先排放数分钟再使用；"
    "储水备用的市民，请注意加盖，以免落入灰尘，不便之处敬请谅解，谢谢大家。"
)
STEP = DropSiteName(owner=("©",), like=".+(?:论坛|日报)", sign=("^首页 ",))


def clean(text: str) -> str:
    """Return the text without the names."""
    return apply(text, STEP(Document(text)))


def test_a_name_that_the_owner_line_repeats_goes() -> None:
    """In either script, since folded text is compared."""
    assert f"北片區停水通知\n{BODY}\n© 长河之声" == clean(
        f"長河之聲\n北片區停水通知\n{BODY}\n© 长河之声"
    )


def test_a_line_like_a_name_needs_a_sign_of_a_frame() -> None:
    """Without one it may be the title."""
    page = f"长河日报\n首页 新闻\n创刊三十年纪念\n{BODY}"
    assert f"首页 新闻\n创刊三十年纪念\n{BODY}" == clean(page)
    assert f"长河日报\n创刊三十年纪念\n{BODY}" == clean(f"长河日报\n创刊三十年纪念\n{BODY}")


def test_the_only_title_stays() -> None:
    """Nothing below could be one: a fact about the page, the body text."""
    page = f"长河日报\n来源：本站\n{BODY}\n© 长河日报"
    assert page == clean(page)


def test_without_body_text_nothing_goes() -> None:
    """There is no telling what stands above what."""
    page = "长河日报\n北片区停水通知\n© 长河日报"
    assert page == clean(page)
