"""The step `drop_repeated`."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import ClassVar

from cleaner.core.document import Document
from cleaner.core.edits import Edit

__all__ = ["DropRepeated"]


@dataclass(frozen=True, slots=True)
class DropRepeated:
    """Removes lines that stand in the page many times: all but the first, or all of them.

    It is wrong for refrains, litanies, dialogue and tables: ask for many repeats and long lines.

    Options:
        times: a line must stand there at least so many times.
        min_length: and have at least so many letters.
        keep_first: its first occurrence stays.

    Example:
        drop_repeated: {times: 4, min_length: 12}
    """

    removes: ClassVar[bool] = True

    times: int = 3
    min_length: int = 10
    keep_first: bool = True

    def __call__(self, doc: Document) -> list[Edit]:
        """Return a removal for each repeat that goes."""
        keys = ["".join(line.split()) for line in doc.folded.split("\n")]
        counts = Counter(key for key in keys if len(key) >= self.min_length)
        if not counts or counts.most_common(1)[0][1] < self.times:
            return []
        seen: set[str] = set()
        edits = []
        for key, line in zip(keys, doc.lines, strict=True):
            if counts[key] >= self.times:
                if key in seen or not self.keep_first:
                    edits.append(Edit(line.start, min(line.end + 1, len(doc.text))))
                seen.add(key)
        return edits
