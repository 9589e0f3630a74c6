"""WARC and WET: pages with their addresses, dates and offsets, past damage that is named."""

import gzip
import io

import pytest

from cleaner.formats.compression import Codec, pack, unpack
from cleaner.formats.record import Chunk, Cut, Record, Trouble
from cleaner.formats.warc import Warc

pytest.importorskip("fastwarc", reason="the extra warc is not installed")

TEXT = "第一段。\nSecond paragraph, of page "


def record(number: int, kind: str = "conversion", content: bytes | None = None) -> bytes:
    """A record as crawlers write it."""
    content = f"{TEXT}{number}".encode() if content is None else content
    mime = "text/plain" if kind == "conversion" else "application/http; msgtype=response"
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://example.org/{number}\r\n"
        f"WARC-Date: 2026-03-0{number}T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n"
        f"Content-Type: {mime}\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content + b"\r\n\r\n"


def response(kind: str, body: bytes, status: str = "200 OK") -> bytes:
    """What a server answered."""
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


RECORDS = [record(number) for number in range(1, 6)]


def cut(data: bytes, codec: Codec = "", size: int = 1 << 20, limit: int = 1 << 20) -> list[Chunk]:
    """The chunks of a file."""
    return list(Warc().chunks(unpack(io.BytesIO(data), codec), Cut(size, limit)))


def read(chunks: list[Chunk]) -> tuple[list[Record], list[Trouble]]:
    """Pages and troubles."""
    items = [item for c in chunks for item in (*c.troubles, *Warc().read(c))]
    return (
        [item for item in items if isinstance(item, Record)],
        [item for item in items if isinstance(item, Trouble)],
    )


@pytest.mark.parametrize("size", [1, 1 << 20])
@pytest.mark.parametrize("codec", ["", "gz"])
def test_pages_have_what_the_crawler_knew(codec: Codec, size: int) -> None:
    """The offset is where the record, or the packed member with it, begins in the file."""
    members = [pack(each, codec) for each in RECORDS]
    pages, troubles = read(cut(b"".join(members), codec, size))
    starts = [sum(map(len, members[:n])) for n in range(5)]
    assert (starts, []) == ([page.offset for page in pages], troubles)
    assert pages[2].fields == {
        "id": "<urn:uuid:3>",
        "url": "https://example.org/3",
        "date": "2026-03-03T00:00:00Z",
        "offset": starts[2],
        "text": f"{TEXT}3",
        "encoding": "utf-8",
    }


def test_only_answers_of_text_are_pages() -> None:
    """Requests, images, redirections and errors are none, and are no trouble."""
    data = (
        record(1, "request", b"GET / HTTP/1.1\r\n\r\n")
        + record(2, "response", response("image/png", b"\x89PNG"))
        + record(3, "response", response("text/plain", b"moved", "301 Moved"))
        + record(4, "response", response("text/plain; charset=gbk", "中文网页".encode("gbk")))
    )
    pages, troubles = read(cut(data))
    assert (["中文网页"], []) == ([page.fields["text"] for page in pages], troubles)


def test_packed_answers_are_unpacked() -> None:
    """Crawlers keep what the server sent."""
    body = gzip.compress(TEXT.encode())
    answer = response("text/plain\r\nContent-Encoding: gzip", body)
    pages, troubles = read(cut(record(1, "response", answer)))
    assert ([TEXT], []) == ([page.fields["text"] for page in pages], troubles)


PAGE = (
    '<html lang="zh"><head><title>题目</title></head><body><nav><a href="/">首页</a></nav><article>'
    + "<p>这是文章的正文，它有好几句话，说的是一件完整的事情。</p>" * 8
    + "</article></body></html>"
)


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("gbk", "gbk"),
        ("iso-8859-1", "gbk"),
        ("utf-8", "gbk"),
        ("x-none", "utf-8"),
    ],
)
def test_pages_of_html_are_read_in_what_they_are_in(charset: str, encoding: str) -> None:
    """Whatever the server says of it."""
    body = PAGE.encode(encoding)
    pages, troubles = read(
        cut(record(1, "response", response(f"text/html; charset={charset}", body)))
    )
    [page] = pages
    assert "这是文章的正文" in str(page.fields["text"])
    assert "<p>" not in str(page.fields["text"])
    assert ("题目", "https://example.org/1", []) == (
        page.fields["title"],
        page.fields["url"],
        troubles,
    )


@pytest.mark.parametrize("codec", ["", "gz"])
def test_a_file_that_is_cut_in_a_record_is_named(codec: Codec) -> None:
    """The records before it are read."""
    members = [pack(each, codec) for each in RECORDS]
    pages, troubles = read(cut(b"".join(members)[:-60], codec))
    assert 4 == len(pages)
    assert sum(map(len, members[:4])) in {trouble.offset for trouble in troubles}


def test_a_damaged_record_is_named_and_the_others_are_read() -> None:
    """A wrong length, and bytes that are no record."""
    data = b"".join(RECORDS)
    wrong = data.replace(b"Content-Length: ", b"Content-Length: 9", 1)
    pages, troubles = read(cut(wrong))
    assert ([0], ["https://example.org/2"]) == (
        [trouble.offset for trouble in troubles],
        [page.fields["url"] for page in pages[:1]],
    )
    start = len(RECORDS[0]) + len(RECORDS[1])
    junk = data[:start] + b"junk\n" * 9 + data[start:]
    pages, troubles = read(cut(junk))
    assert (5, [start]) == (len(pages), [trouble.offset for trouble in troubles])


def test_a_record_beyond_the_limit_is_left_out() -> None:
    """And named."""
    pages, troubles = read(cut(RECORDS[0] + record(2, content=b"x" * 9_000), limit=1_000))
    assert (1, [len(RECORDS[0])]) == (len(pages), [trouble.offset for trouble in troubles])


def test_a_file_without_a_record_is_named() -> None:
    """Unless it is empty."""
    assert [0] == [trouble.offset for trouble in read(cut(b"this is no WARC"))[1]]
    assert ([], []) == read(cut(b""))
