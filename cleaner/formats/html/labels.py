"""Which blocks of a page are article, given the article's text: the labels a judge is fitted on."""

from __future__ import annotations

import numpy as np

from cleaner.judge.tokens import Floats, read_tokens

_LEAST_RUN = 4
"""Tokens in a row that must agree; shorter agreement counts only for a whole block."""
_MOST_PAGE, _MOST_GOLD = 60_000, 30_000
"""Tokens that are aligned; what is beyond counts as chrome."""
UNKNOWN = -1.0


def label_by_text(texts: list[str], gold: str) -> Floats:
    """Share of each block's tokens that the gold text has, in the same order."""
    from rapidfuzz.distance import LCSseq

    tokens = read_tokens(texts)
    target = read_tokens([gold]).hashes[:_MOST_GOLD].tolist()
    sizes = tokens.counts
    found = np.zeros(len(sizes))
    for code in LCSseq.opcodes(tokens.hashes[:_MOST_PAGE].tolist(), target):
        start, end = code.src_start, code.src_end
        if code.tag != "equal" or start == end:
            continue
        block = tokens.text_of[start]
        whole = start == tokens.starts[block] and end >= tokens.starts[block + 1]
        if end - start >= _LEAST_RUN:
            np.add.at(found, tokens.text_of[start:end], 1)
        elif whole:
            found[block] += sizes[block]
    return np.minimum(found / np.maximum(sizes, 1), 1)


def label_by_snippets(texts: list[str], wanted: list[str], unwanted: list[str]) -> Floats:
    """1 for blocks with a wanted snippet, 0 for those with an unwanted one, else `UNKNOWN`."""
    labels = np.full(len(texts), UNKNOWN)
    for snippets, value in ((unwanted, 0.0), (wanted, 1.0)):
        flat = [_squeeze(snippet) for snippet in snippets if snippet.strip()]
        for number, text in enumerate(texts):
            small = _squeeze(text)
            if any(snippet in small for snippet in flat):
                labels[number] = value
    return labels


def _squeeze(text: str) -> str:
    """Text without blanks."""
    return "".join(text.split())
