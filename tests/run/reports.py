"""What hypothesis draws for the tests of reports and comparisons: chains and documents."""

from hypothesis import strategies as st

from cleaner.core.chain import Budget, Chain
from cleaner.core.document import Document
from cleaner.core.edits import Edit, Note
from cleaner.core.rule import Rule
from cleaner.core.step import Reject
from cleaner.steps.drop_line import DropLine
from cleaner.steps.replace import Replace

__all__ = ["CHAIN", "HOSTILE", "OTHER", "TEXTS"]

HOSTILE = (
    "<script>document.title='gone'</script>",
    "</script></style><img src=x onerror=\"document.title='gone'\">",
    "&amp; &lt;b&gt; \"quoted\" 'single' $title",
    "שלום \u202eevil\u202c مرحبا",
    "a\0b\x1b[31m\ud800\ufeff",
)


def judge(doc: Document) -> list[Edit | Note] | Reject:
    """A step that rejects, warns or adds."""
    if "casino" in doc.text:
        return Reject("gambling")
    if "odd" in doc.text:
        return [Note(0, 1, "looks odd")]
    return [Edit(0, 0, "+")] if doc.text.startswith("-") else []


CHAIN = Chain(
    (
        Rule("my.menu", DropLine(pattern=("^menu",)), about="A <menu> & more."),
        Rule("my.spam", DropLine(pattern=("spam",))),
        Rule("my.mark", Replace(pattern=(",,",), by=",")),
        Rule("my.judge", judge),
        Rule("my.idle", DropLine(pattern=("^never ever$",)), about="Never fires."),
    ),
    budget=Budget(rule=0.9),
    name="test",
)
OTHER = Chain((*CHAIN.rules[1:], Rule("my.more", DropLine(pattern=("^body",)))), name="other")

_LINES = st.sampled_from(
    [
        "menu one",
        "menu two",
        "spam here",
        "body text,, two",
        "body",
        "-x",
        "odd",
        "casino",
        "",
        "文字",
    ]
)
TEXTS = st.lists(_LINES, max_size=6).map("\n".join)
