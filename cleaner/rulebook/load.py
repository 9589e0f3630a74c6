"""From the words of a user (a profile, files, ids) to a chain."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, TypeAlias

from cleaner.core.chain import Chain
from cleaner.rulebook.profile import Profile
from cleaner.rulebook.profile_file import overlay, read_profile

__all__ = ["Script", "load", "load_profile"]

Script: TypeAlias = Literal["keep", "simplified", "traditional", "taiwan", "hongkong"]


def load(
    profile: str = "web",
    *,
    rules: Iterable[str | os.PathLike[str]] = (),
    script: Script | None = None,
    without: Iterable[str] = (),
    protect: Iterable[str] = (),
) -> Chain:
    """Return a chain, ready to run on any number of documents.

    Args:
        profile: the name of a shipped profile, or the path of your own.
        rules: files of your own on top of it, in order.
        script: what Chinese text is converted to; None leaves it to the profile.
        without: ids of rules to leave out.
        protect: words that no rule may touch.

    Raises:
        RuleError: something of it is wrong; all problems of a file at once, each with its place.

    >>> load("repair").run("發(fā)展和創(chuàng)業(yè)，發(fā)展").text
    '發展和創業，發展'
    """
    return load_profile(profile, rules, script, without, protect).chain()


def load_profile(
    profile: str = "web",
    rules: Iterable[str | os.PathLike[str]] = (),
    script: Script | None = None,
    without: Iterable[str] = (),
    protect: Iterable[str] = (),
) -> Profile:
    """Return the flat profile that `load` makes its chain of."""
    chosen = read_profile(profile)
    for path in rules:
        chosen = overlay(chosen, Path(path))
    if script is not None:
        chosen = chosen.with_option("convert_script", "to", script, "--script")
    return chosen.without(without).protecting(protect)
