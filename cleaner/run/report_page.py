"""A report as one page to look at: everything in one file, which asks for nothing from outside.

Text of the corpus is escaped, and the page's own policy lets nothing run but the one script whose
hash it names: a hostile page of a corpus stays text, whatever it holds.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from functools import cache
from html import escape
from importlib.resources import files
from operator import attrgetter
from string import Template
from typing import NamedTuple
from urllib.parse import quote

from cleaner.core.chain import Chain
from cleaner.run.report import Report, RuleCount
from cleaner.run.report_page_plots import draw_bar, draw_histogram, share_bars, size_bars
from cleaner.run.report_page_text import (
    show,
    show_count,
    show_place,
    show_plain,
    show_sample,
    show_share,
)
from cleaner.run.review import RuleFacts, damage_by_kind, never_fired, queue, rule_facts
from cleaner.run.sample import Sample

__all__ = ["render"]


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


def render(report: Report, chain: Chain, title: str = "What was cleaned", unread: int = 0) -> str:
    """Return the page.

    Args:
        report: the sum over a corpus.
        chain: the rules that made it; its purposes, files and budget are shown.
        title: the page's title.
        unread: pieces of the corpus that could not be read.
    """
    from cleaner import __version__

    sections = {
        "totals": ("Totals", _totals(report, unread)),
        "shares": ("How much went", _distributions(report)),
        "review": ("To review", _review(report, chain)),
        "damage": ("Damage and repairs", _damage(report, chain)),
        "rules": ("Rules", _rules(report, chain)),
        "idle": ("Rules that never fired", _idle(report, chain)),
    }
    return Template(_part("html")).substitute(
        title=show_plain(title),
        heading=show(title),
        subtitle=f"Profile <b>{show(chain.name)}</b>, {show_count(len(chain.rules), 'rule')}, "
        f"fingerprint <code>{chain.fingerprint}</code>",
        links="".join(
            f'<a href="#{name}">{heading}</a>' for name, (heading, _) in sections.items()
        ),
        sections="\n".join(
            f'<section aria-labelledby="{name}"><h2 id="{name}">{heading}</h2>{body}</section>'
            for name, (heading, body) in sections.items()
        ),
        version=escape(__version__),
        style=_part("css"),
        script=_part("js"),
        style_hash=_hash(_part("css")),
        script_hash=_hash(_part("js")),
    )


@cache
def _part(suffix: str) -> str:
    return files("cleaner.run").joinpath(f"report_page.{suffix}").read_text("utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")


def _totals(report: Report, unread: int) -> str:
    gone = report.letters_in - report.letters_out
    cards = [
        ("documents", f"{report.records:,}", ""),
        ("changed", f"{report.changed:,}", show_share(report.changed, report.records)),
        ("letters removed", f"{gone:,}", f"{show_share(gone, report.letters_in)} of all"),
        ("letters kept", f"{report.letters_out:,}", f"of {report.letters_in:,}"),
        ("rejected", f"{report.rejected:,}", "by a rule, as a whole"),
        ("failed", f"{report.failed:,}", "left as they came"),
    ]
    if report.empty:
        cards.append(("without text", f"{report.empty:,}", "left as they came"))
    if unread:
        cards.append(("unreadable", f"{unread:,}", "pieces of the input"))
    items = (
        f'<div><dt>{name}</dt><dd class="big">{number}</dd><dd class="small">{rest}</dd></div>'
        for name, number, rest in cards
    )
    return f'<dl class="cards">{"".join(items)}</dl>{_failures(report)}'


def _failures(report: Report) -> str:
    if not report.failures:
        return ""
    items = "".join(
        f"<li>{show(failure.reason)}"
        f'<p class="place">{show_place(failure.id, failure.input, failure.offset)}</p></li>'
        for failure in report.failures
    )
    heading = "Documents that could not be cleaned"
    if len(report.failures) < report.failed:
        heading += f" ({len(report.failures)} of {report.failed:,})"
    return f'<h3 class="label">{heading}</h3><ol class="queue">{items}</ol>'


def _distributions(report: Report) -> str:
    cleaned, same = sum(report.shares), report.shares[0]
    lead = (
        f"Of {show_count(cleaned, 'cleaned document')}, {same:,} ({show_share(same, cleaned)}) "
        "lost no letter; the first plot shows the others."
    )
    plots = [
        draw_histogram(
            share_bars(report.shares), "Share of letters removed", "per cent removed", "100"
        ),
        draw_histogram(size_bars(report.sizes), "Letters kept", "letters kept, from"),
    ]
    return f'<p class="lead">{lead}</p><div class="plots">{"".join(plots)}</div>'


def _review(report: Report, chain: Chain) -> str:
    suspects = queue(report, chain)
    lead = (
        "Removals a person should see first: those that took the most letters, the greatest share "
        "of their document, or were made by rules that hardly ever fire."
    )
    items = []
    for suspect in suspects:
        reasons = "".join(f'<span class="reason">{escape(r)}</span>' for r in suspect.reasons)
        items.append(
            f"<li>{_rule_link(suspect.rule)} {reasons}"
            f"{show_sample(suspect.sample)}{_place(suspect.sample)}</li>"
        )
    removals = f'<ol class="queue">{"".join(items)}</ol>' if items else _nothing("Nothing removed.")
    return f'<p class="lead">{lead}</p>{removals}{_losses(report)}'


def _losses(report: Report) -> str:
    if not report.losses:
        return ""
    rows = "".join(
        f"<tr><td>{show_place(loss.id, loss.input, loss.offset) or 'a document'}</td>"
        f"<td>{show_share(loss.letters_in - loss.letters_out, loss.letters_in)}</td>"
        f"<td>{loss.letters_in:,}</td><td>{loss.letters_out:,}</td></tr>"
        for loss in report.losses
    )
    head = "<tr><th>document</th><th>removed</th><th>letters before</th><th>after</th></tr>"
    table = f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>"
    heading = "Documents that lost the greatest share"
    return f'<h3 class="label">{heading}</h3>{_scroll(heading, table)}'


def _damage(report: Report, chain: Chain) -> str:
    kinds = damage_by_kind(report, chain)
    if not kinds:
        return _nothing("No damage found: nothing was repaired.")
    rows = "".join(
        f"<tr><td>{escape(kind.kind.replace('_', ' '))}</td>"
        f"<td>{', '.join(map(_rule_link, kind.rules))}</td>"
        f"<td>{kind.pages:,}</td><td>{show_share(kind.pages, report.records)}</td>"
        f"<td>{draw_bar(kind.pages, report.records)}</td>"
        f"<td>{kind.edits:,}</td><td>{kind.letters:,}</td><td>{_number(kind.notes)}</td></tr>"
        for kind in kinds
    )
    head = (
        "<tr><th>kind</th><th>rules</th><th>documents</th><th>share</th><th></th>"
        "<th>changes</th><th>letters touched</th><th>left alone</th></tr>"
    )
    lead = "What rules repaired instead of removing it: damage to characters, layout and script."
    table = f'<table class="kinds"><thead>{head}</thead><tbody>{rows}</tbody></table>'
    return f'<p class="lead">{lead}</p>{_scroll("Damage by kind", table)}'


def _rules(report: Report, chain: Chain) -> str:
    facts = rule_facts(report, chain)
    if not report.rules:
        return _nothing("No rule did anything.")
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
        f'{search}{_scroll("Rules", table)}<h3 class="label">What they changed</h3>{details}'
    )


def _row(count: RuleCount, facts: RuleFacts, records: int, columns: Iterable[_Column]) -> str:
    about = f'<span class="about">{show(facts.about)}</span>' if facts.about else ""
    cells = [f'<td data-value="{escape(facts.id)}">{_rule_link(facts.id)}{about}</td>']
    for column in columns:
        number: int = getattr(count, column.field)
        cells.append(f'<td data-value="{number}">{_number(number)}</td>')
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
            blocks.extend(show_sample(sample) + _place(sample) for sample in samples)
    if count.rejected:
        blocks.append(f"<p>It rejected {show_count(count.rejected, 'document')} as a whole.</p>")
    number = show_count(count.pages, "document")
    return (
        f'<details class="rule" id="rule-{escape(facts.id)}" data-words="{_words(facts)}">'
        f'<summary><span class="id">{show(facts.id)}</span>'
        f'<span class="place">{number}, {show_share(count.pages, report.records)}</span></summary>'
        f"{''.join(blocks)}</details>"
    )


def _idle(report: Report, chain: Chain) -> str:
    idle = never_fired(report, chain)
    if not idle:
        return _nothing("Every rule fired.")
    items = "".join(
        f'<li data-words="{_words(facts)}"><b class="id">{show(facts.id)}</b>'
        f"<span>{show(facts.about)}</span></li>"
        for facts in idle
    )
    lead = f"{len(idle):,} of {show_count(len(chain.rules), 'rule')} found nothing here."
    return (
        f'<p class="lead">{lead}</p><details{" open" if len(idle) <= 12 else ""}>'
        f'<summary>Show them</summary><ul class="idle">{items}</ul></details>'
    )


def _rule_link(name: str) -> str:
    return f'<a class="id" href="#rule-{quote(name)}">{show(name)}</a>'


def _place(sample: Sample) -> str:
    place = show_place(sample.id, sample.input, sample.offset)
    return f'<p class="place">{place}</p>' if place else ""


def _words(facts: RuleFacts) -> str:
    return show_plain(f"{facts.id} {facts.about}".lower())


def _number(number: int) -> str:
    return f"{number:,}" if number else '<span class="zero">0</span>'


def _scroll(name: str, table: str) -> str:
    return (
        f'<div class="scroll" role="region" aria-label="{escape(name)}" tabindex="0">{table}</div>'
    )


def _nothing(text: str) -> str:
    return f'<p class="none">{text}</p>'
