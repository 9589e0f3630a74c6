"""A file of rules: who (id), why (about), what (a step), except (unless), proof (examples)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, TypeAlias, cast, get_args

from cleaner.core.errors import RuleError
from cleaner.core.pattern import Pattern, PatternError
from cleaner.core.rule import Rule, Unless, UnlessPlace
from cleaner.rulebook.builtin import is_shipped
from cleaner.rulebook.options import build_step, table_of
from cleaner.rulebook.problems import Problem, Source, suggest
from cleaner.rulebook.registry import builtin_steps, find_step
from cleaner.rulebook.yaml_tree import Items, Node, Scalar, Table, parse

__all__ = ["Example", "RuleEntry", "read_rules", "read_source", "rules_in"]

_LARGEST = 16 << 20  # bytes; the shipped rules have 0.3 million, 10,000 rules some three million
_WORDS = ("id", "about", "unless", "examples")
_EXAMPLE_WORDS = ("drop", "keep", "in", "out", "known")
ExampleKind: TypeAlias = Literal["drop", "keep", "in"]


@dataclass(frozen=True, slots=True)
class Example:
    """What a rule must do with a text: drop all of it, keep it as it is, or make `out` of it.

    `known_miss` marks one that fails today and is expected to.
    """

    kind: ExampleKind
    text: str
    out: str
    known_miss: bool
    node: Node

    @property
    def place(self) -> str:
        """Where it is written, as `file:line`."""
        return f"{self.node.source.name}:{self.node.line}"


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """A rule as it is written: enough to build it, to change its options, and to show it."""

    id: str
    about: str
    step_name: str
    options: Table
    unless: tuple[Unless, ...]
    examples: tuple[Example, ...]
    node: Table

    @property
    def origin(self) -> str:
        """Where it is written, as `file:line`."""
        return f"{self.node.source.name}:{self.node.line}"

    def with_option(self, name: str, value: Node) -> RuleEntry:
        """Return the rule with an option set to another value."""
        table = self.options
        key = Scalar(value.source, value.line, value.column, name)
        items, keys = {**table.items, name: value}, {**table.keys, name: key}
        return replace(self, options=replace(table, items=items, keys=keys))

    def build(self, problems: list[Problem]) -> Rule | None:
        """Return the rule ready to run, or None after noting what is wrong."""
        found: list[Problem] = []
        step = build_step(self.step_name, find_step(self.step_name), self.options, found)
        problems.extend(_naming(self.id, found))
        if step is None:
            return None
        return Rule(self.id, step, self.unless, self.about, self.origin)


def read_source(path: Path, name: str = "") -> Source:
    """Return a rule file's text.

    Raises:
        RuleError: it cannot be read, is not UTF-8, or is too large.
    """
    shown = name or str(path)
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            raise RuleError(f"{shown}: larger than {_LARGEST >> 20} MB: no rule file is")
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        return Source(shown, text, is_shipped(path))
    except OSError as error:
        raise RuleError(f"{shown}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise RuleError(
            f"{shown}: byte {error.start} is not UTF-8; save rule files as UTF-8"
        ) from error


def read_rules(path: Path, problems: list[Problem], name: str = "") -> list[RuleEntry]:
    """Return the rules of a file that holds `rules:`; what is wrong is added to `problems`."""
    source = read_source(path, name)
    root = parse(source, problems)
    if root is None:
        if not problems:
            problems.append(Problem(source, 1, 1, "the file is empty: it needs `rules:`"))
        return []
    if not isinstance(root, Table):
        problems.append(root.problem("a rule file is a table with the key `rules`"))
        return []
    if "rules" not in root.items:
        problems.append(root.problem("the file has no `rules:`"))
    return rules_in(root, problems)


def rules_in(root: Table, problems: list[Problem]) -> list[RuleEntry]:
    """Return the rules under `rules:` of a file's table."""
    node = root.items.get("rules")
    if node is None:
        return []
    if not isinstance(node, Items):
        problems.append(node.problem("`rules` needs a list (`- id: ...`)"))
        return []
    entries: dict[str, RuleEntry] = {}
    for item in node.items:
        entry = _EntryReader(item, problems).read()
        if entry is None:
            continue
        if entry.id in entries:
            first = entries[entry.id].origin
            problems.append(item.problem(f"rule {entry.id!r} stands here twice (see {first})"))
        entries[entry.id] = entry
    return list(entries.values())


def _naming(rule: str, problems: list[Problem]) -> Iterator[Problem]:
    for problem in problems:
        yield replace(problem, message=f"rule {rule!r}: {problem.message}")


class _EntryReader:
    """Reads one rule; every mistake is noted with the rule's id."""

    def __init__(self, node: Node, problems: list[Problem]) -> None:
        self.node = node
        self.problems = problems
        self.id = "?"

    def read(self) -> RuleEntry | None:
        if not isinstance(self.node, Table):
            self.problems.append(
                self.node.problem("a rule is a table: id, about, a step, examples")
            )
            return None
        found: list[Problem] = []
        entry = self._entry(self.node, found)
        self.problems.extend(_naming(self.id, found))
        return entry

    def _entry(self, node: Table, found: list[Problem]) -> RuleEntry | None:
        identity = self._text(node, "id", found)
        self.id = identity or "?"
        about = self._text(node, "about", found)
        step_name = self._step_name(node, found)
        unless = tuple(self._unless(node, found))
        examples = tuple(self._examples(node, found))
        options = table_of(node.items[step_name], found, step_name) if step_name else None
        if not (identity and step_name and options is not None):
            return None
        return RuleEntry(identity, about, step_name, options, unless, examples, node)

    def _text(self, node: Table, key: str, found: list[Problem]) -> str:
        value = node.items.get(key)
        if not isinstance(value, Scalar) or not value.value.strip():
            place = value or node
            found.append(place.problem(f"needs `{key}:`, a text"))
            return ""
        return value.value.strip()

    def _step_name(self, node: Table, found: list[Problem]) -> str:
        names = [key for key in node.items if key not in _WORDS]
        if not names:
            found.append(node.problem("has no step: give one, for example `drop_line:`"))
            return ""
        for extra in names[1:]:
            guess = suggest(extra, _WORDS)
            found.append(
                node.keys[extra].problem(f"has two steps, {names[0]!r} and {extra!r}{guess}")
            )
        try:
            find_step(names[0])
        except LookupError as error:
            guess = suggest(names[0], (*builtin_steps(), *_WORDS))
            found.append(node.keys[names[0]].problem(f"{error}{guess}"))
            return ""
        return names[0]

    def _unless(self, node: Table, found: list[Problem]) -> Iterator[Unless]:
        value = node.items.get("unless")
        if value is None:
            return
        for item in value.items if isinstance(value, Items) else (value,):
            if not isinstance(item, Table):
                found.append(item.problem("`unless` needs `text:`, `line:` or `document:`"))
                continue
            for place, pattern in item.items.items():
                if place not in get_args(UnlessPlace):
                    guess = suggest(place, get_args(UnlessPlace))
                    message = f"`unless` knows text, line and document, not {place!r}{guess}"
                    found.append(item.keys[place].problem(message))
                elif not isinstance(pattern, Scalar):
                    found.append(pattern.problem("`unless` needs a pattern"))
                else:
                    yield from self._veto(cast(UnlessPlace, place), pattern, found)

    def _veto(self, place: UnlessPlace, pattern: Scalar, found: list[Problem]) -> Iterator[Unless]:
        try:
            veto = Unless(place, Pattern(pattern.value))
            if not pattern.source.is_shipped:
                veto.pattern.check()
            yield veto
        except PatternError as error:
            found.append(pattern.problem(f"unless: {error}", error.column + pattern.quoted))

    def _examples(self, node: Table, found: list[Problem]) -> Iterator[Example]:
        value = node.items.get("examples")
        if not isinstance(value, Items) or not value.items:
            message = "needs `examples:`, a list with one that fires and one that stays (`keep:`)"
            found.append((value or node).problem(message))
            return
        kinds = set()
        for item in value.items:
            example = self._example(item, found)
            if example:
                kinds.add("keep" if example.kind == "keep" else "fire")
                yield example
        if kinds == {"keep"}:
            found.append(value.problem("needs an example that fires: `drop:` or `in:` and `out:`"))
        if kinds == {"fire"}:
            found.append(value.problem("needs an example that stays: `keep:`"))

    def _example(self, node: Node, found: list[Problem]) -> Example | None:
        if not isinstance(node, Table):
            found.append(node.problem("an example is `drop:`, `keep:`, or `in:` and `out:`"))
            return None
        texts = {}
        for key, value in node.items.items():
            if key not in _EXAMPLE_WORDS:
                message = f"an example has no {key!r}{suggest(key, _EXAMPLE_WORDS)}"
                found.append(node.keys[key].problem(message))
            elif not isinstance(value, Scalar):
                found.append(value.problem(f"`{key}` of an example needs a text"))
            else:
                texts[key] = value.value
        known = texts.pop("known", "")
        if known not in ("", "miss"):
            found.append(node.items["known"].problem("`known` can only be `miss`"))
        if set(texts) == {"in", "out"}:
            return Example("in", texts["in"], texts["out"], known == "miss", node)
        if len(texts) == 1 and set(texts) <= {"drop", "keep"}:
            [(kind, text)] = texts.items()
            out = text if kind == "keep" else ""
            return Example(cast(ExampleKind, kind), text, out, known == "miss", node)
        found.append(node.problem("an example is `drop:`, `keep:`, or `in:` and `out:`"))
        return None
