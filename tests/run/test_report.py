"""Reports add up: the sum over a corpus is the sum of its parts, however it was parted."""

import json
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.core.document import Document
from cleaner.run.report import SHARES, Report, report_result
from cleaner.run.sample import CHOICES, SAMPLES
from tests.run.reports import CHAIN, TEXTS


def report(text: str, place: int = 0) -> Report:
    """The report of one document."""
    return report_result(CHAIN.run(Document(text, str(place)))).placed("f.jsonl", place)


def reports(texts: Sequence[str]) -> list[Report]:
    """The reports of documents that stand one after the other."""
    return [report(text, place) for place, text in enumerate(texts)]


@settings(deadline=None)
@given(st.lists(TEXTS, max_size=30), st.randoms(use_true_random=False), st.integers(0, 30))
def test_merging_is_associative_and_commutative(texts: list[str], random, cut: int) -> None:  # type: ignore[no-untyped-def]
    """Any order, any grouping: the same counts, the same samples, the same histograms."""
    parts = reports(texts)
    whole = Report.sum(parts)
    random.shuffle(parts)
    left, right = Report.sum(parts[:cut]), Report.sum(parts[cut:])
    assert whole == left.merge(right) == right.merge(left)
    one_by_one = Report()
    for part in parts:
        one_by_one = one_by_one.merge(part)
    assert whole == one_by_one
    assert whole == whole.merge(Report())


def test_more_samples_than_are_kept_agree_however_they_are_split() -> None:
    """Also where superfluous ones are thrown away in between."""
    parts = reports([f"menu {number}\nbody {number}" for number in range(400)])
    whole = Report.sum(parts)
    halves = [Report.sum(parts[start::7]) for start in range(7)]
    assert whole == Report.sum(reversed(halves))
    assert len(whole.rules["my.menu"].samples) == SAMPLES


@settings(deadline=None)
@given(st.lists(TEXTS, max_size=5))
def test_a_report_survives_json(texts: list[str]) -> None:
    """It is what workers and later runs send."""
    whole = Report.sum(reports(texts))
    assert whole == Report.from_json(json.loads(json.dumps(whole.to_json())))


@settings(deadline=None)
@given(st.lists(TEXTS, max_size=8))
def test_every_cleaned_document_is_in_one_bucket(texts: list[str]) -> None:
    """Of both histograms; rejected ones are in neither."""
    whole = Report.sum(reports(texts))
    cleaned = whole.records - whole.rejected
    assert (cleaned, cleaned) == (sum(whole.shares), sum(whole.sizes))


def test_buckets_of_shares_hold_their_upper_ends() -> None:
    """Nothing is by itself; five per cent is the first bucket, all is the last."""
    spam, rest = "spam", "x" * 16
    assert report("body").shares[0] == 1
    shares = report(f"{spam}\n{rest}").shares  # 4 of 20 letters
    assert shares.index(1) == 4
    assert len(shares) == SHARES + 1


def test_first_and_last_are_by_place() -> None:
    """Not by the order in which workers finished."""
    parts = reports([f"menu {number}\nbody" for number in ("one", "two", "three")])
    count = Report.sum(parts[::-1]).rules["my.menu"]
    assert ("menu one\n", "menu three\n") == (count.first[0].old, count.last[0].old)


def test_the_same_change_in_many_documents_is_one_sample() -> None:
    """Else one spam line would fill every list."""
    count = Report.sum(reports(["menu one\nbody"] * 50)).rules["my.menu"]
    assert dict.fromkeys(CHOICES, 1) == {name: len(getattr(count, name)) for name in CHOICES}
    assert count.pages == 50
    assert count.samples[0].offset == 0


def test_the_heaviest_and_the_steepest_removals_are_kept() -> None:
    """By letters, and by the share of their document."""
    long, short = "menu " + "m" * 50 + "\n" + "x" * 500, "menu mm\nxx"
    count = Report.sum(reports(["menu m\n" + "x" * 50, short, long])).rules["my.menu"]
    assert (54, 6) == (count.heaviest[0].letters, count.steepest[0].letters)


def test_what_was_spared_rejected_and_warned_of_is_counted() -> None:
    """By the rule that did so."""
    whole = Report.sum(reports(["menu menu menu", "casino", "odd"]))
    assert 1 == whole.rules["my.menu"].spared  # over the budget of 90 %
    assert (1, 1) == (whole.rejected, whole.rules["my.judge"].rejected)
    assert 2 == sum(count.notes for count in whole.rules.values())  # one for the budget
