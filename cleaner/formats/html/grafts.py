"""Pages that go on with other articles, made from pages that do not.

News sites put further articles, whole, below the one that was asked for. Among labelled pages such
are rare (one in a hundred), and a judge that saw few of them takes every article for the page's
own. So a fit is also shown pages that were made: the article of another page stands below the
page's own, and is chrome. (By pages, F1 on Chinese pages +.02, mean of the other data sets +.005,
on the largest of these, with all kinds of pages, -.003.)

Only running text is grafted, and only on running text: below a list of products another product is
no chrome. (Without that limit the largest set loses another .0045.)
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from cleaner.formats.html.labels import UNKNOWN
from cleaner.formats.html.samples import Sample
from cleaner.judge.columns import sum_between
from cleaner.judge.page import Blocks, Elements
from cleaner.judge.tokens import read_tokens

SHARE = 0.4
"""Share of the pages with running text that are shown a second time, with guests."""
_WEIGHT = 0.5
"""Weight of such a page, as a part of its own."""
_LEAST_F1 = 0.8
"""How well one element must hold the article, or the page is left as it is."""
_LEAST_SIZE, _LEAST_MEAN, _MOST_LINKED = 80, 20, 0.1
"""Tokens of an article, tokens of its mean block, share of links: what is no list, no product."""
_MOST_GUESTS = 3
_MOST_BLOCKS = 120
"""Blocks of a guest; some are cut much shorter, as teasers are."""
_TITLED, _ALIKE = 0.6, 0.35
"""How often a guest has its title as a heading, and how often its element has the host's names."""
_HEADINGS = ("h1", "h2", "h3")


def graft_pages(samples: list[Sample], seed: int, share: float = SHARE) -> list[Sample]:
    """Changed copies of a share of the pages; their guests are of the same fold and language."""
    random = np.random.default_rng((seed, len(samples)))
    roots = [_find_root(sample) for sample in samples]
    groups: dict[tuple[int, bool], list[int]] = {}
    for number, sample in enumerate(samples):
        if roots[number]:
            groups.setdefault((sample.fold, sample.chinese), []).append(number)
    made = []
    for group in groups.values():
        for number in group:
            if len(group) == 1 or random.random() >= share:
                continue
            sample = samples[number]
            for _ in range(int(random.integers(1, _MOST_GUESTS + 1))):
                other = int(random.choice(group))
                if other != number:
                    sample = _graft(sample, roots[number], samples[other], roots[other], random)
            made.append(replace(sample, weight=sample.weight * _WEIGHT))
    return made


def _find_root(sample: Sample) -> int:
    """The element that holds the article, if that is running text; else 0."""
    if not sample.gold or (sample.labels == UNKNOWN).any():
        return 0
    chosen = sample.labels > 0.5
    blocks, size = sample.page.blocks, float(sample.sizes[chosen].sum())
    letters = sum(len(text) for text, keep in zip(blocks.texts, chosen, strict=True) if keep)
    linked = sum(some for some, keep in zip(blocks.linked, chosen, strict=True) if keep)
    if size < max(_LEAST_SIZE, _LEAST_MEAN * chosen.sum()) or linked > _MOST_LINKED * letters:
        return 0
    elements = sample.page.elements
    spans = np.array(elements.starts), np.array(elements.ends)
    hits = sample.labels * sample.sizes
    score = 2 * sum_between(hits, *spans) / (sum_between(sample.sizes, *spans) + hits.sum())
    best = int(np.argmax(score))
    return best if score[best] >= _LEAST_F1 else 0


def _graft(
    host: Sample, root: int, guest: Sample, other: int, random: np.random.Generator
) -> Sample:
    """The host with the guest's article below its own, perhaps under its title."""
    elements, blocks = guest.page.elements, guest.page.blocks
    first = elements.starts[other]
    count = min(elements.ends[other] - first, int(random.integers(2, _MOST_BLOCKS)))
    branch, part = _cut(elements, blocks, other, first, count)
    title = guest.page.headline or guest.page.title
    if title and random.random() < _TITLED:
        _add_title(branch, part, title, str(random.choice(_HEADINGS)))
    if random.random() < _ALIKE:
        branch.tags[0] = host.page.elements.tags[root]
        branch.names[0] = host.page.elements.names[root]
    place = host.page.elements.ends[root]
    page = replace(
        host.page,
        elements=_join_elements(host.page.elements, root, branch, len(part.texts)),
        blocks=_join_blocks(host.page.blocks, place, part, host.page.elements, root, branch),
    )
    return replace(
        host,
        page=page,
        labels=np.insert(host.labels, place, np.zeros(len(part.texts))),
        sizes=read_tokens(page.blocks.texts).counts.astype(np.float64),
    )


def _end_of(elements: Elements, root: int) -> int:
    """The element after the last one below a root."""
    end = root + 1
    while end < len(elements.tags) and elements.parents[end] >= root:
        end += 1
    return end


def _columns(blocks: Blocks) -> dict[str, list[object]]:
    """The columns of blocks by name."""
    return {name: getattr(blocks, name) for name in Blocks.__slots__}


def _cut(
    elements: Elements, blocks: Blocks, root: int, first: int, count: int
) -> tuple[Elements, Blocks]:
    """The element `root` with all below it and its first blocks, numbered from 0."""
    end = _end_of(elements, root)
    branch = Elements(
        [max(parent - root, 0) for parent in elements.parents[root:end]],
        elements.tags[root:end],
        elements.names[root:end],
        [min(start - first, count) for start in elements.starts[root:end]],
        [min(stop - first, count) for stop in elements.ends[root:end]],
    )
    part = Blocks(*(column[first : first + count] for column in _columns(blocks).values()))  # type: ignore[arg-type]
    part.owners = [owner - root for owner in part.owners]
    return branch, part


def _add_title(branch: Elements, part: Blocks, title: str, tag: str) -> None:
    """Put a heading in front of all blocks, as the first element below the root."""
    branch.parents = [0, 0] + [parent + (parent > 0) for parent in branch.parents[1:]]
    branch.tags.insert(1, tag)
    branch.names.insert(1, "")
    branch.starts = [0, 0] + [start + 1 for start in branch.starts[1:]]
    branch.ends = [branch.ends[0] + 1, 1] + [end + 1 for end in branch.ends[1:]]
    part.owners = [owner + (owner > 0) for owner in part.owners]
    for name, column in _columns(part).items():
        column.insert(0, {"texts": title, "owners": 1, "inlines": ""}.get(name, 0))


def _join_elements(elements: Elements, root: int, branch: Elements, more: int) -> Elements:
    """The elements of a page with a branch of `more` blocks after the element `root`."""
    at, place, grown = _end_of(elements, root), elements.ends[root], len(branch.tags)
    above = {elements.parents[root]}
    while (parent := elements.parents[min(above)]) not in above:
        above.add(parent)
    ends = [
        end + more if number >= at or number in above else end
        for number, end in enumerate(elements.ends)
    ]
    own = [elements.parents[root]] + [parent + at for parent in branch.parents[1:]]
    parents = [parent + grown if parent >= at else parent for parent in elements.parents[at:]]
    return Elements(
        elements.parents[:at] + own + parents,
        elements.tags[:at] + branch.tags + elements.tags[at:],
        elements.names[:at] + branch.names + elements.names[at:],
        elements.starts[:at]
        + [start + place for start in branch.starts]
        + [start + more for start in elements.starts[at:]],
        ends[:at] + [end + place for end in branch.ends] + ends[at:],
    )


def _join_blocks(
    blocks: Blocks, place: int, part: Blocks, elements: Elements, root: int, branch: Elements
) -> Blocks:
    """The blocks of a page with those of a branch put in."""
    at, grown = _end_of(elements, root), len(branch.tags)
    joined = Blocks(
        *(
            column[:place] + guests + column[place:]
            for column, guests in zip(
                _columns(blocks).values(), _columns(part).values(), strict=True
            )
        )  # type: ignore[arg-type]
    )
    joined.owners = [
        *blocks.owners[:place],
        *(owner + at for owner in part.owners),
        *(owner + grown if owner >= at else owner for owner in blocks.owners[place:]),
    ]
    return joined
