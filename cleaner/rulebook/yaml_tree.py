"""YAML with a reduced set of types: text, lists and tables, each with its place.

Every scalar is text; what it means (a number, true) is for the option it is given to, so `no`,
`12:30` and dates stay what the author wrote. Duplicate keys, anchors, aliases and tags are errors.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from cleaner.rulebook.problems import Problem, Source

if TYPE_CHECKING:
    import yaml

__all__ = ["Items", "Node", "Scalar", "Table", "parse"]

_PLAIN_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}"
    for name in ("str", "int", "float", "bool", "null", "timestamp", "value", "merge", "map", "seq")
)

_DEEPEST = 30  # levels; a rule's deepest option has seven


@dataclass(frozen=True, slots=True)
class _Placed:
    source: Source
    line: int
    column: int

    def problem(self, message: str, offset: int = 0) -> Problem:
        """Return a problem at this node, or so many columns to the right of its first letter."""
        return Problem(self.source, self.line, self.column + offset, message)


@dataclass(frozen=True, slots=True)
class Scalar(_Placed):
    """A text; `quoted` if it is written in quotes, so that its first letter is one column on."""

    value: str
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Items(_Placed):
    """A list."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Table(_Placed):
    """A mapping from text to nodes; `keys` gives the place of each key."""

    items: Mapping[str, Node]
    keys: Mapping[str, Scalar]


Node: TypeAlias = Scalar | Items | Table


def parse(source: Source, problems: list[Problem]) -> Node | None:
    """Return the tree of a file, or None for an empty or unreadable one.

    What is wrong is added to `problems`.
    """
    import yaml  # 13 ms that a program which reads no rules need not pay

    loader_class = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        if not source.is_shipped and not _is_harmless(source, problems):
            return None
        root = yaml.compose(source.text, Loader=loader_class)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        problems.append(Problem(source, line, column, f"not YAML: {error.problem or error}"))
        return None
    except (yaml.YAMLError, RecursionError) as error:
        reason = str(error).splitlines()[0] if str(error) else "nested too deeply"
        problems.append(Problem(source, 1, 1, f"not YAML: {reason}"))
        return None
    return _Conversion(source, problems).convert(root) if root is not None else None


def _is_harmless(source: Source, problems: list[Problem]) -> bool:
    """Look at a stranger's file event by event, before anything is built of it.

    The library builds by recursion in C: deep nesting would end the whole program.
    """
    import yaml

    depth = 0
    for event in yaml.parse(source.text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        mark = event.start_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        if depth > _DEEPEST:
            problems.append(Problem(source, line, column, f"nested more than {_DEEPEST} deep"))
            return False
        if getattr(event, "anchor", None) is not None:
            message = "anchors and aliases (& and *) are not possible: write it out"
            problems.append(Problem(source, line, column, message))
            return False
    return True


class _Conversion:
    """Turns the nodes of the YAML library into ours, noting what may not be."""

    def __init__(self, source: Source, problems: list[Problem]) -> None:
        self.source = source
        self.problems = problems

    def convert(self, node: yaml.Node) -> Node:
        import yaml

        line, column = node.start_mark.line + 1, node.start_mark.column + 1
        if node.tag not in _PLAIN_TAGS:
            message = f"tags are not possible: {node.tag}"
            self.problems.append(Problem(self.source, line, column, message))
        if isinstance(node, yaml.MappingNode):
            return self._table(node, line, column)
        if isinstance(node, yaml.SequenceNode):
            items = tuple(self.convert(item) for item in node.value)
            return Items(self.source, line, column, items)
        quoted = getattr(node, "style", None) in ("'", '"')
        return Scalar(self.source, line, column, str(node.value), quoted)

    def _table(self, node: yaml.MappingNode, line: int, column: int) -> Table:
        items: dict[str, Node] = {}
        keys: dict[str, Scalar] = {}
        for key_node, value_node in node.value:
            key = self.convert(key_node)
            value = self.convert(value_node)
            if not isinstance(key, Scalar):
                self.problems.append(key.problem("a key must be plain text"))
            elif key.value in items:
                first = keys[key.value].line
                self.problems.append(key.problem(f"{key.value!r} stands here twice (line {first})"))
            else:
                items[key.value], keys[key.value] = value, key
        return Table(self.source, line, column, items, keys)
