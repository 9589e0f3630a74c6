"""A chain by its description: what travels to other processes and machines instead of the chain.

Compiled patterns cannot be sent. Each process loads the chain once from this, and makes sure that
it got the same one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from cleaner.core.chain import Chain
from cleaner.core.errors import RuleError
from cleaner.rulebook.load import Script, load, load_profile

__all__ = ["Description", "describe"]


@dataclass(frozen=True, slots=True)
class Description:
    """The arguments of `cleaner.load`, and the fingerprint of the chain that they gave."""

    profile: str = "web"
    rules: tuple[str, ...] = ()
    script: Script | None = None
    without: tuple[str, ...] = ()
    protect: tuple[str, ...] = ()
    fingerprint: str = ""

    def chain(self) -> Chain:
        """Return the chain; a process loads it once.

        Raises:
            RuleError: the rules are wrong, or are others here than where they were described.
        """
        return _load(self)

    def examples(self) -> list[str]:
        """Return a text for each rule in which it finds something, as its author wrote it."""
        profile = load_profile(self.profile, self.rules, self.script, self.without, self.protect)
        texts = (
            next((example.text for example in entry.examples if example.kind != "keep"), None)
            for entry in profile.entries
        )
        return [text for text in texts if text is not None]


@lru_cache(maxsize=8)
def _load(wanted: Description) -> Chain:
    chain = load(
        wanted.profile,
        rules=wanted.rules,
        script=wanted.script,
        without=wanted.without,
        protect=wanted.protect,
    )
    if wanted.fingerprint and chain.fingerprint != wanted.fingerprint:
        raise RuleError(
            f"the rules are not the ones that the work began with: their fingerprint was "
            f"{wanted.fingerprint} and is {chain.fingerprint} here"
        )
    return chain


def describe(description: Description) -> Description:
    """Return the description with the fingerprint of its chain.

    Raises:
        RuleError: the rules are wrong.
    """
    return replace(description, fingerprint=description.chain().fingerprint)
