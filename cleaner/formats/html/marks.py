"""The marked text of a block: its words, with Markdown for links, images and type."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

_TYPE_MARKS = {"b": "**", "strong": "**", "em": "*", "i": "*", "code": "`", "kbd": "`", "samp": "`"}


@dataclass(slots=True)
class Marker:
    """Collects marked text beside the plain text of the walk.

    A mark that would reach over the border of a block is left out, never torn.

    Attributes:
        links, images, type: what to mark.
        url: the address of the page, against which relative addresses are resolved.
    """

    links: bool = False
    images: bool = False
    type: bool = False
    url: str = ""
    pieces: list[str] = field(default_factory=list)
    _block: int = 0
    _open: list[tuple[int, int]] = field(default_factory=list)

    def start(self) -> None:
        """Enter an inline element."""
        self._open.append((self._block, len(self.pieces)))

    def end(self, element: Any) -> None:
        """Leave an inline element and put its marks around what it held."""
        block, place = self._open.pop()
        inside = "".join(self.pieces[place:]) if block == self._block else ""
        core = inside.strip()
        if not core:
            return
        tag = element.tag
        target = element.get("href") or ""
        if tag == "a" and self.links and target and not target.startswith(("#", "javascript:")):
            marked = f"[{core}]({self._resolve(target)})"
        elif tag in _TYPE_MARKS and self.type:
            marked = f"{_TYPE_MARKS[tag]}{core}{_TYPE_MARKS[tag]}"
        else:
            return
        head = inside[: len(inside) - len(inside.lstrip())]
        self.pieces[place:] = [head, marked, inside[len(inside.rstrip()) :]]

    def add_image(self, element: Any) -> None:
        """Put an image where it stands."""
        source = element.get("src") or element.get("data-src") or ""
        if self.images and source and not source.startswith("data:"):
            alt = " ".join((element.get("alt") or "").split())
            self.pieces.append(f"![{alt}]({self._resolve(source)})")

    def flush(self) -> str:
        """The marked text of the block that ends here."""
        text = " ".join("".join(self.pieces).split())
        self.pieces.clear()
        self._block += 1
        return text

    def _resolve(self, target: str) -> str:
        """An absolute address where the page's own is known."""
        try:
            address = urljoin(self.url, target.strip()) if self.url else target.strip()
        except ValueError:
            address = target
        return address.replace(" ", "%20").replace(")", "%29")
