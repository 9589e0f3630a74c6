"""The two functions for those who want a text and nothing else."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import lru_cache

from cleaner.core.chain import Chain
from cleaner.rulebook.load import Script, load

__all__ = ["clean", "clean_html"]


def clean(
    text: str,
    *,
    profile: str = "web",
    script: Script | None = None,
    rules: Iterable[str | os.PathLike[str]] = (),
    without: Iterable[str] = (),
    protect: Iterable[str] = (),
) -> str:
    """Return the text as its author wrote it.

    The arguments are those of `load`, whose chain tells more: what was removed, by which rule, and
    what was read from it.

    Raises:
        RuleError: the profile or a rule file is wrong.
        StepError: a step failed; nothing is lost, the text is where it was.
    """
    files = tuple(os.fspath(path) for path in rules)
    return _chain(profile, files, script, tuple(without), tuple(protect)).run(text).text


def clean_html(
    html: bytes | str,
    *,
    url: str = "",
    profile: str = "web",
    script: Script | None = None,
    rules: Iterable[str | os.PathLike[str]] = (),
    without: Iterable[str] = (),
    protect: Iterable[str] = (),
) -> str:
    """Return the article of an HTML page as its author wrote it.

    For more than the text (title, date, confidence, Markdown, threads) read the page with
    `cleaner.formats.html.read` and give the document to a chain.

    Raises:
        RuleError: the profile or a rule file is wrong.
        StepError: a step failed; nothing is lost, the page is where it was.
    """
    from cleaner.formats import html as pages

    files = tuple(os.fspath(path) for path in rules)
    chain = _chain(profile, files, script, tuple(without), tuple(protect))
    return chain.run(pages.read(html, url=url)).text


@lru_cache(maxsize=8)
def _chain(
    profile: str,
    rules: tuple[str, ...],
    script: Script | None,
    without: tuple[str, ...],
    protect: tuple[str, ...],
) -> Chain:
    """Return a chain made once. A rule file changed on disk is read again by `load`, not here."""
    return load(profile, rules=rules, script=script, without=without, protect=protect)
