"""What is counted in place is what the reports of the documents add up to."""

from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.core.document import Document
from cleaner.run.report import Failure, Report, report_result
from cleaner.run.tally import Tally
from tests.run.reports import CHAIN, TEXTS


@settings(deadline=None)
@given(st.lists(st.tuples(TEXTS, st.booleans()), max_size=30))
def test_counting_and_adding_reports_are_the_same(texts: list[tuple[str, bool]]) -> None:
    """In any mixture, and as the sum of the reports alone."""
    mixed = Tally()
    parts = []
    for place, (text, as_report) in enumerate(texts):
        result = CHAIN.run(Document(text, str(place)))
        parts.append(report_result(result, str(place)).placed("f", place))
        if as_report:
            mixed.add(parts[-1])
        else:
            mixed.add_result(result, str(place), "f", place)
    assert Report.sum(parts) == mixed.report()


def test_the_best_samples_stay_when_the_others_are_thrown_away() -> None:
    """Whether a sample is worth a look is decided early; many documents decide as one by one do."""
    texts = [f"menu {'m' * (n * 37 % 101)}{n}\n" + "x" * (n * 53 % 211) for n in range(300)]
    results = [CHAIN.run(Document(text, str(n))) for n, text in enumerate(texts)]
    tally = Tally()
    for place, result in enumerate(results):
        tally.add_result(result, str(place), "f", place)
    count = tally.report().rules["my.menu"]
    parts = [report_result(r, str(n)).placed("f", n) for n, r in enumerate(results)]
    everything = [part.rules["my.menu"] for part in parts]
    heaviest = sorted((s for c in everything for s in c.heaviest), key=lambda s: -s.letters)
    steepest = sorted((s for c in everything for s in c.steepest), key=lambda s: -s.share)
    keys = sorted(s.key for c in everything for s in c.samples)
    assert [s.letters for s in heaviest[:4]] == [s.letters for s in count.heaviest]
    assert [s.share for s in steepest[:4]] == [s.share for s in count.steepest]
    assert keys[:8] == [s.key for s in count.samples]


def test_records_without_a_result_are_counted() -> None:
    """Those without text, and those that failed with their letters."""
    tally = Tally()
    tally.add_empty()
    tally.add_failure(Failure("boom", "a", "f", 3), 7)
    failures = (Failure("boom", "a", "f", 3),)
    expected = Report(records=2, failed=1, empty=1, letters_in=7, letters_out=7, failures=failures)
    assert expected == tally.report()
