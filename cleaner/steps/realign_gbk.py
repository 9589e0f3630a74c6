"""Put text back in step whose GBK bytes were shifted: `新?lián)P社` becomes `新揚社`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from cleaner.core.document import Document
from cleaner.core.edits import Finding

__all__ = ["RealignGbk"]


@dataclass(frozen=True, slots=True)
class RealignGbk:
    """Put shifted runs of GBK text back in step: `當?shù)貎?yōu)秀` becomes `當地優秀`.

    What it does: hijacked mirrors put readings behind characters, and commas before marks, with
    replacements over GBK bytes that also hit across character boundaries. From there on the bytes
    are paired wrongly until something puts them back in step, and some get lost. Each such run is
    read anew: what the bytes may have been is searched, run through the model of the damage, and
    taken if it gives the damaged text and is far likelier than the text as it stands. Readings that
    stand in step stay for `remove_gloss`; a character that comes back gets the reading that it has
    everywhere else on the page, so that the page's table stays complete.

    When it is wrong: where a byte was lost, the character is chosen by its neighbours, and the
    wrong one may be the likeliest. Each guess that is not clearly better than the next one is
    reported as a note with the candidates.

    Options: `sure`: how many times likelier than the next one a guessed character must be; below
    that a `?` stands for it. 1 takes the likeliest in any case.

    Example: `認(rèn)可??傮w來看` becomes `認(rèn)可。總體來看`.
    """

    sure: float = 1.2

    gate: ClassVar[str] = r"\?(?:[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿêɑɡ]{1,6}\)|[,、。;?!])"

    def __call__(self, doc: Document) -> Sequence[Finding]:
        """Return what is put back, and notes on what stays open."""
        # Not above: most pages have nothing to put back, and the tables take time to load.
        from cleaner.damage.realignment import realign

        return realign(doc.text, doc.folded, sure=self.sure)
