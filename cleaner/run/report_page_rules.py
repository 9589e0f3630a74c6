"""The report's page, rule by rule: the table, the samples, and the rules that never fired."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from operator import attrgetter
from typing import NamedTuple

from cleaner.core.chain import Chain
from cleaner.run.report import Report, RuleCount
from cleaner.run.report_page_text import (
    link_rule,
    say_nothing,
    scroll,
    show,
    show_count,
    show_number,
    show_plain,
    show_sample,
    show_share,
)
from cleaner.run.review import RuleFacts, never_fired, rule_facts

__all__ = ["idle_rules", "rule_table"]


class _Column(NamedTuple):
    """A column of the table of rules: its heading, its explanation, and the field it shows."""

    heading: str
    hint: str
    field: str
    always: bool = True


_COLUMNS = (
    _Column("documents", "documents in which the rule changed something", "pages"),
    _Column("changes", "single edits", "edits"),
    _Column("lines", "line ends that went with them", "lines"),
    _Column("letters −", "letters in what was removed or replaced", "letters_removed"),
    _Column("letters +", "letters in what was put there", "letters_added"),
    _Column(
        "spared",
        "changes that an exception, protection or the budget forbade",
        "spared",
        always=False,
    ),
    _Column("warnings", "what the rule saw and left alone", "notes", always=False),
    _Column("rejected", "documents that the rule rejected as a whole", "rejected", always=False),
)


def rule_table(report: Report, chain: Chain) -> str:
    """Return the table of the rules that did something, and below it their samples."""
    facts = rule_facts(report, chain)
    if not report.rules:
        return say_nothing("No rule did anything.")
    fired = sorted(report.rules, key=lambda name: (-report.rules[name].letters_removed, name))
    columns = [
        c for c in _COLUMNS if c.always or any(map(attrgetter(c.field), report.rules.values()))
    ]
    heads = ['<th scope="col" data-kind="text"><button type="button">rule</button></th>']
    for column in columns:
        sort = ' aria-sort="descending"' if column.field == "letters_removed" else ""
        heads.append(
            f'<th scope="col" data-kind="number"{sort} title="{escape(column.hint)}">'
            f'<button type="button">{column.heading}</button></th>'
        )
    heads.insert(2, '<th scope="col" data-kind="number"><button type="button">share</button></th>')
    rows = "".join(_row(report.rules[name], facts[name], report.records, columns) for name in fired)
    table = (
        f'<table class="sortable" id="rule-table"><thead><tr>{"".join(heads)}</tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )
    search = (
        '<label class="search" hidden><span class="quiet">Only rules with </span>'
        '<input id="search" type="search" placeholder="an id or a word" autocomplete="off"></label>'
    )
    details = "".join(_details(report.rules[name], facts[name], report) for name in fired)
    return (
        '<p class="lead">A heading sorts; a rule leads to its samples below.</p>'
        f'{search}{scroll("Rules", table)}<h3 class="label">What they changed</h3>{details}'
    )


def _row(count: RuleCount, facts: RuleFacts, records: int, columns: Iterable[_Column]) -> str:
    about = f'<span class="about">{show(facts.about)}</span>' if facts.about else ""
    cells = [f'<td data-value="{escape(facts.id)}">{link_rule(facts.id)}{about}</td>']
    for column in columns:
        number: int = getattr(count, column.field)
        cells.append(f'<td data-value="{number}">{show_number(number)}</td>')
    share = show_share(count.pages, records)
    cells.insert(2, f'<td data-value="{count.pages}">{share}</td>')
    return f'<tr data-words="{_words(facts)}">{"".join(cells)}</tr>'


def _details(count: RuleCount, facts: RuleFacts, report: Report) -> str:
    about = show(facts.about) if facts.known else "This rule is not in the profile shown here."
    origin = f' <span class="place">{show(facts.origin)}</span>' if facts.origin else ""
    blocks = [f"<p>{about}{origin}</p>"]
    shown = {"": count.samples, "First in the corpus": count.first, "Last": count.last}
    for heading, samples in shown.items():
        if samples:
            blocks.append(f"<h3>{heading}</h3>" if heading else "")
            blocks.extend(show_sample(sample) for sample in samples)
    if count.rejected:
        blocks.append(f"<p>It rejected {show_count(count.rejected, 'document')} as a whole.</p>")
    number = f"{show_count(count.pages, 'document')}, {show_share(count.pages, report.records)}"
    if not count.pages:
        number = f"{count.spared:,} spared" if count.spared else "no change"
    return (
        f'<details class="rule" id="rule-{escape(facts.id)}" data-words="{_words(facts)}">'
        f'<summary><span class="id">{show(facts.id)}</span>'
        f'<span class="place">{number}</span></summary>'
        f"{''.join(blocks)}</details>"
    )


def idle_rules(report: Report, chain: Chain) -> str:
    """Return the rules that changed nothing."""
    idle = never_fired(report, chain)
    if not idle:
        return say_nothing("Every rule fired.")
    items = "".join(
        f'<li data-words="{_words(facts)}"><b class="id">{show(facts.id)}</b>'
        f"<span>{show(facts.about)}{_nearly(report, facts.id)}</span></li>"
        for facts in idle
    )
    lead = f"{len(idle):,} of {show_count(len(chain.rules), 'rule')} changed nothing here."
    return (
        f'<p class="lead">{lead}</p><details{" open" if len(idle) <= 12 else ""}>'
        f'<summary>Show them</summary><ul class="idle">{items}</ul></details>'
    )


def _words(facts: RuleFacts) -> str:
    return show_plain(f"{facts.id} {facts.about}".lower())


def _nearly(report: Report, rule: str) -> str:
    count = report.rules.get(rule)
    return f" ({count.spared:,} changes spared)" if count and count.spared else ""
