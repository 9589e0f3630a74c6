"""The examples of rules are their tests: run them, and say what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from cleaner.core.chain import Chain
from cleaner.core.errors import CleanerError
from cleaner.core.rule import Rule
from cleaner.rulebook.problems import Problem
from cleaner.rulebook.rule_file import Example, RuleEntry

__all__ = ["Failure", "check_rule", "run_example"]


@dataclass(frozen=True, slots=True)
class Failure:
    """An example that did not hold, or a rule that its examples do not carry."""

    rule: str
    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: rule {self.rule!r}: {self.message}"


def check_rule(entry: RuleEntry) -> list[Failure]:
    """Run all examples of a rule, and ask whether each of its exceptions is needed."""
    problems: list[Problem] = []
    rule = entry.build(problems)
    if rule is None:
        return [Failure(entry.id, entry.origin, problem.message) for problem in problems]
    failures = [
        Failure(entry.id, example.place, message)
        for example in entry.examples
        if (message := run_example(rule, example))
    ]
    if not failures:
        failures.extend(_idle_exceptions(entry, rule))
    return failures


def run_example(rule: Rule, example: Example) -> str | None:
    """Return why an example does not hold, or None. The text is compared whole.

    A rule that would change its own output fails, too. An example marked as a known miss must fail.
    """
    message = _mismatch(rule, example)
    if not example.known_miss:
        return message
    return None if message else "this known miss is none any more: remove `known: miss`"


def _mismatch(rule: Rule, example: Example) -> str | None:
    chain = Chain((rule,))
    try:
        result = chain.run(example.text)
        again = chain.run(result.text)
    except CleanerError as error:
        return str(error)
    if example.kind == "drop":
        gone = result.rejected is not None or not result.text.strip()
        return None if gone else f"should drop the text, but left {_shown(result.text)}"
    if result.rejected is not None:
        return f"should not reject the text: {result.rejected}"
    if result.text != example.out:
        verb = (
            "leave the text as it is" if example.kind == "keep" else f"make {_shown(example.out)}"
        )
        return f"should {verb}, but made {_shown(result.text)}"
    if again.text != result.text:
        return f"finds its own output: a second run makes {_shown(again.text)}"
    return None


def _idle_exceptions(entry: RuleEntry, rule: Rule) -> Iterator[Failure]:
    kept = [e for e in entry.examples if e.kind == "keep" and not e.known_miss]
    for number, veto in enumerate(rule.unless):
        rest = rule.unless[:number] + rule.unless[number + 1 :]
        weaker = replace(rule, unless=rest)
        if all(_mismatch(weaker, example) is None for example in kept):
            message = f"no `keep` example needs the exception `{veto.place}: {veto.pattern.source}`"
            yield Failure(entry.id, entry.origin, message)


def _shown(text: str) -> str:
    return repr(text if len(text) <= 200 else f"{text[:200]}...")
