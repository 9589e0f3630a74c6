"""Pages made of two: the host's article, and a guest's below it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from cleaner.formats.html.grafts import graft_pages
from cleaner.formats.html.samples import Sample, read_samples

LINE = "the {} of town {} said on {} that nobody had seen so much rain before and went home early"


def make_samples() -> list[Sample]:
    """Two pages of one fold; their articles are running text."""
    records = []
    for number, word in enumerate(("baker", "mayor")):
        lines = [LINE.format(word, line, "monday") for line in range(6)]
        body = "".join(f"<p>{line}</p>" for line in lines)
        html = (
            f"<title>Rain and the {word}</title><ul><li>Home</li><li>News</li></ul>"
            f"<div class={word}><div>{body}</div></div><p>Copyright</p>"
        )
        records.append(
            {"id": str(number), "dataset": "x", "html": html, "gold": "\n".join(lines), "lang": ""}
        )
    return [replace(sample, fold=0) for sample in read_samples(records)]


def test_a_guest_stands_below_the_article_and_is_chrome() -> None:
    """The host's blocks keep their order and labels; what is new has the label 0."""
    samples = make_samples()
    for seed in range(8):
        for made in graft_pages(samples, seed, share=1.0):
            host = next(sample for sample in samples if sample.id == made.id)
            article = [text for text in made.page.blocks.texts if text in host.gold.split("\n")]
            assert host.gold.split("\n") == article
            wanted = [text in host.gold.split("\n") for text in made.page.blocks.texts]
            assert wanted == (made.labels > 0.5).tolist()
            assert "Copyright" == made.page.blocks.texts[-1]
            assert made.weight < host.weight


def test_a_grafted_page_is_a_tree() -> None:
    """Every element's blocks lie inside its parent's; every block lies inside its own element."""
    grown = 0
    for seed in range(8):
        for made in graft_pages(make_samples(), seed, share=1.0):
            elements, blocks = made.page.elements, made.page.blocks
            for number, parent in enumerate(elements.parents[1:], 1):
                assert parent < number
                assert elements.starts[parent] <= elements.starts[number] <= elements.ends[number]
                assert elements.ends[number] <= elements.ends[parent]
            for block, owner in enumerate(blocks.owners):
                assert elements.starts[owner] <= block < elements.ends[owner]
            columns = {len(getattr(blocks, name)) for name in type(blocks).__slots__}
            assert {len(made)} == columns == {len(made.sizes)}
            grown += len(made) > len(make_samples()[0])
    assert grown


def test_lists_are_no_hosts() -> None:
    """Below a list of products another product is no chrome."""
    samples = make_samples()
    for sample in samples:
        sample.page.blocks.linked = [len(text) for text in sample.page.blocks.texts]
    assert [] == graft_pages(samples, 1, share=1.0)


def test_unlabelled_pages_are_no_hosts() -> None:
    """Where only snippets are known, nobody knows what is article."""
    samples = [
        replace(sample, labels=np.full(len(sample), -1.0), gold="") for sample in make_samples()
    ]
    assert [] == graft_pages(samples, 1, share=1.0)
