"""The pure batch: nothing of a record is lost, and everything is said."""

import json

import pytest

from cleaner.core.chain import Chain
from cleaner.core.document import Document
from cleaner.core.edits import Edit, Note
from cleaner.core.rule import Rule
from cleaner.core.step import Reject
from cleaner.run.batch import Options, StoppedError, clean_batch
from cleaner.steps.drop_line import DropLine


def fail(doc: Document) -> list[Edit]:
    """A step that cannot stand one word."""
    if "boom" in doc.text:
        raise ValueError("boom")
    return []


def judge(doc: Document) -> list[Note] | Reject:
    """A step that rejects, or warns."""
    if "casino" in doc.text:
        return Reject("gambling")
    return [Note(0, 1, "looks odd")] if "odd" in doc.text else []


CHAIN = Chain(
    (
        Rule("date", DropLine(pattern=(r"^date: (?P<date>\d+)",))),
        Rule("judge", judge),
        Rule("fail", fail),
    )
)


def test_other_fields_pass_through() -> None:
    """In their order, whatever they are; what was found is added."""
    record = {"n": [1, {"a": None}], "text": "date: 2026\none\n", "id": 7, "z": 1.5}
    [outcome] = clean_batch(CHAIN, [record]).outcomes
    assert {
        "n": [1, {"a": None}],
        "text": "one\n",
        "id": 7,
        "z": 1.5,
        "cleaner": {"meta": {"date": "2026"}},
    } == outcome.record
    assert ["n", "text", "id", "z", "cleaner"] == list(outcome.record)
    assert "7" == outcome.id
    assert "text" in record
    assert "date: 2026\none\n" == record["text"]


def test_what_a_record_knows_is_not_found_anew() -> None:
    """A date of its own wins over one that a rule reads."""
    [outcome] = clean_batch(CHAIN, [{"text": "date: 2026\none", "date": "1999"}]).outcomes
    assert {"text": "one", "date": "1999"} == outcome.record


@pytest.mark.parametrize(
    ("details", "as_text", "expected"),
    [
        ("none", False, {}),
        ("results", False, {"cleaner": {"meta": {"date": "1"}}}),
        ("changes", False, {"cleaner": {"meta": {"date": "1"}, "changes": [[0, 8, "", "date"]]}}),
        (None, False, {"cleaner": {"meta": {"date": "1"}}}),
        (None, True, {}),
        ("results", True, {"cleaner": '{"meta": {"date": "1"}}'}),
    ],
)
def test_details_are_chosen(details: str, as_text: bool, expected: dict[str, object]) -> None:
    """Usually what was found; nothing in tables."""
    options = Options(details=details, as_text=as_text)  # type: ignore[arg-type]
    [outcome] = clean_batch(CHAIN, [{"text": "date: 1\none"}], options).outcomes
    assert {"text": "one", **expected} == outcome.record


def test_a_second_run_leaves_no_old_details() -> None:
    """What was found is of this run."""
    once = clean_batch(CHAIN, [{"text": "date: 1\none"}]).records
    [twice] = clean_batch(CHAIN, once).records
    assert {"text": "one"} == twice


def test_a_failed_record_keeps_its_text() -> None:
    """And says which rule failed."""
    batch = clean_batch(CHAIN, [{"id": "a", "text": "date: 1\nboom"}, {"text": "fine"}])
    first, second = batch.outcomes
    assert "date: 1\nboom" == first.record["text"]
    assert first.failed is not None
    assert "rule 'fail'" in first.failed
    assert (None, "fine") == (second.failed, second.record["text"])
    assert (2, 1) == (batch.report.records, batch.report.failed)


def test_a_rejected_record_says_why() -> None:
    """And is not among the records."""
    batch = clean_batch(CHAIN, [{"text": "casino"}, {"text": "odd"}])
    assert ["judge: gambling", None] == [outcome.rejected for outcome in batch.outcomes]
    assert ["odd"] == [record["text"] for record in batch.records]
    assert 1 == batch.report.rules["judge"].rejected
    warning = {"start": 0, "end": 1, "rule": "judge", "message": "looks odd"}
    assert {"warnings": [warning]} == batch.records[0]["cleaner"]


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ({"body": "x"}, "it has no field 'text'; its fields are 'body'"),
        ({"text": 5}, "holds no text, but int"),
    ],
)
def test_a_record_without_text_fails(record: dict[str, object], message: str) -> None:
    """With the fields that it has."""
    [outcome] = clean_batch(CHAIN, [record]).outcomes
    assert outcome.failed is not None
    assert message in outcome.failed


def test_null_is_no_failure() -> None:
    """Tables have empty cells."""
    batch = clean_batch(CHAIN, [{"text": None}])
    assert ([{"text": None}], 1, 0) == (batch.records, batch.report.empty, batch.report.failed)


def test_the_work_stops_where_it_should() -> None:
    """With the id of the record."""
    with pytest.raises(StoppedError, match=r"record 'b'.*rule 'fail'"):
        clean_batch(CHAIN, [{"id": "b", "text": "boom"}], Options(on_error="stop"))


def test_other_names_of_fields() -> None:
    """Text, id and details are found and put where the user says."""
    options = Options(text="body", id="key", into="found", details="results")
    batch = clean_batch(CHAIN, [{"key": "k", "body": "date: 1\nx", "text": 1}], options)
    assert [{"key": "k", "body": "x", "text": 1, "found": {"meta": {"date": "1"}}}] == batch.records
    assert "k" == batch.outcomes[0].id


def test_lone_surrogates_pass() -> None:
    """They are the chain's business."""
    [record] = clean_batch(CHAIN, [{"text": "a\ud800"}]).records
    assert '"a\\ud800"' in json.dumps(record)
