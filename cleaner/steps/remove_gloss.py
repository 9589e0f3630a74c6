"""Remove readings that were injected behind characters: `發(fā)展` becomes `發展`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from cleaner.core.document import Document
from cleaner.core.edits import Edit, Finding
from cleaner.damage.readings import LETTERS

__all__ = ["RemoveGloss"]


@dataclass(frozen=True, slots=True)
class RemoveGloss:
    """Remove injected readings (`發(fā)展`, `會(huì )`, `特(te)(te)色`) and keep honest ones.

    What it does: hijacked mirrors put a reading in brackets behind every occurrence of certain
    characters. The page itself must show that: the same characters, always, with one valid reading
    each, and only characters that differ between the scripts; or many readings without tone, often
    doubled, strewn over sentences. Emoji between such a reading and the next character go, too.

    When it is wrong: a page with only two or three injected readings and no other damage keeps
    them. An honest reading of a character that the page's table also holds goes with the others.

    Honest readings stay, on damaged pages too: `亳(bó)州`, dictionaries and lessons, lines in which
    every character has its reading, `函數(fn)`, several syllables, a character that is glossed once
    and then used without.

    Options: none.

    Example: `當(dāng)前經(jīng)濟(jì)發(fā)展` becomes `當前經濟發展`.
    """

    gate: ClassVar[str] = (
        rf"[\x{{3400}}-\x{{9fff}}]\( ?[{LETTERS}ăĕĭŏŭ]{{1,6}} ?\)"  # brackets are folded
    )

    def __call__(self, doc: Document) -> Sequence[Finding]:
        """Return the removals."""
        # Not above: most pages have no gloss, and the tables take time to load.
        from cleaner.damage.glosses import injected_glosses

        return [Edit(start, end) for start, end in injected_glosses(doc.text, doc.folded)]
