"""Words of names and texts: groups, keywords and buckets."""

from __future__ import annotations

from cleaner.judge.tokens import read_tokens
from cleaner.judge.words import (
    NAME_BITS,
    NAME_GROUPS,
    TEXT_GROUPS,
    bucket_words,
    count_keywords,
    read_name,
)


def _groups(name: str) -> set[str]:
    groups = read_name("div", name).groups
    return {word for place, word in enumerate(NAME_GROUPS) if groups >> place & 1}


def test_names_are_read_in_pieces() -> None:
    """Camel case, hyphens and pinyin are understood; a part of a word only where it is long."""
    assert {"content"} == _groups("zhengwenBox")
    assert {"foot"} <= _groups("site-footer")
    assert set() == _groups("xq7")
    assert set() == _groups("")


def test_article_body_is_seen() -> None:
    """The page's own mark of the article is kept apart."""
    assert read_name("div", "x articleBody").article_body
    assert not read_name("div", "x").article_body


def test_buckets_differ_by_level() -> None:
    """The same word weighs differently near and far from the block."""
    own, parent, near, far = read_name("p", "lead").buckets
    assert len({tuple(own), tuple(parent), tuple(near), tuple(far)}) == 4
    assert all(
        0 <= bucket < 1 << NAME_BITS for level in (own, parent, near, far) for bucket in level
    )


def test_keywords_are_counted_by_group() -> None:
    """Words of one to five tokens are found in both scripts, inside longer texts too."""
    counts = count_keywords(
        read_tokens(["版权所有 未经授权不得转载", "See also: read more", "他走了"])
    )
    copyright_, related = TEXT_GROUPS.index("copyright"), TEXT_GROUPS.index("related")
    assert [4, 0, 0] == counts[:, copyright_].tolist()
    assert [0, 3, 0] == counts[:, related].tolist()


def test_every_text_has_a_bucket() -> None:
    """Even a text without a word is weighed, by its size."""
    _, owners = bucket_words(read_tokens(["...", "a b", "x " * 30]))
    assert {0, 1, 2} == set(owners.tolist())
