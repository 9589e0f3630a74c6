"""What is fuzzed: each target takes bytes and raises for what must never be.

A `CleanerError` is an answer and no failure; every other exception is one, and so is a broken
invariant (`AssertionError`) and a check that takes too long (`Hang`, raised by the runner).
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cleaner import Chain, CleanerError, Document, load
from cleaner.core.edits import Edit
from cleaner.formats import html
from cleaner.formats import text as plain
from cleaner.formats.changes import Changes
from cleaner.formats.jsonl import Jsonl
from cleaner.formats.record import Cut, Piece, Record
from cleaner.rulebook.builtin import rule_files
from cleaner.rulebook.examples import check_rule
from cleaner.rulebook.rule_file import read_rules
from tests.fuzz.hostile import UNITS
from tests.fuzz.invariants import check_result, check_stable, without_gates

__all__ = ["TARGETS", "Target"]

ROOT = Path(__file__).parents[2]
PROFILES = ("repair", "web")


@dataclass(frozen=True)
class Target:
    """Something to be fuzzed.

    Attributes:
        check: raises for what must never be; returns a word for what happened, so that the runner
            keeps inputs by which something new happens.
        fragments: what inputs are made of.
    """

    check: Callable[[bytes], str]
    fragments: Callable[[], list[bytes]]


@cache
def chain(profile: str) -> Chain:
    """A shipped chain."""
    return load(profile)


@cache
def repairs() -> Chain:
    """The repairs that leave lines as they are."""
    return load("repair", without=["layout.join"])


@cache
def open_chain(profile: str) -> Chain:
    """The same chain without gates."""
    return without_gates(chain(profile))


def as_text(data: bytes) -> str:
    """The bytes as a text in which everything may stand, lone surrogates too."""
    return (
        data.decode("utf-8", "surrogateescape")
        .encode("utf-8", "surrogatepass")
        .decode("utf-8", "surrogatepass")
    )


def check_text(data: bytes) -> str:
    """Text in: the trace is true, and gates hide nothing."""
    text = as_text(data)
    fired = []
    for profile in PROFILES:
        result = chain(profile).run(text)
        check_result(text, result)
        asked = open_chain(profile).run(text)
        assert asked.text == result.text, "without gates the text is another one"
        edited = [turn.rule for turn in result.trace.passes if turn.edits]
        assert edited == [turn.rule for turn in asked.trace.passes if turn.edits]
        fired += edited
    return " ".join(fired)


def check_second_run(data: bytes) -> str:
    """Text in: a second run of the repairs finds nothing to do.

    Not of `web`: its rules look at places and at pages as a whole, and once lines have gone, a line
    stands in another place of another page. Of 595 real pages 3 change once more. And without the
    joining of lines: a joined line is another one for the repairs before it.
    """
    result = repairs().run(as_text(data))
    check_stable(repairs(), result)
    return " ".join(turn.rule for turn in result.trace.passes if turn.edits)


def check_bytes(data: bytes) -> str:
    """Bytes in: they are read or refused, cleaned, written, and come back by the changes file."""
    doc = plain.read(data)
    result = chain("web").run(doc)
    check_result(doc.text, result)
    cleaned = plain.write(result.text)
    record = Changes.of(result, data, cleaned).to_json()
    assert data == Changes.from_json(record).undo(cleaned), "undo leads to other bytes"
    return doc.meta.get("encoding", "")


def check_html(data: bytes) -> str:
    """HTML in: a document, whatever it is; the chain can go on with it."""
    doc = html.read(data)
    result = chain("web").run(doc)
    check_result(doc.text, result)
    return f"{bool(doc.text)} {doc.meta.get('html_warnings', '')[:60]}"


def check_rules(data: bytes) -> str:
    """A rule file in: rules or one clear complaint; what loads can run and show its examples."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "fuzz.yaml")
        path.write_bytes(data)
        profile = load("repair", rules=[path])
        profile.run(SAMPLE)
        entries = read_rules(path, [])
    for entry in entries:
        check_rule(entry)
    return " ".join(entry.step_name for entry in entries)


def check_changes(data: bytes) -> str:
    """A changes file in: it is refused, or gives back bytes; nothing is believed unchecked."""
    changes = Changes.from_json(data.decode("utf-8", "replace"))
    changes.undo(b"clean")
    return "restored"


def check_jsonl(data: bytes) -> str:
    """JSON Lines in: every line is a record or a trouble, and what is written can be read again."""
    form = Jsonl()
    read: list[Record] = []
    troubles = 0
    for piece in form.chunks(iter([Piece(data, -1, len(data))]), Cut(200, 2000)):
        for each in form.read(piece):
            if isinstance(each, Record):
                read.append(each)
            else:
                troubles += 1
        packed = form.pack(read, piece)
        assert len(read) == sum(map(bool, packed.split(b"\n")))
    for record in read:
        if isinstance(record.fields.get("text"), str):
            chain("repair").run(Document(str(record.fields["text"])))
    return f"{len(read) > 0} {troubles > 0}"


SAMPLE = "當前位置:首頁>新聞\n發(fā)展和創(chuàng)業(yè),,發(fā)展,。\n相关阅读\n版权所有\n"


@cache
def texts() -> list[bytes]:
    """Examples of all rules, units of hostile pages, lines of seeds."""
    found = [*UNITS.values(), "\n", "\n\n", " "]
    for path in rule_files():
        for entry in read_rules(path, []):
            found += [example.text for example in entry.examples]
    for path in sorted(ROOT.glob("seeds/*.txt")):
        found += path.read_text(encoding="utf-8").splitlines()[:60]
    return [text.encode("utf-8", "surrogatepass") for text in found]


def encoded() -> list[bytes]:
    """The same in many encodings, and marks of them."""
    marks = [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x84\x31\x95\x33", b"\xff", b"\x00"]
    codecs = ("utf-8", "gb18030", "big5", "utf-16-le", "shift_jis", "cp1252", "euc-kr")
    return marks + [
        text.decode("utf-8", "replace").encode(codec, "ignore")
        for number, text in enumerate(texts())
        for codec in codecs[number % 7 :: 7]
    ]


def pages() -> list[bytes]:
    """Pieces of pages."""
    tags = "html head body div p span table tr td ul li a script style template svg math pre h1 br"
    found = [f"<{tag}>" for tag in tags.split()] + [f"</{tag}>" for tag in tags.split()]
    found += ["<!--", "-->", "<![CDATA[", "]]>", "<!DOCTYPE html>", "<meta charset=gbk>", "&#0;"]
    found += ['<a href="http://a.b/c">', "<div hidden>", '<p style="display:none">', "&lt;", "\x00"]
    found += ["<plaintext>", "<frameset>", "<noscript>", "<article>", '<script type="application/']
    return [each.encode() for each in found] + texts()


def rule_texts() -> list[bytes]:
    """Pieces of rule files: whole ones, their lines, and what is forbidden."""
    found = [b"&a", b"*a", b"!!python/object:os.system", b"{", b"[", b"- ", b"%", b"---\n", b"<<: "]
    found += [b"x{1000}", b"(((((((", b"(?P<a>", b"\\pL", b"[^", b".*", b"first 30%", b"unless:\n"]
    for path in rule_files():
        text = path.read_bytes()
        found += [b"rules:\n" + rule for rule in _rules(text)]
        found += text.splitlines(keepends=True)[:40]
    return found


def _rules(text: bytes) -> Iterator[bytes]:
    for rule in text.split(b"\n  - id: ")[1:]:
        yield b"  - id: fuzz." + rule + b"\n"


def changes_files() -> list[bytes]:
    """A good changes file of this text, and its pieces."""
    result = chain("repair").run(SAMPLE)
    good = Changes.of(result, SAMPLE.encode(), b"clean").to_json()
    record = json.loads(good)
    lossy = Changes("gbk", b"", "0", "0", (Edit(0, 1),), ("x",), b"x" * 9).to_json()
    pieces = [json.dumps({key: value}) for key, value in record.items()]
    return [each.encode() for each in (good, lossy, *pieces, "[", "]", "1e999", "-1", "null")]


def json_lines() -> list[bytes]:
    """Lines of JSON, good and bad."""
    good = [json.dumps({"text": text.decode("utf-8", "replace"), "n": 1}) for text in texts()[:90]]
    bad = ["[]", "1", '"', "{", "}", "\n", "\ufeff", "NaN", "1" * 5000, "[" * 300, '{"text": 1}']
    return [f"{each}\n".encode() for each in [*good, *bad]] + [
        b"\xff\n",
        b"\x00",
        b'{"a":"\\ud800"}',
    ]


TARGETS = {
    "text": Target(check_text, texts),
    "second-run": Target(check_second_run, texts),
    "bytes": Target(check_bytes, encoded),
    "html": Target(check_html, pages),
    "rules": Target(check_rules, rule_texts),
    "changes": Target(check_changes, changes_files),
    "jsonl": Target(check_jsonl, json_lines),
}
"""Each target by its name."""


def run(name: str, data: bytes) -> str:
    """Check one input; what the package raises on purpose is an answer, without its numbers."""
    try:
        return TARGETS[name].check(data)
    except CleanerError as error:
        message = str(error)
    if not message.strip():
        raise AssertionError("an error without a message")
    return re.sub(r"\d+|'[^']*'", "", message)[-60:]
