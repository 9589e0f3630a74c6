"""Profiles and what users lay on top of them."""

from pathlib import Path

import pytest

from cleaner.core.errors import RuleError
from cleaner.rulebook.builtin import profile_names
from cleaner.rulebook.load import load, load_profile

MINE = """\
rules:
  - id: my.banner
    about: Our own banner.
    drop_line: {pattern: '^横幅'}
    examples: [{drop: 橫幅廣告}, {keep: 他拉着横幅}]
"""
CHILD = """\
about: A child.
extends: repair
without: [repair.width]
change:
  script.convert: {to: traditional}
insert:
  - after: repair.controls
    rules: [my.banner]
budget: {rule: 30%}
protect: {untouched: [乾隆]}
"""


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A rule file of a user."""
    path = tmp_path / "mine.yaml"
    path.write_text(MINE, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", profile_names())
def test_every_shipped_profile_loads(name: str) -> None:
    """And has an order of rules with no id twice."""
    ids = [entry.id for entry in load_profile(name).entries]
    assert len(ids) == len(set(ids))
    assert ids == [rule.id for rule in load(name).rules]


def test_a_users_rule_needs_one_option(mine: Path) -> None:
    """It runs after repair and before layout and script."""
    ids = [entry.id for entry in load_profile("web", [mine]).entries]
    assert ids.index("repair.width") < ids.index("my.banner") < ids.index("layout.join")
    assert load("web", rules=[mine], script="simplified").run("橫幅\n正文。\n").text == "正文。\n"


def test_two_files_with_one_id_are_refused(mine: Path) -> None:
    """The message says where the first one stands."""
    with pytest.raises(RuleError, match=r"'my\.banner' is in the chain already"):
        load("web", rules=[mine, mine])


def test_a_child_profile_is_its_parent_with_changes(tmp_path: Path) -> None:
    """extends, without, change, insert, budget and protect."""
    path = tmp_path / "child.yaml"
    path.write_text(CHILD + MINE, encoding="utf-8")
    profile = load_profile(str(path))
    ids = [entry.id for entry in profile.entries]
    assert "repair.width" not in ids
    assert ids.index("my.banner") == ids.index("repair.controls") + 1
    chain = profile.chain()
    assert chain.budget.rule == 0.3
    assert chain.run("发展乾隆").text == "發展乾隆"


def test_a_profile_cannot_extend_itself(tmp_path: Path) -> None:
    """Nor its own child."""
    (tmp_path / "a.yaml").write_text("extends: b.yaml\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("extends: a.yaml\n", encoding="utf-8")
    with pytest.raises(RuleError, match="extends itself"):
        load(str(tmp_path / "a.yaml"))


def test_lists_are_added_to_and_taken_from(tmp_path: Path, mine: Path) -> None:
    """`{add:}` and `{remove:}` work on the items of an option."""
    change = tmp_path / "change.yaml"
    change.write_text(
        "change:\n  my.banner: {pattern: {add: ['^标语'], remove: ['^横幅']}}\n", encoding="utf-8"
    )
    assert load("repair", rules=[mine, change]).run("横幅\n标语\n文\n").text == "横幅\n文\n"


def test_nothing_left_is_an_error(tmp_path: Path) -> None:
    """An empty chain would pass every page through."""
    path = tmp_path / "empty.yaml"
    path.write_text("chain: []\n", encoding="utf-8")
    with pytest.raises(RuleError, match="has no rule left"):
        load(str(path))


def test_protected_words_stay_in_every_step() -> None:
    """Script conversion, too."""
    assert load(script="simplified", protect=["與乾隆"]).run("發展與乾隆").text == "发展與乾隆"
