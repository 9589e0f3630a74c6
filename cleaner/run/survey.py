"""A report on a corpus: everything is cleaned as in a run, and nothing of it is kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from io import RawIOBase
from pathlib import Path
from typing import Any

from cleaner.core.chain import Chain
from cleaner.core.errors import InputError
from cleaner.run.local import Plan, Progress, Summary, run_to_stream
from cleaner.run.report import Report
from cleaner.run.review import damage_by_kind, never_fired, queue

__all__ = ["describe_report", "read_report", "survey"]

FORMAT = "cleaner-report/1"


class _Nowhere(RawIOBase):
    """A stream that forgets what is written."""

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        return len(data)


def survey(plan: Plan, on_progress: Callable[[Progress], None] = lambda progress: None) -> Summary:
    """Return what cleaning the inputs of a plan would do.

    Raises:
        InputError: an input is missing or of unknown format.
        CleanerError: the rules are wrong, or workers keep dying.
    """
    options = replace(plan.options, details="none", on_error="keep")
    plan = replace(plan, options=options, wanted=plan.wanted._replace(to="jsonl"))
    return run_to_stream(plan, _Nowhere(), on_progress)  # type: ignore[arg-type]


def read_report(path: Path) -> tuple[Report, str]:
    """Read a report of a run (`report.json`) or of `describe_report`, and whose rules it was.

    The second is the fingerprint of the chain, empty where the file does not tell it.

    Raises:
        InputError: the file cannot be read, or is no report.
    """
    try:
        values = json.loads(path.read_bytes())
        fingerprint = str(values.get("fingerprint", ""))
        return Report.from_json(values.get("report", values)), fingerprint
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InputError(f"{path}: no report of cleaner: {error}") from error


def describe_report(report: Report, chain: Chain, unread: int = 0) -> Mapping[str, object]:
    """Return the report and what is to be seen in it, as plain values."""
    return {
        "format": FORMAT,
        "profile": chain.name,
        "fingerprint": chain.fingerprint,
        "unread": unread,
        "never_fired": [facts.id for facts in never_fired(report, chain)],
        "damage": [kind._asdict() for kind in damage_by_kind(report, chain)],
        "review": [
            {**suspect._asdict(), "sample": suspect.sample._asdict()}
            for suspect in queue(report, chain)
        ],
        "report": report.to_json(),
    }
