"""The quality gate: the default profile on the labelled set is no worse than what is pinned.

When a change makes it better, `python -m tests.quality.gate --pin` raises the floors. When a change
is right and a number falls nevertheless, `--lower` says so.
"""

import pytest

from tests.quality.gate import TEXTS, Numbers, measure, read_floors

FLOORS = read_floors()


@pytest.mark.parametrize("group", sorted(FLOORS.groups))
def test_pages_keep_their_floor(group: str) -> None:
    """No share of a group of pages is worse than its pinned one."""
    now, floor = measure().groups[group], FLOORS.groups[group]
    assert now.holds(floor), f"{group}: {now}, pinned {floor}"


def test_every_group_has_a_floor() -> None:
    """New pages are pinned, too."""
    assert sorted(FLOORS.groups) == sorted(measure().groups)


@pytest.mark.parametrize("kind", TEXTS)
def test_honest_texts_stay(kind: str) -> None:
    """No text that must stay changes, but for the known misses; and those are still misses."""
    assert FLOORS.changed[kind] == measure().changed[kind]


def test_no_rule_removes_more_wrongly() -> None:
    """No rule takes more characters that an editor keeps than is pinned for it."""
    worse = {
        rule: wrong for rule, wrong in measure().wrong.items() if wrong > FLOORS.wrong.get(rule, 0)
    }
    assert worse == {}


def test_clean_pages_lose_nothing() -> None:
    """The group of clean pages comes out as it went in."""
    clean = measure().groups["clean"]
    assert (clean.lost, clean.exact) == (0, 1)


def test_floors_know_worse_from_better() -> None:
    """Each number counts in its own direction."""
    floor = Numbers(0.9, 0.01, 0.95, 0.5)
    assert floor.holds(floor)
    assert Numbers(1, 0, 1, 1).holds(floor)
    for worse in (
        Numbers(0.8, 0.01, 0.95, 0.5),
        Numbers(0.9, 0.02, 0.95, 0.5),
        Numbers(0.9, 0.01, 0.94, 0.5),
        Numbers(0.9, 0.01, 0.95, 0.4),
    ):
        assert not worse.holds(floor)
        assert floor.best(worse) == floor
