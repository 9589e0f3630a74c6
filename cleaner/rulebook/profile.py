"""Profiles: named, ordered choices of rules, flat, with the origin of every value."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from cleaner.core.chain import Budget, Chain, Protection
from cleaner.core.errors import RuleError
from cleaner.core.pattern import Pattern, PatternError
from cleaner.core.rule import Rule
from cleaner.rulebook.problems import Problem, Source, complain, suggest
from cleaner.rulebook.rule_file import RuleEntry
from cleaner.rulebook.yaml_tree import Scalar

__all__ = ["Profile"]


@dataclass(frozen=True, slots=True)
class Profile:
    """A flat, ordered list of rules with what protects the text from them.

    `yours` is the place in the list at which a user's own rules are laid.
    """

    name: str
    entries: tuple[RuleEntry, ...] = ()
    yours: int = 0
    about: str = ""
    uncut: tuple[Scalar, ...] = ()
    untouched: tuple[Scalar, ...] = ()
    budget: Budget = field(default_factory=Budget)

    def chain(self) -> Chain:
        """Return the chain.

        Raises:
            RuleError: rules are wrong, or there are none.
        """
        problems: list[Problem] = []
        built = [entry.build(problems) for entry in self.entries]
        protection = Protection(
            _patterns(self.uncut, problems), _patterns(self.untouched, problems)
        )
        complain(problems)
        rules: tuple[Rule, ...] = tuple(rule for rule in built if rule is not None)
        if not rules:
            raise RuleError(f"profile {self.name!r} has no rule left: nothing would be cleaned")
        return Chain(rules, protection, self.budget, self.name)

    def without(self, ids: Iterable[str]) -> Profile:
        """Return the profile without some rules.

        Raises:
            RuleError: there is no rule of that id.
        """
        profile = self
        for wanted in ids:
            number = profile.find(wanted)
            if number is None:
                guess = suggest(wanted, (entry.id for entry in self.entries))
                raise RuleError(f"profile {self.name!r} has no rule {wanted!r}{guess}")
            profile = profile.remove(number)
        return profile

    def with_option(self, step_name: str, option: str, value: str, source: str) -> Profile:
        """Return the profile with an option set in every rule of one step."""
        scalar = Scalar(Source(source, ""), 1, 1, value)
        entries = tuple(
            entry.with_option(option, scalar) if entry.step_name == step_name else entry
            for entry in self.entries
        )
        return replace(self, entries=entries)

    def protecting(self, words: Iterable[str]) -> Profile:
        """Return the profile with words that no rule may touch, wherever they stand."""
        source = Source("--protect", "")
        scalars = tuple(Scalar(source, 1, 1, _literal(word)) for word in words if word)
        return replace(self, untouched=self.untouched + scalars)

    def find(self, wanted: str) -> int | None:
        """Return the number of the rule of that id, or None."""
        return next((n for n, entry in enumerate(self.entries) if entry.id == wanted), None)

    def remove(self, number: int) -> Profile:
        """Return the profile without the rule of that number."""
        entries = self.entries[:number] + self.entries[number + 1 :]
        return replace(self, entries=entries, yours=self.yours - (number < self.yours))

    def insert(self, number: int, new: Sequence[RuleEntry]) -> Profile:
        """Return the profile with rules put before the one of that number."""
        entries = self.entries[:number] + tuple(new) + self.entries[number:]
        yours = self.yours + (len(new) if number <= self.yours else 0)
        return replace(self, entries=entries, yours=yours)


def _literal(word: str) -> str:
    return "".join(
        c if c.isalnum() else f"\\x{{{ord(c):x}}}" if c < "!" else f"\\{c}" for c in word
    )


def _patterns(nodes: Iterable[Scalar], problems: list[Problem]) -> tuple[Pattern, ...]:
    patterns = []
    for node in nodes:
        try:
            pattern = Pattern(node.value)
            if not node.source.is_shipped:
                pattern.check()
            patterns.append(pattern)
        except PatternError as error:
            problems.append(node.problem(f"protect: {error}", error.column + node.quoted))
    return tuple(patterns)
