"""The labelled pages and texts, read from the folders beside this file.

They are data and were written by hand: see README.md here for what an editor keeps and drops.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

__all__ = ["Page", "load_pages", "load_texts"]

_HERE = Path(__file__).parent
_BEFORE = ".in.txt"
_AFTER = ".out.txt"


class Page(NamedTuple):
    """A page as an extractor gave it, and what a careful editor makes of it."""

    name: str
    """`group/name`, as in the file tree."""
    before: str
    after: str

    @property
    def group(self) -> str:
        """The folder of the page: what is the matter with it, or its language."""
        return self.name.partition("/")[0]

    @property
    def is_clean(self) -> bool:
        """Whether nothing but blanks may change."""
        return "".join(self.before.split()) == "".join(self.after.split())


def load_pages() -> list[Page]:
    """Return all labelled pages, ordered by name.

    Raises:
        FileNotFoundError: A page lacks its `.out.txt`.
    """
    folder = _HERE / "pages"
    pages = []
    for path in sorted(folder.glob(f"*/*{_BEFORE}")):
        name = path.relative_to(folder).as_posix().removesuffix(_BEFORE)
        after = path.with_name(path.name.removesuffix(_BEFORE) + _AFTER)
        pages.append(Page(name, path.read_text("utf-8"), after.read_text("utf-8")))
    return pages


def load_texts(kind: str) -> dict[str, str]:
    """Return the texts that must come out unchanged, by name.

    Args:
        kind: `clean` (ordinary texts) or `tempting` (written to tempt a cleaner).
    """
    return {path.stem: path.read_text("utf-8") for path in sorted((_HERE / kind).glob("*.txt"))}
