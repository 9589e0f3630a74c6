"""The arguments by which every command reads its input: text of any encoding, or HTML pages."""

from __future__ import annotations

import argparse
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from cleaner.cli.choice import add_encoding
from cleaner.core.document import Document
from cleaner.core.errors import InputError

if TYPE_CHECKING:
    from cleaner.judge.model import Model

__all__ = ["Input", "add_reading", "read_input"]


class Input(NamedTuple):
    """A document, the name the user knows it by, and the bytes it came from."""

    name: str
    doc: Document
    data: bytes


def add_reading(parser: argparse.ArgumentParser) -> None:
    """Add --encoding, --html and what goes with it."""
    group = parser.add_argument_group("how the input is read")
    add_encoding(group)
    group.add_argument("--html", action="store_true", help="HTML pages: take out the article first")
    group.add_argument(
        "--extractor",
        choices=("judge", "trafilatura", "vote"),
        default="judge",
        help="with --html: who chooses the article (default: judge)",
    )
    group.add_argument("--format", choices=("text", "markdown"), default="text", help="with --html")
    group.add_argument(
        "--posts",
        choices=("auto", "first", "all"),
        default="auto",
        help="with --html: of a thread the first post or all (default: as the judge sees it)",
    )
    group.add_argument(
        "--title", action="store_true", help="with --html: keep the headline above the article"
    )
    group.add_argument("--no-tables", action="store_true", help="with --html: leave tables out")
    group.add_argument("--links", action="store_true", help="with --format markdown: keep links")
    group.add_argument("--images", action="store_true", help="with --format markdown: keep images")
    group.add_argument(
        "--model",
        metavar="FILE",
        help="with --html: your own judge, made by cleaner fit-html (default: the one shipped)",
    )
    group.add_argument("--url", default="", help="with --html: the address of the page")


def read_input(name: str, arguments: argparse.Namespace | None = None) -> Input:
    """Return the document in a file, or on standard input for `-`.

    Raises:
        InputError: it cannot be read, or is no text.
    """
    if name == "-":
        data, shown = sys.stdin.buffer.read(), "<stdin>"
    else:
        try:
            data, shown = Path(name).read_bytes(), name
        except OSError as error:
            raise InputError(f"{name}: {error.strerror or error}") from error
    wish: dict[str, Any] = {} if arguments is None else vars(arguments)
    if wish.get("html"):
        return Input(shown, _read_page(data, shown, wish), data)
    from cleaner.formats import text

    return Input(shown, text.read(data, wish.get("encoding"), id=shown), data)


def _read_page(data: bytes, name: str, wish: dict[str, Any]) -> Document:
    from cleaner.formats import html

    return html.read(
        data,
        url=wish["url"],
        id=name,
        extractor=wish["extractor"],
        format=wish["format"],
        posts=wish["posts"],
        tables=not wish["no_tables"],
        links=wish["links"],
        images=wish["images"],
        title=wish["title"],
        encoding=wish["encoding"],
        model=_load_model(wish["model"]) if wish["model"] else None,
    )


@cache
def _load_model(name: str) -> Model:
    from cleaner.judge.model import ModelError, load

    try:
        return load(Path(name).read_bytes())
    except OSError as error:
        raise InputError(f"{name}: {error.strerror or error}") from error
    except ModelError as error:
        raise InputError(f"{name}: {error}") from error
