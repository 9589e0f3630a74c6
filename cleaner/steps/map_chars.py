"""The step `map_chars`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from cleaner.core.document import Document
from cleaner.core.edits import Edit

__all__ = ["MapChars"]


@dataclass(frozen=True, slots=True)
class MapChars:
    """Puts one text in place of another, wherever it stands; the longest one first.

    It sees the text itself, not its folded form, and knows no context: only for what is wrong
    everywhere.

    Options:
        map: what to replace, and by what (an empty text removes it).

    Example:
        map_chars: {map: {"﹑": "、"}}
    """

    map: Mapping[str, str]

    def __call__(self, doc: Document) -> list[Edit]:
        """Return an edit for each place."""
        keys = sorted((key for key in self.map if key in doc.text), key=len, reverse=True)
        if not keys:
            return []
        pattern = re.compile("|".join(map(re.escape, keys)))
        found = (match for match in pattern.finditer(doc.text))
        return [Edit(m.start(), m.end(), self.map[m[0]]) for m in found if self.map[m[0]] != m[0]]
