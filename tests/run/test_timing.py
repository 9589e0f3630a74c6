"""What rules cost: watched steps do the same."""

from cleaner.core.document import Document
from cleaner.rulebook.load import load
from cleaner.run.timing import time_rules


def test_each_rule_is_counted_where_it_was_asked() -> None:
    """Rules without a gate on every text, the others where their gate is open."""
    docs = [Document("當前位置：首頁\n正文。\n"), Document("plain text\n")]
    timing = time_rules(load("web"), docs)
    asked = {cost.rule: cost.asked for cost in timing.costs}
    assert (2, 2) == (timing.documents, asked["layout.blank"])
    assert 1 == asked["zh.breadcrumb"]
    assert sum(cost.seconds for cost in timing.costs) <= timing.seconds
