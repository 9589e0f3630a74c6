"""From the table under a step's name to the step: typed options, every mistake located.

A step is a frozen dataclass; its fields are its options. What a field may be is read from its type,
so a built-in step and a stranger's look the same to the author of a rule.
"""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from cleaner.core.errors import CleanerError
from cleaner.core.pattern import Pattern, PatternError, Regex
from cleaner.core.step import Step
from cleaner.rulebook.problems import Problem, suggest
from cleaner.rulebook.yaml_tree import Items, Node, Scalar, Table

__all__ = ["Option", "build_step", "options_of", "table_of"]


@dataclasses.dataclass(frozen=True, slots=True)
class Option:
    """An option of a step: its name in YAML, its type, and its default (MISSING: compulsory)."""

    name: str
    field: str
    hint: Any
    default: Any

    @property
    def required(self) -> bool:
        """Whether it must be given."""
        return self.default is dataclasses.MISSING


@cache
def options_of(step_class: type[Step]) -> dict[str, Option]:
    """Return the options of a step class by name, in the order of its fields."""
    if not dataclasses.is_dataclass(step_class):
        return {}
    hints = get_type_hints(step_class)
    options = {}
    for field in dataclasses.fields(step_class):
        if field.init:
            default = field.default
            if field.default_factory is not dataclasses.MISSING:
                default = field.default_factory()
            name = field.name.rstrip("_")
            options[name] = Option(name, field.name, hints[field.name], default)
    return options


def table_of(node: Node, problems: list[Problem], what: str) -> Table | None:
    """Return the node as a table (an empty one for `step:` without options), or note a problem."""
    if isinstance(node, Table):
        return node
    if isinstance(node, Scalar) and not node.value:
        return Table(node.source, node.line, node.column, {}, {})
    problems.append(node.problem(f"{what} needs a table of options (`name: value`)"))
    return None


def build_step(
    name: str, step_class: type[Step], table: Table, problems: list[Problem]
) -> Step | None:
    """Return the step made from its options, or None after noting what is wrong with them."""
    before = len(problems)
    known = options_of(step_class)
    given: dict[str, Any] = {}
    for key, node in table.items.items():
        if key not in known:
            problems.append(
                table.keys[key].problem(
                    f"{name} has no option {key!r}{suggest(key, known)}; "
                    f"it has {', '.join(known) or 'none'}"
                )
            )
            continue
        value = _Reader(key, known[key].hint, problems, _is_exact(table)).read(node)
        given[known[key].field] = value
    problems.extend(
        table.problem(f"{name} needs the option {option.name!r}")
        for option in known.values()
        if option.required and option.name not in table.items
    )
    if len(problems) > before:
        return None
    try:
        step = step_class(**given)
        if not table.source.is_shipped:
            _check_patterns(step)
        return step
    except (CleanerError, ValueError, TypeError) as error:
        problems.append(table.problem(f"{name}: {error}"))
        return None


def _check_patterns(value: object, depth: int = 4) -> None:
    """Compile every pattern that a step holds: what it makes of its options may be wrong, too."""
    if isinstance(value, Pattern):
        value.check()
    elif depth and isinstance(value, (tuple, list)):
        for item in value:
            _check_patterns(item, depth - 1)
    elif depth and dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            _check_patterns(getattr(value, field.name, None), depth - 1)
    elif depth and hasattr(value, "__dict__") and not isinstance(value, type):
        for item in vars(value).values():
            _check_patterns(item, depth - 1)


def _is_exact(table: Table) -> bool:
    node = table.items.get("exact")
    return isinstance(node, Scalar) and node.value == "true"


class _Reader:
    """Reads the value of one option; what does not fit is noted, and None returned."""

    def __init__(self, name: str, hint: Any, problems: list[Problem], exact: bool) -> None:
        self.name = name
        self.hint = hint
        self.problems = problems
        self.exact = exact

    def read(self, node: Node) -> Any:
        return self._read(node, self.hint)

    def _read(self, node: Node, hint: Any) -> Any:
        origin = get_origin(hint)
        if origin is tuple:
            return self._read_list(node, get_args(hint)[0])
        if origin in (Mapping, dict):
            return self._read_table(node, get_args(hint)[1])
        if not isinstance(node, Scalar):
            return self._refuse(node, "needs a single value")
        if origin is Literal:
            return self._read_choice(node, get_args(hint))
        if origin in (Union, types.UnionType):
            return self._read_optional(node, get_args(hint))
        return self._read_scalar(node, hint)

    def _refuse(self, node: Node, why: str) -> Any:
        self.problems.append(node.problem(f"option {self.name!r} {why}"))

    def _read_list(self, node: Node, hint: Any) -> tuple[Any, ...]:
        items = node.items if isinstance(node, Items) else (node,)
        if isinstance(node, Table):
            self._refuse(node, "needs a value or a list of values")
            return ()
        return tuple(self._read(item, hint) for item in items)

    def _read_table(self, node: Node, hint: Any) -> Any:
        if not isinstance(node, Table):
            return self._refuse(node, "needs a table (`this: that`)")
        return types.MappingProxyType(
            {key: self._read(value, hint) for key, value in node.items.items()}
        )

    def _read_choice(self, node: Scalar, choices: tuple[Any, ...]) -> Any:
        by_text = {str(choice): choice for choice in choices}
        if node.value not in by_text:
            listed = ", ".join(by_text)
            return self._refuse(node, f"is one of {listed}{suggest(node.value, by_text)}")
        return by_text[node.value]

    def _read_optional(self, node: Scalar, hints: tuple[Any, ...]) -> Any:
        if not node.value and type(None) in hints:
            return None
        return self._read_scalar(node, next(h for h in hints if h is not type(None)))

    def _read_scalar(self, node: Scalar, hint: Any) -> Any:
        if hint is Regex:
            return self._read_pattern(node)
        if hint is str:
            return node.value
        if hint is bool:
            return self._read_bool(node)
        if hint in (int, float):
            return self._convert(node, hint, "a whole number" if hint is int else "a number")
        parse = getattr(hint, "parse", None)
        if parse is None:
            return self._refuse(node, f"has a type that YAML cannot give: {hint!r}")
        return self._convert(node, parse, "")

    def _read_bool(self, node: Scalar) -> Any:
        if node.value not in ("true", "false"):
            return self._refuse(node, f"is true or false, not {node.value!r}")
        return node.value == "true"

    def _convert(self, node: Scalar, convert: Callable[[str], Any], expected: str) -> Any:
        try:
            return convert(node.value)
        except ValueError as error:
            reason = f"must be {expected}, not {node.value!r}" if expected else f": {error}"
            return self._refuse(node, reason)

    def _read_pattern(self, node: Scalar) -> str | None:
        try:
            pattern = Pattern(node.value, self.exact)
            if not node.source.is_shipped:
                pattern.check()
        except PatternError as error:
            message = f"option {self.name!r}: {error}"
            self.problems.append(node.problem(message, error.column + node.quoted))
            return None
        return node.value
