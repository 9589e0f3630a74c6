"""Lines that only their shape gives away as part of a menu, above or below the body text."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

__all__ = ["has_columns", "has_shape"]

_LINK = re.compile(r"[^\W\d][\w ·&+/\-()]{0,13}")
# What only its shape gives away, at the edges of a page that has body text: links between bars or
# wide blanks, words in brackets, words with their counts, and above the text labels with values.
_SHAPED = re.compile(r"[\t|¦│丨┊┆\[【(:,_]|  ")
_BAR = re.compile(r"[|¦│丨┊┆]")
_WORDS_APART = re.compile(r"[^\W\d_][\w]{1,6}(?:(?:\t ?|  +)[^\W\d_]\w{1,6}){3,11}")
_WORDS_IN_BRACKETS = re.compile(r"(?:(?:\[[^\[\]]{1,8}\]|【[^【】]{1,8}】)[ \t]?){2,8}")
_WORDS_COUNTED = re.compile(r"(?:[^\W\d_]\w{1,7} ?\(\d[\d,.]*[万k]?\)[ \t|]*){2,6}")
_PAIRS = re.compile(
    r"(?:[一-龥]{2,6} ?: ?[^\s:]{0,16}[ \t|]*){3,8}"
    r"|(?:[^:]{2,24}[\t|]+ ?)?[一-龥]{2,6} ?: ?(?:19|20)\d\d[-/.年][^:]{3,14}(?:[\t |]+[^:]{2,24})?"
    r"|[一-龥]{2,6} ?: ?[^\s:]{1,16}[ \t|]+[一-龥]{2,6} ?: ?(?:19|20)\d\d[-/.年][^:]{3,14}"
    r"|[一-龥]{2,4} ?: ?[一-龥a-z](?: [一-龥a-z]){2,6}"
)
_HEADED = re.compile(
    r"[一-龥]{2,6} ?: ?[\w《》“”?]{2,20}(?:(?:\t ?|  +| ?[|/] ?)[\w《》“”?]{2,20}){2,9}"
)


# Keywords: so many, three of four with the same two letters, which are not the kind of a thing.
_KEYWORD_MARKS = ",|_\t"
_KEYWORDS = re.compile(f"[{_KEYWORD_MARKS}]")
_ECHO = 5
_PARTICLE = re.compile("[了着也都就被把:;]")
_KINDS = frozenset(
    ("大学", "学院", "中学", "小学", "公司", "银行", "医院", "研究", "学校", "教授", "先生", "同志")
)


def has_shape(folded: str, in_head: bool, bar: int) -> bool:
    """Say whether a line looks like a row of links, of counts, or of labels with values.

    Args:
        folded: the line, with a tab for every blank that is wide by itself.
        in_head: whether it stands above the body text.
        bar: so many short parts between `|` are links (0: never).
    """
    return _SHAPED.search(folded) is not None and (
        _is_bar(folded, bar)
        or _is_echo(folded)
        or bool("(" in folded and _WORDS_COUNTED.fullmatch(folded))
        or bool(folded[0] in "[【" and _WORDS_IN_BRACKETS.fullmatch(folded))
        or bool(_WORDS_APART.fullmatch(folded))
        or bool(":" in folded and (_PAIRS if in_head else _HEADED).fullmatch(folded))
    )


def has_columns(folded: str, bar: int) -> bool:
    """Say whether a line with such a shape may be a row of a table."""
    return bool(_WORDS_APART.fullmatch(folded)) or _is_bar(folded, bar)


def _is_bar(folded: str, bar: int) -> bool:
    if not _BAR.search(folded):
        return False
    links = _BAR.split(folded)
    return 0 < bar <= len(links) and all(_LINK.fullmatch(link.strip()) for link in links)


def _is_echo(folded: str) -> bool:
    """Say whether a line is a list of keywords that repeat each other, for search engines."""
    if sum(map(folded.count, _KEYWORD_MARKS)) < _ECHO - 1:
        return False
    words = [word.strip() for word in _KEYWORDS.split(folded)]
    if _PARTICLE.search(folded) or not all(3 <= len(w) <= 16 for w in words):
        return False
    pairs = Counter(pair for word in words for pair in {a + b for a, b in pairwise(word)})
    pair, times = pairs.most_common(1)[0]
    return times * 4 >= len(words) * 3 and pair not in _KINDS
