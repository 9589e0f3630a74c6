"""A report as one page to look at: everything in one file, which asks for nothing from outside.

Text of the corpus is escaped, and the page's own policy lets nothing run but the one script whose
hash it names: a hostile page of a corpus stays text, whatever it holds.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from html import escape
from importlib.resources import files
from string import Template

from cleaner.core.chain import Chain
from cleaner.run.report import Report
from cleaner.run.report_page_plots import draw_bar, draw_histogram, share_bars, size_bars
from cleaner.run.report_page_rules import idle_rules, rule_table
from cleaner.run.report_page_text import (
    link_rule,
    say_nothing,
    scroll,
    show,
    show_count,
    show_number,
    show_place,
    show_plain,
    show_sample,
    show_share,
)
from cleaner.run.review import damage_by_kind, queue

__all__ = ["render"]


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
        "rules": ("Rules", rule_table(report, chain)),
        "idle": ("Rules that never fired", idle_rules(report, chain)),
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
        items.append(f"<li>{link_rule(suspect.rule)} {reasons}{show_sample(suspect.sample)}</li>")
    removals = (
        f'<ol class="queue">{"".join(items)}</ol>' if items else say_nothing("Nothing removed.")
    )
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
    return f'<h3 class="label">{heading}</h3>{scroll(heading, table)}'


def _damage(report: Report, chain: Chain) -> str:
    kinds = damage_by_kind(report, chain)
    if not kinds:
        return say_nothing("No damage found: nothing was repaired.")
    rows = "".join(
        f"<tr><td>{escape(kind.kind.replace('_', ' '))}</td>"
        f"<td>{', '.join(map(link_rule, kind.rules))}</td>"
        f"<td>{kind.pages:,}</td><td>{show_share(kind.pages, report.records)}</td>"
        f"<td>{draw_bar(kind.pages, report.records)}</td>"
        f"<td>{kind.edits:,}</td><td>{kind.letters:,}</td><td>{show_number(kind.notes)}</td></tr>"
        for kind in kinds
    )
    head = (
        "<tr><th>kind</th><th>rules</th><th>documents</th><th>share</th><th></th>"
        "<th>changes</th><th>letters touched</th><th>left alone</th></tr>"
    )
    lead = "What rules repaired instead of removing it: damage to characters, layout and script."
    table = f'<table class="kinds"><thead>{head}</thead><tbody>{rows}</tbody></table>'
    return f'<p class="lead">{lead}</p>{scroll("Damage by kind", table)}'
