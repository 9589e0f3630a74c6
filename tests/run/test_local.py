"""Corpora on one machine: the same bytes from any number of workers, and nothing lost."""

import gzip
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cleaner.core.errors import CleanerError, InputError
from cleaner.formats.jsonl import Jsonl
from cleaner.formats.record import Chunk, Cut
from cleaner.formats.whole import Whole
from cleaner.run.batch import Options, StoppedError
from cleaner.run.description import Description, describe
from cleaner.run.folder import OtherRulesError
from cleaner.run.inputs import Wanted
from cleaner.run.local import Plan, Summary, run_to_folder
from cleaner.run.report import Report
from cleaner.run.work import Job, Part, Unopened, clean_chunk, clean_file
from tests.run.deadly import RULES


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    """A plan for `in/` with the deadly rules, in small chunks."""
    rules = tmp_path / "deadly.yaml"
    rules.write_text(RULES, "utf-8")
    (tmp_path / "in").mkdir()
    description = describe(Description(profile=str(rules)))
    return Plan((str(tmp_path / "in"),), description, cut=Cut(200), workers=2, timeout=20)


def put(tmp_path: Path, name: str, texts: list[str]) -> Path:
    """Write a file of records."""
    path = tmp_path / "in" / name
    path.parent.mkdir(exist_ok=True, parents=True)
    lines = (json.dumps({"id": f"{name}-{n}", "text": text}) for n, text in enumerate(texts))
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def run(plan: Plan, tmp_path: Path, **changes: Any) -> Summary:
    """Run into `out/`."""
    return run_to_folder(replace(plan, **changes), str(tmp_path / "out"))


def files(folder: Path) -> dict[str, bytes]:
    """All outputs, without what differs from run to run."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "manifest.json" and "_run" not in path.parts
    }


def lines(path: Path) -> list[dict[str, Any]]:
    """The records of a file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_any_number_of_workers_gives_the_same_bytes(plan: Plan, tmp_path: Path) -> None:
    """Reports and lists, too; and everything is cleaned once, in order."""
    texts = [f"脏 {n}" if n % 7 else "RAISE" for n in range(60)]
    put(tmp_path, "a.jsonl", texts)
    put(tmp_path, "sub/b.jsonl", texts[:3])
    one = run_to_folder(replace(plan, workers=1), str(tmp_path / "one"))
    three = run_to_folder(replace(plan, workers=3), str(tmp_path / "three"))
    assert files(tmp_path / "one") == files(tmp_path / "three")
    assert one.report == three.report
    expected = [text.replace("脏", "净") for text in texts]
    assert expected == [record["text"] for record in lines(tmp_path / "one" / "a.jsonl")]
    assert {
        "a.jsonl",
        "sub/b.jsonl",
        "_failed/a.jsonl.jsonl",
        "_failed/sub/b.jsonl.jsonl",
        "report.json",
    } == set(files(tmp_path / "one"))


def test_a_record_that_kills_or_hangs_is_kept_and_listed(plan: Plan, tmp_path: Path) -> None:
    """Its neighbours are cleaned by the worker's successor."""
    texts = ["脏", "DIE", "脏", f"ONCE {tmp_path / 'mark'}", "HANG", "脏"]
    put(tmp_path, "a.jsonl", texts)
    summary = run(plan, tmp_path, timeout=2.0, cut=Cut())
    expected = [text.replace("脏", "净") for text in texts]
    assert expected == [record["text"] for record in lines(tmp_path / "out" / "a.jsonl")]
    assert [
        ("a.jsonl-1", "not cleaned: its worker died twice (SIGKILL)"),
        ("a.jsonl-4", "not cleaned: took longer than 2 seconds"),
    ] == [(e["id"], e["reason"]) for e in lines(tmp_path / "out" / "_failed" / "a.jsonl.jsonl")]
    assert (6, 2) == (summary.report.records, summary.report.failed)


def test_failed_records_can_be_dropped_or_stop_the_run(plan: Plan, tmp_path: Path) -> None:
    """A dropped one stands whole in the list."""
    put(tmp_path, "a.jsonl", ["脏", "RAISE", "脏"])
    run(plan, tmp_path, options=Options(on_error="drop"))
    assert ["净", "净"] == [record["text"] for record in lines(tmp_path / "out" / "a.jsonl")]
    [listed] = lines(tmp_path / "out" / "_failed" / "a.jsonl.jsonl")
    assert {"id": "a.jsonl-1", "text": "RAISE"} == listed["record"]
    with pytest.raises(StoppedError, match=r"a\.jsonl: record 'a\.jsonl-1': .*as told"):
        run_to_folder(replace(plan, options=Options(on_error="stop")), str(tmp_path / "stop"))


def test_what_is_done_is_not_done_again(plan: Plan, tmp_path: Path) -> None:
    """Inputs that changed, and new ones, are."""
    put(tmp_path, "a.jsonl", ["脏"])
    put(tmp_path, "b.jsonl", ["脏 b", "RAISE"])
    assert 0 == run(plan, tmp_path).skipped
    before = files(tmp_path / "out")
    again = run(plan, tmp_path)
    assert (2, 3) == (again.skipped, again.report.records)
    assert before == files(tmp_path / "out")
    put(tmp_path, "b.jsonl", ["脏 changed"])
    put(tmp_path, "c.jsonl", ["脏 new"])
    third = run(plan, tmp_path)
    assert (1, 3, 0) == (third.skipped, third.report.records, third.report.failed)
    assert ["净 changed"] == [record["text"] for record in lines(tmp_path / "out" / "b.jsonl")]
    assert "_failed/b.jsonl.jsonl" not in files(tmp_path / "out")


def test_an_output_that_was_removed_is_made_again(plan: Plan, tmp_path: Path) -> None:
    """What is done is done only while it is there."""
    put(tmp_path, "a.jsonl", ["脏"])
    run(plan, tmp_path)
    (tmp_path / "out" / "a.jsonl").unlink()
    assert 0 == run(plan, tmp_path).skipped
    assert ["净"] == [record["text"] for record in lines(tmp_path / "out" / "a.jsonl")]


def test_an_output_of_another_size_is_made_again(plan: Plan, tmp_path: Path) -> None:
    """As a crash of the machine leaves it."""
    put(tmp_path, "a.jsonl", ["脏"])
    put(tmp_path, "b.jsonl", ["脏"])
    run(plan, tmp_path)
    before = files(tmp_path / "out")
    (tmp_path / "out" / "a.jsonl").write_bytes(b"")
    assert 1 == run(plan, tmp_path).skipped
    assert before == files(tmp_path / "out")


def test_small_files_are_read_by_workers(plan: Plan, tmp_path: Path) -> None:
    """Many at a time; one that kills its worker is listed alone, and the sums are those of all."""
    for number in range(150):
        text = {70: "DIE", 80: "RAISE", 90: "HANG"}.get(number, f"脏 {number}")
        put(tmp_path, f"{number:03}.jsonl", [text])
    put(tmp_path, "large.jsonl", ["脏"] * 3000)
    small = replace(plan, cut=Cut(4096), timeout=2.0)
    for workers in (1, 3):
        out = tmp_path / f"out{workers}"
        summary = run_to_folder(replace(small, workers=workers), str(out))
        assert (3150, 3) == (summary.report.records, summary.report.failed)
        assert ["净 149"] == [each["text"] for each in lines(out / "149.jsonl")]
        assert 3 == len(list((out / "_failed").iterdir()))
        again = run_to_folder(replace(small, workers=workers), str(out))
        assert (151, summary.report) == (again.skipped, again.report)
    assert files(tmp_path / "out1") == files(tmp_path / "out3")


def test_a_small_file_of_several_chunks_is_one_output(plan: Plan, tmp_path: Path) -> None:
    """Packed ones unpack to more than they are."""
    texts = [f"脏 {n}" for n in range(100)]
    path = put(tmp_path, "a.jsonl", texts)
    packed = path.with_name("b.jsonl.gz")
    packed.write_bytes(gzip.compress(path.read_bytes()))
    job = Job(str(packed), Jsonl(), plan.options, read_codec="gz", cut=Cut(200))
    part = clean_file(plan.description.chain(), job, lambda number: None)
    assert isinstance(part, Part)
    expected = [text.replace("脏", "净") for text in texts]
    assert expected == [json.loads(line)["text"] for line in part.body.splitlines()]
    assert Report.from_json(json.loads(part.told)) == part.report
    assert 100 == part.report.records


def test_a_file_that_is_gone_when_its_turn_comes_is_named(plan: Plan, tmp_path: Path) -> None:
    """And does not end the run."""
    job = Job(str(tmp_path / "gone"), Jsonl(), plan.options)
    expected = Unopened(f"{tmp_path / 'gone'}: No such file or directory")
    assert expected == clean_file(plan.description.chain(), job, lambda number: None)


def test_a_folder_to_remember_in_goes_with_an_address(plan: Plan, tmp_path: Path) -> None:
    """Beside a local output it would be a second one."""
    put(tmp_path, "a.jsonl", ["脏"])
    with pytest.raises(CleanerError, match="--state goes with"):
        run_to_folder(plan, str(tmp_path / "out"), str(tmp_path / "state"))


def test_other_rules_do_not_mix(plan: Plan, tmp_path: Path) -> None:
    """Nor do other options: the folder says which it was begun with."""
    put(tmp_path, "a.jsonl", ["脏"])
    run(plan, tmp_path)
    before = files(tmp_path / "out")
    other = describe(Description(profile="repair"))
    with pytest.raises(OtherRulesError, match="fingerprint was"):
        run(plan, tmp_path, description=other)
    with pytest.raises(OtherRulesError, match="on_error was 'keep', is 'drop'"):
        run(plan, tmp_path, options=Options(on_error="drop"))
    assert before == files(tmp_path / "out")


def test_rules_that_change_while_workers_load_are_noticed(plan: Plan, tmp_path: Path) -> None:
    """Every worker compares the fingerprint."""
    put(tmp_path, "a.jsonl", ["脏"])
    wrong = replace(plan.description, fingerprint="0" * 16)
    with pytest.raises(CleanerError, match="the rules are not the ones"):
        run(plan, tmp_path, description=wrong)


def test_a_torn_part_is_made_again(plan: Plan, tmp_path: Path) -> None:
    """As are parts of an input that has changed since."""
    texts = [f"脏 {n}" for n in range(40)]
    put(tmp_path, "a.jsonl", [*texts, "RAISE"])
    stop = replace(plan, options=Options(on_error="stop"))
    with pytest.raises(StoppedError):
        run_to_folder(stop, str(tmp_path / "out"))
    parts = sorted((tmp_path / "out" / "_run" / "parts").glob("*/*"))
    assert len(parts) > 2
    parts[0].write_bytes(parts[0].read_bytes()[:-5])
    parts[1].write_bytes(b"")
    put(tmp_path, "a.jsonl", texts)
    summary = run_to_folder(stop, str(tmp_path / "out"))
    assert 0 < summary.resumed <= len(parts) - 2
    expected = [text.replace("脏", "净") for text in texts]
    assert expected == [record["text"] for record in lines(tmp_path / "out" / "a.jsonl")]


def test_damage_is_listed_with_its_place_and_the_rest_is_cleaned(
    plan: Plan, tmp_path: Path
) -> None:
    """A bad line, and a gzip file that is cut off."""
    path = put(tmp_path, "a.jsonl", ["脏"])
    place = path.stat().st_size
    with path.open("ab") as file:
        file.write(b'{"text": \n{"text": "\xe8\x84\x8f"}\n')
    whole = gzip.compress(path.read_bytes() * 50)
    (tmp_path / "in" / "b.jsonl.gz").write_bytes(whole[:-30])
    summary = run(plan, tmp_path)
    assert ["净", "净"] == [record["text"] for record in lines(tmp_path / "out" / "a.jsonl")]
    [listed] = lines(tmp_path / "out" / "_failed" / "a.jsonl.jsonl")
    assert (place, '{"text": ') == (listed["offset"], listed["raw"])
    data = gzip.decompress((tmp_path / "out" / "b.jsonl.gz").read_bytes())
    assert data.count("净".encode()) > 10
    reasons = [e["reason"] for e in lines(tmp_path / "out" / "_failed" / "b.jsonl.gz.jsonl")]
    assert "the gzip member that begins here is cut off" in reasons
    assert summary.unread >= 2


def test_tables_keep_their_columns(plan: Plan, tmp_path: Path) -> None:
    """Details only if asked for, in one column of JSON."""
    (tmp_path / "in" / "a.csv").write_text('n,text\n1,"脏\n,"\n2,RAISE\n', "utf-8")
    run(plan, tmp_path)
    assert 'n,text\n1,"净\n,"\n2,RAISE\n' == (tmp_path / "out" / "a.csv").read_text("utf-8")
    run_to_folder(replace(plan, options=Options(details="changes")), str(tmp_path / "more"))
    text = (tmp_path / "more" / "a.csv").read_text("utf-8")
    assert text.startswith(
        'n,text,cleaner\n1,"净\n,","{""changes"": [[0, 1, ""净"", ""test.deadly""]]}"\n2,'
    )


def test_parquet_goes_in_and_out(plan: Plan, tmp_path: Path) -> None:
    """With its other columns; a file that is cut off gives none, and does not stop the others."""
    arrow = pytest.importorskip("pyarrow", reason="the extra parquet is not installed")
    parquet = pytest.importorskip("pyarrow.parquet")
    table = arrow.table({"text": ["脏", None, "RAISE"] * 20, "other": [[n] for n in range(60)]})
    parquet.write_table(table, tmp_path / "in" / "a.parquet", row_group_size=25)
    data = (tmp_path / "in" / "a.parquet").read_bytes()
    (tmp_path / "in" / "b.parquet").write_bytes(data[:-9])
    summary = run(plan, tmp_path)
    cleaned = parquet.read_table(tmp_path / "out" / "a.parquet")
    assert cleaned.schema.equals(table.schema)
    assert ["净", None, "RAISE"] * 20 == cleaned.column("text").to_pylist()
    assert cleaned.column("other").equals(table.column("other"))
    assert (60, 20, 1) == (summary.report.records, summary.report.failed, summary.unread)
    assert not (tmp_path / "out" / "b.parquet").exists()


def test_texts_are_one_document_a_file(plan: Plan, tmp_path: Path) -> None:
    """In any encoding, in folders that stay."""
    (tmp_path / "in" / "x").mkdir()
    (tmp_path / "in" / "x" / "a.txt").write_bytes("脏东西，也是东西。\n".encode("gb18030"))
    (tmp_path / "in" / "b.txt").write_bytes(b"")
    run(plan, tmp_path, wanted=Wanted("text"))
    assert {"x/a.txt": "净东西，也是东西。\n".encode(), "b.txt": b""} == {
        name: data for name, data in files(tmp_path / "out").items() if name.endswith("txt")
    }


def test_crawls_become_json_lines(plan: Plan, tmp_path: Path) -> None:
    """With what the crawl knew; a page that kills is kept and listed as any other record."""
    pytest.importorskip("fastwarc", reason="the extra warc is not installed")
    data = b""
    for number, text in enumerate(["脏页", "DIE", "date 脏"]):
        content = text.encode()
        data += (
            (
                f"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: https://x.example/{number}\r\n"
                f"WARC-Date: 2026-01-01T00:00:00Z\r\nContent-Type: text/plain\r\n"
                f"Content-Length: {len(content)}\r\n\r\n"
            ).encode()
            + content
            + b"\r\n\r\n"
        )
    (tmp_path / "in" / "a.warc.wet.gz").write_bytes(gzip.compress(data))
    run(plan, tmp_path)
    data = gzip.decompress((tmp_path / "out" / "a.jsonl.gz").read_bytes())
    pages = [json.loads(line) for line in data.splitlines()]
    assert [
        (text, f"https://x.example/{n}") for n, text in enumerate(["净页", "DIE", "date 净"])
    ] == [(page["text"], page["url"]) for page in pages]
    assert {"2026-01-01T00:00:00Z"} == {page["date"] for page in pages}
    [listed] = lines(tmp_path / "out" / "_failed" / "a.jsonl.gz.jsonl")
    assert "its worker died twice" in listed["reason"]


def test_a_page_that_kills_its_reader_is_listed(
    plan: Plan,
) -> None:
    """By its place: there is no text of it. The other pages are read."""
    chunk = Chunk(0, "脏脏".encode(), 0, 6, marks=((0, 3, 0), (3, 6, 3)))
    reasons = {2: "not cleaned: its worker died twice (SIGSEGV)"}
    part = clean_chunk(plan.description.chain(), Job("x", Whole(), Options()), chunk, reasons.get)
    assert ("净".encode(), 1) == (part.body, part.unread)
    assert {"input": "x", "offset": 3, "id": "", "reason": reasons[2]} == json.loads(part.failed)


def test_everything_can_become_json_lines(plan: Plan, tmp_path: Path) -> None:
    """Packed as asked."""
    (tmp_path / "in" / "a.csv").write_text("n,text\n1,脏\n", "utf-8")
    run(plan, tmp_path, wanted=Wanted(to="jsonl.gz"))
    data = gzip.decompress((tmp_path / "out" / "a.jsonl.gz").read_bytes())
    assert {"n": "1", "text": "净"} == json.loads(data)


def test_a_wrong_field_is_said_at_once(plan: Plan, tmp_path: Path) -> None:
    """Instead of a corpus listed as failed."""
    put(tmp_path, "a.jsonl", ["脏"])
    with pytest.raises(CleanerError, match=r"no record has a field 'body'.*'id', 'text'"):
        run(plan, tmp_path, options=Options(text="body"))


def test_inputs_are_never_overwritten(plan: Plan, tmp_path: Path) -> None:
    """Nor is any folder that was not made by a run."""
    path = put(tmp_path, "a.jsonl", ["脏"])
    with pytest.raises(CleanerError, match="would be overwritten"):
        run_to_folder(plan, str(tmp_path / "in"))
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "a.jsonl").write_text("mine")
    with pytest.raises(CleanerError, match="holds other files"):
        run_to_folder(plan, str(tmp_path / "other"))
    assert "脏" in json.loads(path.read_text())["text"]


def test_outputs_stay_in_their_folder(plan: Plan, tmp_path: Path) -> None:
    """A link that leads out of it is not followed."""
    put(tmp_path, "sub/a.jsonl", ["脏"])
    run(plan, tmp_path)
    (tmp_path / "elsewhere").mkdir()
    put(tmp_path, "sub/b.jsonl", ["脏"])
    for old in (tmp_path / "out" / "sub").iterdir():
        old.unlink()
    (tmp_path / "out" / "sub").rmdir()
    (tmp_path / "out" / "sub").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CleanerError, match="leads out of"):
        run(plan, tmp_path)
    assert [] == list((tmp_path / "elsewhere").iterdir())


def test_two_outputs_of_one_name_are_refused(plan: Plan, tmp_path: Path) -> None:
    """Both inputs are named."""
    first, second = put(tmp_path, "x/a.jsonl", ["脏"]), put(tmp_path, "y/a.jsonl", ["脏"])
    with pytest.raises(InputError, match=r"x/a.jsonl and .*y/a.jsonl would both become a.jsonl"):
        run(plan, tmp_path, inputs=(str(first), str(second)))


def test_an_output_folder_within_the_input_is_no_input(plan: Plan, tmp_path: Path) -> None:
    """A second run does not clean what the first one made."""
    put(tmp_path, "a.jsonl", ["脏"])
    for _ in range(2):
        summary = run_to_folder(plan, str(tmp_path / "in" / "clean"))
    assert 1 == summary.inputs


@pytest.mark.parametrize(
    ("name", "message"), [("none.jsonl", "no such file"), ("x.bin", "--format")]
)
def test_inputs_that_cannot_be_used_are_named(
    plan: Plan, tmp_path: Path, name: str, message: str
) -> None:
    """Before anything is done."""
    (tmp_path / "in" / "x.bin").write_bytes(b"x")
    with pytest.raises(InputError, match=message):
        run(plan, tmp_path, inputs=(str(tmp_path / "in" / name),))


def test_addresses_are_inputs_and_outputs(plan: Plan, tmp_path: Path) -> None:
    """What is done is remembered in a local folder."""
    fsspec = pytest.importorskip("fsspec", reason="the extra remote is not installed")
    system = fsspec.filesystem("memory")
    system.pipe_file("/corpus/x/a.jsonl", json.dumps({"text": "脏"}).encode())
    remote = replace(plan, inputs=("memory://corpus",))
    with pytest.raises(CleanerError, match="--state"):
        run_to_folder(remote, "memory://clean")
    for skipped in (0, 1):
        summary = run_to_folder(remote, "memory://clean", str(tmp_path / "state"))
        assert skipped == summary.skipped
    assert "净" in json.loads(system.cat_file("/clean/x/a.jsonl"))["text"]
    assert 1 == json.loads(system.cat_file("/clean/manifest.json"))["records"]
