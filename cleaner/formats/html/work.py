"""One extraction while it is made: who chooses the blocks, and what is said of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cleaner.formats.html.hidden import INJECTED, UNSEEN
from cleaner.formats.html.result import Extraction, Options, SeenBlock

if TYPE_CHECKING:
    from cleaner.formats.html.blocks import Reading
    from cleaner.formats.html.opinion import Opinion
    from cleaner.formats.html.page import PageReading
    from cleaner.judge.model import Model, Verdict

UNSURE = 0.6
"""Confidence below which a page gets a warning."""
_VOTE = 0.15
"""Weight of trafilatura's word in a vote. (By pages: .15 does not change the mean F1, .3 lowers it,
even on the pages the judge is least sure of; so it is asked only where the caller wants it, and
where the judge found nothing.)"""
_LEAST_VISIBLE = 0.5
"""Share of the chosen text that must be visible, or hidden text is taken back as the article."""


@dataclass(slots=True)
class Work:
    """One extraction while it is made."""

    options: Options
    page: str
    url: str
    reading: PageReading
    meta: dict[str, str]
    warnings: list[str]
    remarks: list[str] = field(default_factory=list)
    opinion: Opinion | None = None
    verdicts: list[Verdict] = field(default_factory=list)
    kept: list[list[bool]] = field(default_factory=list)
    notes: list[dict[int, str]] = field(default_factory=list)
    chances: list[list[float]] = field(default_factory=list)
    confidence: float = 0.0

    def run(self, model: Model | None) -> Extraction:
        """Choose, write, and say what is known of the page."""
        who: str = self.options.extractor
        if who == "trafilatura":
            text = self._ask().text
            if text.strip():
                return self._finish(text, who)
            self.warnings.append(f"{self._ask().problem}: the judge chose instead")
            who = "judge"
        who = self._judge(model, who)
        lines: list[str] = []
        from cleaner.formats.html.render import Shape, join_lines

        for part, kept, notes in zip(self.reading.parts, self.kept, self.notes, strict=True):
            shape = Shape(part)
            if not self.options.tables:
                for block, keep in enumerate(kept):
                    if keep and shape.in_table(block):
                        kept[block] = False
                        notes[block] = "table: not wanted"
            lines += shape.write(
                [block for block, keep in enumerate(kept) if keep], self.options.format
            )
        text = join_lines(lines, self.options.format)
        if not text.strip():
            return self._finish(*self._rescue())
        return self._finish(text, who)

    def _ask(self) -> Opinion:
        """Trafilatura's opinion, asked once."""
        from cleaner.formats.html.opinion import ask

        if self.opinion is None:
            options = self.options
            self.opinion = ask(
                self.page, self.url, form=options.format, tables=options.tables,
                links=options.links, images=options.images, comments=options.posts != "first",
                facts=options.extractor != "judge",
            )  # fmt: skip
        return self.opinion

    def _judge(self, model: Model | None, who: str) -> str:
        """Choose the blocks of each part; says who chose."""
        from cleaner.judge.model import judge, load_shipped

        model = model or load_shipped()
        told: list[tuple[float, float]] = []
        for page in self.reading.pages():
            verdict = judge(page, model)
            self.verdicts.append(verdict)
            size = float(verdict.sizes[verdict.chosen].sum())
            told.append((verdict.confidence, size))
        total = sum(size for _, size in told)
        if total:
            self.confidence = sum(confidence * size for confidence, size in told) / total
        if total and self.confidence < UNSURE:
            self.warnings.append(
                "the article is hard to tell from the rest of this page"
                f" (confidence {self.confidence:.2f})"
            )
        opinion = self._ask().text if who == "vote" and total else ""
        if who == "vote" and self.opinion and not opinion:
            self.warnings.append(f"{self.opinion.problem}: the judge chose alone")
        for part, verdict in zip(self.reading.parts, self.verdicts, strict=True):
            self._choose(part, verdict, opinion)
        return "vote" if opinion else "judge"

    def _choose(self, part: Reading, verdict: Verdict, opinion: str) -> None:
        """Choose the blocks of one part: by the judge, the vote, what is hidden, and the posts."""
        from cleaner.formats.html.headline import find_subheads
        from cleaner.formats.html.opinion import share_known
        from cleaner.judge.choice import choose

        chances, chosen = verdict.chances, verdict.chosen
        if opinion:
            known = share_known(part.blocks.texts, opinion)
            chances = (1 - _VOTE) * chances + _VOTE * known
            chosen = choose(chances, verdict.sizes).chosen
        kept = chosen.tolist()
        notes: dict[int, str] = {}
        self._drop_hidden(part, kept, notes)
        for block in find_subheads(part, kept):
            kept[block] = True
            notes[block] = "heading: between blocks of the article"
        if self.options.posts != "auto":
            self._choose_posts(part, kept, notes, chances.tolist(), verdict.sizes.tolist())
        if self.options.title and not self.kept:
            self._add_headline(part, kept, notes)
        self.kept.append(kept)
        self.notes.append(notes)
        self.chances.append(chances.tolist())

    def _drop_hidden(self, part: Reading, kept: list[bool], notes: dict[int, str]) -> None:
        """Drop chosen blocks the page hides, unless they are the article."""
        sizes = [len(text) for text in part.blocks.texts]
        for reasons in (INJECTED, UNSEEN):
            hidden = [
                block for block, reason in part.reasons.items() if kept[block] and reason in reasons
            ]
            size = sum(sizes[block] for block in hidden)
            total = sum(size for size, keep in zip(sizes, kept, strict=True) if keep)
            if not hidden:
                continue
            if total - size < _LEAST_VISIBLE * total:
                self.warnings.append("the page's own style hides its article: it was kept")
                continue
            for block in hidden:
                kept[block] = False
                notes[block] = f"hidden: {part.reasons[block]}"
            self.remarks.append(f"hidden by the page's style, and left out: {len(hidden)} blocks")

    def _choose_posts(
        self,
        part: Reading,
        kept: list[bool],
        notes: dict[int, str],
        chances: list[float],
        sizes: list[float],
    ) -> None:
        """Keep the first post of a thread, or all of them."""
        import numpy as np

        from cleaner.formats.html.posts import find_posts
        from cleaner.judge.choice import choose

        posts = find_posts(part)
        if self.options.posts == "first":
            after = posts[1][0] if posts else len(kept)
            if any(kept[:after]):
                for block in range(after, len(kept)):
                    if kept[block]:
                        kept[block] = False
                        notes[block] = "posts: only the first is wanted"
            return
        for start, end in posts:
            if not any(kept[start:end]):
                found = choose(np.array(chances[start:end]), np.array(sizes[start:end])).chosen
                for block, keep in enumerate(found.tolist(), start):
                    kept[block] = keep
                    notes[block] = "posts: all are wanted"

    def _add_headline(self, part: Reading, kept: list[bool], notes: dict[int, str]) -> None:
        """Keep the headline above the article."""
        from cleaner.formats.html.headline import find_headline

        block = find_headline(part, kept, self.reading.head)
        if block is not None:
            kept[block] = True
            notes[block] = "title: wanted"

    def _rescue(self) -> tuple[str, str]:
        """Text for a page where the judge chose none, and whose it is.

        It is trafilatura's, or all that can be seen.
        """
        seen = [text for part in self.reading.parts for text in part.blocks.texts]
        text = self._ask().text if seen else ""
        if text.strip():
            self.warnings.append("the judge found no article: trafilatura chose instead")
            return text, "trafilatura"
        if seen:
            self.warnings.append("no article was found: all text of the page is kept")
        elif not self.warnings:
            self.warnings.append("the page holds no text" + self._say_scripts())
        return "\n".join(seen), "none"

    def _say_scripts(self) -> str:
        """What a page without text has instead."""
        root = self.reading.root
        if root is not None and root.find(".//script") is not None:
            return ", only scripts"
        return ""

    def _finish(self, text: str, who: str) -> Extraction:
        """Put the result together."""
        from cleaner.formats.html.facts import find_facts, read_date

        headings, near = self._find_headings()
        facts, believed = find_facts(
            self.reading.head, headings, "\n".join([*headings, text]), self.url
        )
        if not believed:
            self.remarks.append("the page's own title is not about its text, and was not believed")
        if "date" not in facts and (day := read_date("\n".join(near))):
            facts["date"] = day
        if self.opinion:
            told = self.opinion.facts
            facts = {key: told[key] for key in told if key != "description" or believed} | facts
        return Extraction(
            text, self._see_blocks(), self.confidence, who, {**facts, **self.meta},
            tuple(dict.fromkeys(self.warnings)), tuple(dict.fromkeys(self.remarks)),
            tuple(self.verdicts),
        )  # fmt: skip

    def _find_headings(self) -> tuple[list[str], list[str]]:
        """Headings, the one nearest to the article's start first, and the lines around it."""
        if not self.reading.parts:
            return [], []
        part = self.reading.parts[0]
        tags, owners, texts = part.elements.tags, part.blocks.owners, part.blocks.texts
        first = self.kept[0].index(True) if self.kept and True in self.kept[0] else 0
        found = [
            (tags[owner] != "h1", abs(block - first), texts[block])
            for block, owner in enumerate(owners)
            if tags and tags[owner] in ("h1", "h2", "h3")
        ]
        near = [text for text in texts[max(first - 10, 0) : first + 5] if len(text) < 200]
        return [text for _, _, text in sorted(found)], near

    def _see_blocks(self) -> tuple[SeenBlock, ...]:
        """All blocks with what became of them."""
        seen = []
        for part, kept, notes, chances in zip(
            self.reading.parts, self.kept, self.notes, self.chances, strict=False
        ):
            blocks = part.blocks
            for block, text in enumerate(blocks.texts):
                letters = max(len(text) - text.count(" "), 1)
                keep = kept[block]
                seen.append(
                    SeenBlock(
                        text,
                        part.elements.tags[blocks.owners[block]] if part.elements.tags else "",
                        min(blocks.linked[block] / letters, 1.0),
                        chances[block],
                        keep,
                        notes.get(block) or ("judge: article" if keep else "judge: chrome"),
                    )
                )
        return tuple(seen)
