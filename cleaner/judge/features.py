"""The numbers by which the judge knows a block: one row a block, one column a feature.

Everything is computed column by column for all blocks of a page at once. The names of the columns
are part of a fitted model: change or reorder a feature, and models must be fitted again (a model
holds the names, and refuses to judge where they differ).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from cleaner.judge import containers, words
from cleaner.judge.anchors import put_anchors
from cleaner.judge.columns import Columns, sum_around
from cleaner.judge.page import Page
from cleaner.judge.tokens import (
    BLANK,
    CJK,
    COMMA,
    DIGIT,
    END,
    SIGN,
    UPPER,
    WORD,
    Floats,
    Hashes,
    Ints,
    Tokens,
    read_tokens,
)  # fmt: skip

_LONG = 25
"""Tokens from which a block counts as running text."""
_TAGS = [
    "p",
    "div",
    "td",
    "li",
    "br",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "dd",
    "dt",
    "blockquote",
    "pre",
    "figcaption",
    "th",
    "section",
    "article",
    "main",
    "aside",
    "header",
    "footer",
    "nav",
    "form",
    "button",
    "body",
    "center",
    "address",
    "figure",
    "caption",
    "summary",
    "details",
    "ul",
    "ol",
    "table",
    "tr",
    "fieldset",
    "legend",
    "dl",
    "hgroup",
]
_TAG_OF = {tag: place for place, tag in enumerate(_TAGS)}
_HEADINGS = frozenset(("h1", "h2"))
_NEAR = (
    "log_tokens", "link_share", "log_ends", "log_commas", "ends_well", "tag", "in_best",
    "best_share", "path_tokens", "path_links", "title_share", "name_weight", "word_weight",
)  # fmt: skip
"""Features of a block that its neighbours see as well."""
_FAR = frozenset(("log_tokens", "link_share", "log_ends", "log_commas", "best_share", "path_tokens",
                  "name_weight", "word_weight"))  # fmt: skip
"""Those that even the third neighbour sees."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Fitted weights of single names (by level) and of words, by bucket."""

    names: Floats
    words: Floats


class Sight(NamedTuple):
    """All that is seen of a page.

    Attributes:
        columns: the features of each block.
        path: the elements above each block.
        sizes: tokens of each block.
    """

    columns: Columns
    path: containers.Climb
    sizes: Floats


def see(page: Page, weights: Weights) -> Sight:
    """Features of all blocks of a page that has at least one."""
    blocks = page.blocks
    tokens = read_tokens(blocks.texts)
    counts = tokens.counts.astype(np.float64)
    columns = Columns(len(counts))
    path = containers.climb(page, weights.names)
    _put_text(columns, page, tokens, counts)
    _put_words(columns, tokens, weights)
    heading = _put_titles(columns, page, tokens, counts, path.ancestors)
    _put_places(columns, page, counts, heading, path.ancestors)
    put_anchors(columns, page, counts, heading, path)
    containers.put_names(columns, page, path)
    containers.put_sums(columns, page, path, counts)
    _put_page(columns, page, tokens, counts)
    _put_neighbours(columns, counts)
    return Sight(columns, path, counts)


def _put_text(columns: Columns, page: Page, tokens: Tokens, counts: Floats) -> None:
    """What the text of a block is like."""
    blocks = page.blocks
    size = np.maximum(np.diff(tokens.char_starts) - 1.0, 1)
    letters = np.maximum(size - tokens.count_kind(BLANK) + 1, 1)
    ends = tokens.count_kind(END).astype(np.float64)
    commas = tokens.count_kind(COMMA).astype(np.float64)
    columns.put("log_tokens", np.log1p(counts))
    columns.put("log_letters", np.log1p(letters))
    columns.put("link_share", np.minimum(np.array(blocks.linked) / letters, 1))
    columns.put("links", np.log1p(np.array(blocks.anchors)))
    columns.put("bold_share", np.minimum(np.array(blocks.bold) / letters, 1))
    columns.put("log_ends", np.log1p(ends))
    columns.put("log_commas", np.log1p(commas))
    columns.put("end_density", ends / letters)
    columns.put("comma_density", commas / letters)
    columns.put("cjk_share", tokens.count_kind(CJK) / letters)
    columns.put("digit_share", tokens.count_kind(DIGIT) / size)
    columns.put("upper_share", tokens.count_kind(UPPER) / size)
    columns.put("sign_share", tokens.count_kind(SIGN) / size)
    columns.put("word_length", letters / np.maximum(counts, 1))
    first = tokens.char_starts[:-1]
    last = tokens.char_starts[1:] - 2
    shape = tokens.kinds[first]
    columns.put("first", np.select(
        [(shape & UPPER) != 0, (shape & DIGIT) != 0, (shape & CJK) != 0, (shape & WORD) != 0],
        [1, 2, 3, 4], 0))  # fmt: skip
    before = tokens.kinds[np.maximum(last - 1, 0)]
    closed = ((tokens.kinds[last] & WORD) == 0) & ((before & END) != 0)
    columns.put("ends_well", ((tokens.kinds[last] & END) != 0) | closed)
    columns.put("ends_in_colon", tokens.codes[last] == ord(":"))
    columns.put("images", np.minimum(np.array(blocks.images), 5))
    columns.put("hidden", np.array(blocks.hidden))
    columns.put("broken", np.array(blocks.broken))
    columns.put("dates", _count_dates(tokens))
    same, back = np.unique(tokens.whole(), return_inverse=True)
    columns.put("copies", np.minimum(np.bincount(back, minlength=len(same))[back], 9))


def _count_dates(tokens: Tokens) -> Floats:
    """How many numbers of each text stand as in a date or a time: digits, a mark, digits."""
    digit = (tokens.kinds & DIGIT) != 0
    marks = np.isin(tokens.codes, [ord(mark) for mark in "-/.:年月"])
    found = np.zeros(len(digit), np.int64)
    found[1:-1] = digit[:-2] & marks[1:-1] & digit[2:]
    sums = np.concatenate(([0], np.cumsum(found)))
    counts = sums[tokens.char_starts[1:]] - sums[tokens.char_starts[:-1]]
    dates: Floats = np.minimum(counts, 9).astype(np.float64)
    return dates


def _put_words(columns: Columns, tokens: Tokens, weights: Weights) -> None:
    """What the words of a block say: hand-made groups, and fitted weights."""
    groups = words.count_keywords(tokens)
    for place, name in enumerate(words.TEXT_GROUPS):
        columns.put(f"word_{name}", groups[:, place])
    buckets, owners = words.bucket_words(tokens)
    length = columns.length
    sums = np.bincount(owners, weights.words[buckets], length)
    columns.put("word_weight", sums / np.sqrt(np.bincount(owners, minlength=length)))


def share_in(tokens: Tokens, table: Hashes, size: int) -> Floats:
    """Share of the tokens of each text that stand in a shingle of the table."""
    grams, at = tokens.grams(size)
    hit = at[np.isin(grams, table)]
    covered = np.zeros(len(tokens.hashes) + size, np.bool_)
    for offset in range(size):
        covered[hit + offset] = True
    sums = np.concatenate(([0], np.cumsum(covered[: len(tokens.hashes)])))
    found = sums[tokens.starts[1:]] - sums[tokens.starts[:-1]]
    share: Floats = found / np.maximum(tokens.counts, 1)
    return share


def _put_titles(
    columns: Columns, page: Page, tokens: Tokens, counts: Floats, ancestors: Ints
) -> tuple[int, int]:
    """How a block agrees with what the page says of itself; the title's block and the first h1."""
    title, headline, summary, body = (
        read_tokens([text]) for text in (page.title, page.headline, page.description, page.body)
    )
    names = set(np.unique(title.hashes).tolist())
    own = np.unique(headline.hashes) if len(headline.hashes) else np.unique(title.hashes)
    short = counts < 80
    in_title = share_in(tokens, np.unique(title.hashes), 1)
    in_own = share_in(tokens, own, 1)
    columns.put("title_in", in_title)
    columns.put("title_share", _distinct(tokens, title.hashes) / max(1, len(names)) * short)
    overlap = in_own * _distinct(tokens, own) / max(1, len(own)) * short
    columns.put("headline_share", overlap)
    given = len(summary.hashes) >= 3
    columns.put("summary_share", share_in(tokens, summary.grams(3)[0], 3) if given else -1.0)
    given = len(body.hashes) >= 4
    columns.put("body_share", share_in(tokens, body.grams(4)[0], 4) if given else -1.0)
    columns.put("has_body", float(given))
    told = [some.grams(2)[0] for some in (title, headline, summary)]
    columns.put("told_share", share_in(tokens, np.unique(np.concatenate(told)), 2))
    tags = np.array([tag in _HEADINGS for tag in page.elements.tags])
    first = np.array([tag == "h1" for tag in page.elements.tags])
    heading = tags[ancestors[:2]].any(axis=0)
    rank = overlap + 0.4 * heading * (overlap > 0.2)
    best = int(np.argmax(rank))
    h1 = np.nonzero(first[ancestors[:3]].any(axis=0))[0]
    columns.put("h1_blocks", float(len(h1)))
    return (best if rank[best] > 0.5 else -1, int(h1[0]) if len(h1) else -1)


def _distinct(tokens: Tokens, wanted: Hashes) -> Floats:
    """How many distinct tokens of each text are wanted ones."""
    table = np.unique(wanted)
    texts = len(tokens.starts) - 1
    if not len(table):
        return np.zeros(texts)
    spot = np.minimum(np.searchsorted(table, tokens.hashes), len(table) - 1)
    hit = np.nonzero(table[spot] == tokens.hashes)[0]
    pairs = np.unique(tokens.text_of[hit] * len(table) + spot[hit])
    return np.bincount(pairs // len(table), minlength=texts).astype(np.float64)


def _put_places(
    columns: Columns, page: Page, counts: Floats, heading: tuple[int, int], ancestors: Ints
) -> None:
    """Where a block stands: in the page, and from its title."""
    length = len(counts)
    order = np.arange(length)
    middle = np.cumsum(counts) - counts / 2
    columns.put("place", middle / max(counts.sum(), 1))
    columns.put("index_share", order / max(1, length - 1))
    columns.put("index", np.minimum(order, 300))
    columns.put("index_left", np.minimum(order[::-1], 300))
    title, h1 = heading
    columns.put("from_title", np.clip(order - title, -200, 200) if title >= 0 else -999.0)
    away = middle - middle[title]
    columns.put(
        "tokens_from_title",
        np.sign(away) * np.log1p(np.abs(away)) if title >= 0 else -99.0,
    )
    columns.put("from_h1", np.clip(order - h1, -200, 200) if h1 >= 0 else -999.0)
    tags = np.array([_TAG_OF.get(tag, len(_TAGS)) for tag in page.elements.tags])
    columns.put("tag", tags[ancestors[0]])
    columns.put("parent_tag", tags[ancestors[1]])


def _put_page(columns: Columns, page: Page, tokens: Tokens, counts: Floats) -> None:
    """What the page is like as a whole."""
    values = columns.values
    total = max(counts.sum(), 1)
    tags = page.elements.tags
    columns.put("page_tokens", np.log1p(total))
    columns.put("page_blocks", np.log1p(len(counts)))
    columns.put("page_links", float((counts * values["link_share"]).sum() / total))
    columns.put("page_cjk", float((counts * values["cjk_share"]).sum() / total))
    columns.put("page_long", float(counts[counts > _LONG].sum() / total))
    columns.put("page_longest", np.log1p(counts.max()))
    columns.put("page_articles", float(tags.count("article")))
    columns.put("page_paragraphs", np.log1p(tags.count("p")))
    columns.put("page_ends", float(tokens.count_kind(END).sum() / total))
    columns.put("page_broken", float((counts * values["broken"]).sum() / total))
    columns.put("page_forum", np.log1p((values["names_forum"] > 0).sum()))
    columns.put("page_comments", float(counts[values["names_comment"] > 0].sum() / total))
    columns.put("page_hidden", float(counts[values["hidden"] > 0].sum() / total))


def _put_neighbours(columns: Columns, counts: Floats) -> None:
    """What stands before and after a block, one by one and in windows."""
    for name in _NEAR:
        values = columns.values[name]
        for step in (1, 2, 3) if name in _FAR else (1, 2):
            columns.put_shifted(name, values, step)
    for reach in (3, 8):
        tokens = sum_around(counts, reach)
        columns.put(f"tokens~{reach}", np.log1p(tokens))
        for name in ("link_share", "in_best", "name_weight", "word_weight", "end_density"):
            sums = sum_around(columns.values[name] * counts, reach)
            columns.put(f"{name}~{reach}", sums / np.maximum(tokens, 1))
