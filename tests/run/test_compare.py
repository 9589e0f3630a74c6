"""What a change of rules changes: every difference is found, told by its cause, and adds up."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.core.chain import Chain
from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.core.errors import RuleError
from cleaner.core.rule import Rule
from cleaner.core.step import Reject
from cleaner.run.compare import Comparison, compare_document
from cleaner.run.compare_corpus import Versions, compare_corpus
from cleaner.run.description import Description
from cleaner.run.local import Plan
from cleaner.run.versions import load_versions
from cleaner.steps.drop_line import DropLine
from tests.run.reports import CHAIN, OTHER, TEXTS

ROOT = Path(__file__).parents[2]
RULES = """\
rules:
  - id: my.menu
    about: A menu.
    drop_line:
      pattern: '^menu'
    examples:
      - drop: "menu"
      - keep: "the menu"
"""


def drop(*words: str) -> Chain:
    """A chain with a rule for each word, which drops the lines that begin with it."""
    return Chain(tuple(Rule(f"drop.{word}", DropLine(pattern=(f"^{word}",))) for word in words))


def compare(old: Chain, new: Chain, *texts: str) -> Comparison:
    """What differs on documents that stand in one file."""
    docs = (Document(text, f"id-{number}") for number, text in enumerate(texts))
    return Comparison.sum(compare_document(old, new, doc, "f", n) for n, doc in enumerate(docs))


def test_lines_lost_and_gained_are_counted_and_shown() -> None:
    """Lost: the new chain leaves them out; gained: it leaves them in."""
    found = compare(drop("a", "b"), drop("b", "c"), "a1\nb1\nc1\nrest", "rest")
    assert (2, 1, 1, 1) == (found.records, found.different, found.lines_lost, found.lines_gained)
    assert (2, 2) == (found.letters_lost, found.letters_gained)
    assert ["drop.a", "drop.c"] == list(found.rules)
    samples = {(s.old, s.new, s.id, s.input) for s in found.rules["drop.a"].samples}
    assert {("c1", "", "id-0", "f"), ("", "a1", "id-0", "f")} == samples


def test_the_cause_is_the_first_rule_that_does_otherwise() -> None:
    """A later one that finds less to do is a consequence."""
    found = compare(drop("b"), drop("ab", "b"), "ab\nb\nrest")
    assert 1 == found.rules["drop.ab"].first
    first = compare(drop("b"), drop("(a|b)", "b"), "b\na\nrest").rules
    assert (1, 0) == (first["drop.(a|b)"].first, first["drop.b"].first)
    assert (1, 0) == (first["drop.b"].edits_old, first["drop.b"].edits_new)


def test_a_rule_with_another_id_that_does_the_same_is_no_difference() -> None:
    """What counts is what comes out."""
    assert Comparison(records=1) == compare(drop("a"), drop("[a]"), "a\nrest")


def test_a_changed_line_is_one_sample_with_what_changed() -> None:
    """Not one line lost and another gained, to be compared by eye."""

    def shorten(doc: Document) -> list[Edit]:
        place = doc.text.find("spam")
        return [Edit(place, place + 4)] if place >= 0 else []

    chain = Chain((Rule("short", shorten),))
    found = compare(drop("x"), chain, "a long line with spam in it\nrest")
    (sample,) = found.rules["short"].samples
    assert ("a long line with ", "spam", "", " in it") == (
        sample.before,
        sample.old,
        sample.new,
        sample.after,
    )


def rejecting(doc: Document) -> list[Edit] | Reject:
    """Rejects one word."""
    return Reject("casino") if "casino" in doc.text else []


def failing(doc: Document) -> list[Edit]:
    """Cannot stand one word."""
    if "boom" in doc.text:
        raise ValueError("boom")
    return []


def reading(doc: Document) -> list[Edit]:
    """Reads a date and changes nothing of what comes out."""
    return [Edit(0, 1, doc.text[0], meta={"date": "2020"})]


@pytest.mark.parametrize(
    ("step", "text", "field", "cause"),
    [
        (rejecting, "a casino", "rejected_new", "step"),
        (failing, "a boom", "failed_new", None),
        (reading, "a date", "meta", "step"),
    ],
)
def test_verdicts_and_what_was_read_count_as_well(
    step: Callable[[Document], list[Edit]], text: str, field: str, cause: str | None
) -> None:
    """In both directions; documents on which both agree do not."""
    plain, strict = drop("x"), Chain((Rule("step", step),))
    found = compare(plain, strict, text)
    assert (1, 1) == (found.different, getattr(found, field))
    assert cause == next((rule for rule, change in found.rules.items() if change.first), None)
    back = compare(strict, plain, text)
    assert 1 == getattr(back, field.replace("new", "old"))
    assert 0 == compare(strict, strict, text).different


@settings(deadline=None)
@given(st.lists(TEXTS, max_size=20), st.randoms(use_true_random=False), st.integers(0, 20))
def test_comparisons_add_up_in_any_order(texts: list[str], random, cut: int) -> None:  # type: ignore[no-untyped-def]
    """Associative and commutative, samples too."""
    docs = [Document(text, str(number)) for number, text in enumerate(texts)]
    parts = [compare_document(CHAIN, OTHER, doc, "f", n) for n, doc in enumerate(docs)]
    whole = Comparison.sum(parts)
    random.shuffle(parts)
    left, right = Comparison.sum(parts[:cut]), Comparison.sum(parts[cut:])
    assert whole == left.merge(right) == right.merge(left)
    assert whole == whole.merge(Comparison())


@settings(deadline=None)
@given(TEXTS)
def test_a_chain_does_not_differ_from_itself(text: str) -> None:
    """Nothing is a difference by accident."""
    assert Comparison(records=1) == compare_document(CHAIN, CHAIN, Document(text))


@settings(deadline=None)
@given(TEXTS)
def test_turned_round_what_was_lost_is_gained(text: str) -> None:
    """The two sides are treated alike."""
    there = compare_document(CHAIN, OTHER, Document(text))
    back = compare_document(OTHER, CHAIN, Document(text))
    assert (there.lines_lost, there.letters_gained) == (back.lines_gained, back.letters_lost)
    assert {r: (c.edits_old, c.edits_new) for r, c in there.rules.items()} == {
        r: (c.edits_new, c.edits_old) for r, c in back.rules.items()
    }


def write(path: Path, text: str) -> str:
    """Write a file, and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return str(path)


def rule_ids(profile: object) -> list[str]:
    """The rules of a profile."""
    return [entry.id for entry in profile.entries]  # type: ignore[attr-defined]


def test_rule_files_take_the_places_of_rules_with_their_ids(tmp_path: Path) -> None:
    """So that two versions of a shipped file differ by what was changed in it."""
    shipped = ROOT / "rules" / "zh" / "spam.yaml"
    copy = write(tmp_path / "spam.yaml", shipped.read_text("utf-8"))
    old, new = load_versions(copy, "web")
    assert rule_ids(old) == rule_ids(new)
    assert old.chain().fingerprint == new.chain().fingerprint
    other = write(tmp_path / "mine.yaml", RULES)
    old, new = load_versions(copy, other)
    assert set(rule_ids(new)) - set(rule_ids(old)) == {"my.menu"}
    assert "zh.spam" not in rule_ids(new)  # it is in neither version's file, nor from the profile


def test_profiles_and_files_laid_on_one_are_versions(tmp_path: Path) -> None:
    """By their keys."""
    profile = write(tmp_path / "mine.yaml", "extends: repair\n" + RULES)
    layer = write(tmp_path / "layer.yaml", "without: [repair.width]\n")
    old, new = load_versions(profile, layer, "repair")
    assert "my.menu" in rule_ids(old)
    assert "repair.width" not in rule_ids(new)


def test_a_folder_of_rules_is_a_version(tmp_path: Path) -> None:
    """Its own files are read, not the shipped ones of the same names."""
    folder = tmp_path / "rules"
    write(folder / "profiles" / "web.yaml", "about: Mine.\nchain:\n  - repair.yaml\n")
    write(folder / "profiles" / "repair.yaml", "about: Mine.\nchain:\n  - repair.yaml\n")
    write(folder / "repair.yaml", RULES)
    old, _ = load_versions(str(folder), "web")
    assert ["my.menu"] == rule_ids(old)
    with pytest.raises(RuleError, match=r"needs profiles/none\.yaml"):
        load_versions(str(folder), "web", "none")


def test_a_mistake_in_a_version_is_told_with_its_place(tmp_path: Path) -> None:
    """As everywhere."""
    broken = write(tmp_path / "broken.yaml", RULES.replace("drop_line", "drop_lime"))
    with pytest.raises(RuleError, match=r"broken\.yaml:4:5.*did you mean 'drop_line'"):
        load_versions("web", broken)


def corpus(folder: Path, texts: Sequence[str]) -> str:
    """A folder of texts, and a file with something wrong in it."""
    for number, text in enumerate(texts):
        write(folder / f"{number:03}.txt", text)
    write(folder / "records.jsonl", '{"text": "menu\\nbody", "id": 7}\n{"id": 8}\nno json\n')
    return str(folder)


def test_any_number_of_processes_gives_the_same(tmp_path: Path) -> None:
    """What could not be read is counted, too."""
    rules = write(tmp_path / "rules.yaml", RULES)
    place = corpus(tmp_path / "corpus", [f"menu {n}\nbody {n}\n" for n in range(12)])
    versions = Versions("repair", rules, "repair")
    plans = [Plan((place,), Description("repair"), workers=number) for number in (1, 2)]
    one, two = (compare_corpus(versions, plan) for plan in plans)
    assert one == two
    found = one.comparison
    assert (13, 13, 13, 1) == (found.records, found.different, found.lines_lost, found.skipped)
    assert 1 == one.unread
    assert {"my.menu"} == {rule for rule, change in found.rules.items() if change.first}
