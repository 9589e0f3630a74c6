"""Put text back in step whose GBK bytes were shifted: `當?shù)貎?yōu)秀` becomes `當地優(yōu)秀`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from cleaner.core.document import Document
from cleaner.core.edits import Finding
from cleaner.damage.realignment import realign

__all__ = ["RealignGbk"]


@dataclass(frozen=True, slots=True)
class RealignGbk:
    """Put shifted runs of GBK text back in step."""

    gate: ClassVar[str] = r"\?(?:[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿêɑɡ]{1,6}\)|[,、。;?!]+[^\n])"

    def __call__(self, doc: Document) -> Sequence[Finding]:
        """Return what is put back, and notes on what stays open."""
        return realign(doc.text, doc.folded)
