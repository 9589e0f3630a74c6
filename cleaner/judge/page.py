"""What the judge of blocks sees of a page: columns of numbers and strings, no parser's objects.

A page is a row of blocks, each the text between two block tags or `<br>`, and a tree of elements
above them. Both are stored as columns (lists of equal length), because everything that follows is
computed column by column. Elements stand in document order, so a parent comes before its children
and the blocks below an element are one range.
"""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Elements:
    """The block elements of a page in document order; element 0 is the root.

    Attributes:
        parents: index of the parent element; the root is its own parent.
        tags: tag names, lower case.
        names: the class, id, itemprop and role of each element, joined by blanks.
        starts, ends: the half-open range of blocks below each element.
    """

    parents: list[int] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Blocks:
    """The blocks of a page in document order.

    Attributes:
        texts: the text, blanks collapsed; never empty, never with a newline.
        owners: index of the innermost block element around each block.
        linked, bold: letters inside links and inside bold type.
        anchors: number of links that start in the block.
        images: number of images since the block before.
        broken: whether a `<br>` ended the block.
        hidden: whether the page's own style hides it.
        inlines: names of the inline elements in the block, joined by blanks.
    """

    texts: list[str] = field(default_factory=list)
    owners: list[int] = field(default_factory=list)
    linked: list[int] = field(default_factory=list)
    bold: list[int] = field(default_factory=list)
    anchors: list[int] = field(default_factory=list)
    images: list[int] = field(default_factory=list)
    broken: list[bool] = field(default_factory=list)
    hidden: list[bool] = field(default_factory=list)
    inlines: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Page:
    """One page, or one part of a very long page.

    Attributes:
        title: the `<title>`.
        headline: the title the page gives to others (`og:title`), or empty.
        description: its own summary, or empty.
        body: the article as the page gives it to search engines (`articleBody`), or empty.
    """

    elements: Elements
    blocks: Blocks
    title: str = ""
    headline: str = ""
    description: str = ""
    body: str = ""
