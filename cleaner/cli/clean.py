"""`cleaner` the filter, and `cleaner clean FILE...`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from cleaner.cli.choice import add_choice, chosen_profile
from cleaner.cli.exits import DIFFERENT, OK, UNREADABLE, complain
from cleaner.cli.parser import Parser
from cleaner.cli.reading import Input, add_reading, read_input
from cleaner.core.chain import Chain, Result
from cleaner.core.document import Document
from cleaner.core.edits import Note
from cleaner.core.errors import CleanerError, InputError, StepError
from cleaner.core.trace import Trace

__all__ = ["run", "run_filter"]


def run_filter(words: Sequence[str], parser: argparse.ArgumentParser) -> int:
    """Clean standard input to standard output."""
    _add_arguments(parser)
    arguments = parser.parse_args(words)
    chain = chosen_profile(arguments).chain()
    if sys.stdin.isatty():
        complain("reading from the terminal; end with Ctrl-D, or see cleaner --help")
    return _clean(chain, read_input("-", arguments), arguments, None)


def run(words: Sequence[str]) -> int:
    """Clean files, to standard output or into a folder."""
    parser = Parser(
        prog="cleaner clean",
        description="Clean files of text; - is standard input.",
        epilog="examples:\n  cleaner clean page.txt > clean.txt\n  cleaner clean *.txt -o clean/",
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="a file, or - for stdin")
    parser.add_argument(
        "-o", "--output", metavar="FOLDER", help="write each text to this folder, under its name"
    )
    _add_arguments(parser)
    arguments = parser.parse_args(words)
    chain = chosen_profile(arguments).chain()
    if arguments.changes and len(arguments.files) > 1:
        parser.error("--changes goes with one text; several are told apart with --json")
    folder = Path(arguments.output) if arguments.output else None
    if folder is None and len(arguments.files) > 1 and not arguments.json:
        parser.error("several files need -o FOLDER (or --json)")
    if folder:
        if folder.exists() and not folder.is_dir():
            raise CleanerError(f"{folder} is no folder")
        _forbid_twins(parser, arguments.files)
        folder.mkdir(parents=True, exist_ok=True)
    worst = OK
    for name in arguments.files:
        try:
            code = _clean(chain, read_input(name, arguments), arguments, folder)
        except InputError as error:
            complain(error)
            code = UNREADABLE
        worst = max(worst, code)
    return worst


def _forbid_twins(parser: argparse.ArgumentParser, names: Sequence[str]) -> None:
    """Refuse inputs that would be written to the same file: only the last one would be left."""
    seen: dict[str, str] = {}
    for name in names:
        first = seen.setdefault(Path(name).name, name)
        if first != name:
            parser.error(f"{first} and {name} would be written to the same file; see cleaner run")


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_choice(parser)
    add_reading(parser)
    parser.add_argument(
        "--json",
        action="store_true",
        help="write one JSON object a text: id, text, meta, rejected, warnings, changes",
    )
    parser.add_argument(
        "--changes",
        metavar="FILE",
        help="write what was done to this file; cleaner undo needs it (one text only)",
    )
    parser.add_argument("-q", "--quiet", action="store_true", help="print no warnings")


def _clean(chain: Chain, given: Input, arguments: argparse.Namespace, folder: Path | None) -> int:
    """Clean one text and write it; one that fails is written as it came."""
    code = OK
    try:
        result = chain.run(given.doc)
    except StepError as error:
        complain(f"{given.name}: {error}; the text is left as it was")
        result = Result(given.doc.text, None, given.doc.meta, Trace(given.doc.text))
        code = DIFFERENT
    if not arguments.quiet:
        _warn(given, result)
    if result.rejected is not None and not arguments.json:
        return DIFFERENT
    _write(given, result, arguments.json, folder)
    if arguments.changes:
        _write_changes(given, result, Path(arguments.changes))
    return code


def _write_changes(given: Input, result: Result, path: Path) -> None:
    from cleaner.formats import text
    from cleaner.formats.changes import Changes

    record = Changes.of(result, given.data, text.write(result.text)).to_json()
    try:
        path.write_text(record, encoding="ascii")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error


def _warn(given: Input, result: Result) -> None:
    if "encoding_damaged" in given.doc.meta:
        count, place = given.doc.meta["encoding_damaged"], given.doc.meta["encoding_damaged_at"]
        encoding = given.doc.meta["encoding"]
        complain(f"{given.name}: {count} bytes are no {encoding}, the first at byte {place}")
    for message in filter(None, given.doc.meta.get("html_warnings", "").split("\n")):
        complain(f"{given.name}: {message}")
    original = Document(result.trace.original)
    for note in result.warnings:
        line = original.line_number(note.start) + 1
        complain(f"{given.name}:{line}: {note.rule}: {note.message}")
    if result.rejected is not None:
        complain(f"{given.name}: rejected by {result.rejected}")


def _write(given: Input, result: Result, as_json: bool, folder: Path | None) -> None:
    from cleaner.formats import text

    data = (json.dumps(_record(given, result), ensure_ascii=False) + "\n").encode(
        "utf-8", "backslashreplace"
    )
    if not as_json:
        data = text.write(result.text)
    if folder is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    target = folder / (Path(given.name).name + (".json" if as_json else ""))
    if target.exists() and given.name != "<stdin>" and target.samefile(given.name):
        raise CleanerError(f"{target} would overwrite its own input: give another folder")
    target.write_bytes(data)


def _record(given: Input, result: Result) -> dict[str, object]:
    return {
        "id": given.name,
        "text": result.text,
        "meta": dict(result.meta),
        "rejected": result.rejected,
        "warnings": [_note(note) for note in result.warnings],
        "changes": [[e.start, e.end, e.new, e.rule] for e in result.trace.changes()],
    }


def _note(note: Note) -> dict[str, object]:
    return {"start": note.start, "end": note.end, "rule": note.rule, "message": note.message}
