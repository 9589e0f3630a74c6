"""Files of profiles, and files that users lay on top of one: how they are read."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from cleaner.core.errors import RuleError
from cleaner.rulebook.builtin import profile_names, rule_files, rules_folder
from cleaner.rulebook.problems import Problem, complain, suggest
from cleaner.rulebook.profile import Profile
from cleaner.rulebook.rule_file import RuleEntry, read_rules, read_source, rules_in
from cleaner.rulebook.yaml_tree import Items, Node, Scalar, Table, parse

__all__ = ["overlay", "read_profile"]

YOURS = "yours"
_DEEPEST = 20  # profiles that extend each other
_KEYS = (
    "about",
    "extends",
    "chain",
    "rules",
    "without",
    "change",
    "insert",
    "protect",
    "budget",
)


def read_profile(name: str) -> Profile:
    """Return a shipped profile by its name, or a user's by the path of its file.

    Raises:
        RuleError: there is none, or it is wrong; all problems at once.
    """
    problems: list[Problem] = []
    profile = _read(name, rules_folder(), (), problems)
    return _sound(profile, problems)


def _sound(profile: Profile, problems: list[Problem]) -> Profile:
    """Return the profile, or complain of everything that is wrong with it, options too."""
    if problems:
        for entry in profile.entries:
            entry.build(problems)
    complain(problems)
    return profile


def overlay(profile: Profile, path: Path) -> Profile:
    """Return the profile with a user's file on top of it: rules and changes.

    Raises:
        RuleError: the file is wrong; all problems at once.
    """
    problems: list[Problem] = []
    table = _read_table(path, str(path), problems)
    if table is not None:
        profile = _Overlay(profile, table, path.parent, problems).apply()
    return _sound(profile, problems)


def _read(name: str, folder: Path, children: tuple[str, ...], problems: list[Problem]) -> Profile:
    path, shown = _locate(name, folder)
    table = _read_table(path, shown, problems)
    if table is None:
        return Profile(name)
    base = Profile(path.stem)
    parent = table.items.get("extends")
    if isinstance(parent, Scalar):
        if parent.value in (*children, name) or len(children) > _DEEPEST:
            problems.append(parent.problem(f"profile {parent.value!r} extends itself"))
            return base
        try:
            base = _read(parent.value, path.parent, (*children, name), problems)
        except RuleError as error:
            problems.append(parent.problem(str(error)))
            return base
        base = replace(base, name=path.stem)
        if "chain" in table.items:
            message = "a profile has `chain:` or `extends:`, not both: use `insert:` and `without:`"
            problems.append(table.keys["chain"].problem(message))
    is_shipped = path.parent == rules_folder() / "profiles"
    folder = rules_folder() if is_shipped else path.parent
    return _Overlay(base, table, folder, problems).apply()


def _locate(name: str, folder: Path) -> tuple[Path, str]:
    """Return the file of a profile and its name for messages."""
    shipped = rules_folder() / "profiles" / f"{name}.yaml"
    if shipped.is_file():
        return shipped, f"profiles/{name}.yaml"
    for path in (Path(name), folder / name):
        if path.suffix in (".yaml", ".yml") and path.is_file():
            return path, str(path)
    if name.endswith((".yaml", ".yml")):
        raise RuleError(f"{name}: no such file")
    names = profile_names()
    raise RuleError(
        f"there is no profile {name!r}{suggest(name, names)}; shipped are {', '.join(names)}; "
        "your own is given by the path of its .yaml file"
    )


def _read_table(path: Path, shown: str, problems: list[Problem]) -> Table | None:
    source = read_source(path, shown)
    root = parse(source, problems)
    if isinstance(root, Table):
        for key, place in root.keys.items():
            if key not in _KEYS:
                problems.append(place.problem(f"unknown key {key!r}{suggest(key, _KEYS)}"))
        return root
    if not problems:
        message = "the file needs a table with `rules:` or `chain:`"
        problems.append(root.problem(message) if root else Problem(source, 1, 1, message))
    return None


@cache
def _shipped_rules() -> dict[str, RuleEntry]:
    """Return all shipped rules by their ids."""
    problems: list[Problem] = []
    known: dict[str, RuleEntry] = {}
    for path in rule_files():
        name = path.relative_to(rules_folder()).as_posix()
        known.update((entry.id, entry) for entry in read_rules(path, problems, name))
    complain(problems)
    return known


class _Overlay:
    """Lays one file's table over a profile, in the order: rules, chain, without, change, insert."""

    def __init__(self, base: Profile, table: Table, folder: Path, problems: list[Problem]) -> None:
        self.profile = base
        self.table = table
        self.folder = folder
        self.problems = problems
        self.own = {entry.id: entry for entry in rules_in(table, problems)}
        self.used: set[str] = set()

    def apply(self) -> Profile:
        about = self.table.items.get("about")
        if isinstance(about, Scalar):
            self.profile = replace(self.profile, about=about.value.strip())
        self._chain()
        self._without()
        self._change()
        self._insert()
        rest = [entry for id_, entry in self.own.items() if id_ not in self.used]
        self.profile = self.profile.insert(self.profile.yours, rest)
        self._protect()
        self._budget()
        self._check_ids()
        return self.profile

    def _list(self, node: Node | None, what: str) -> tuple[Node, ...]:
        if node is None:
            return ()
        if isinstance(node, Items):
            return node.items
        if isinstance(node, Scalar) and node.value:
            return (node,)
        self.problems.append(node.problem(f"`{what}` needs a list"))
        return ()

    def _chain(self) -> None:
        entries: list[RuleEntry] = []
        yours = None
        if "chain" not in self.table.items:
            return
        for node in self._list(self.table.items["chain"], "chain"):
            if isinstance(node, Scalar) and node.value == YOURS:
                yours = len(entries)
            else:
                entries.extend(self._resolve(node))
        place = len(entries) if yours is None else yours
        self.profile = replace(self.profile, entries=tuple(entries), yours=place)

    def _resolve(self, node: Node) -> list[RuleEntry]:
        """Return the rules that an item of a list stands for: a file's, or the one of that id."""
        if not isinstance(node, Scalar):
            self.problems.append(node.problem("needs the name of a rule file or a rule's id"))
            return []
        if node.value.endswith((".yaml", ".yml")):
            folders = [self.folder, rules_folder()]
            if self.folder.name == "profiles":  # another version of the shipped rules
                folders.insert(0, self.folder.parent)
            for folder in folders:
                path = folder / node.value
                if path.is_file():
                    shown = node.value if folder == rules_folder() else ""
                    return read_rules(path, self.problems, shown)
            self.problems.append(node.problem(f"there is no rule file {node.value!r}"))
            return []
        known = self.own if node.value in self.own else {**_shipped_rules(), **self.own}
        if node.value not in known:
            guess = suggest(node.value, known)
            self.problems.append(node.problem(f"there is no rule {node.value!r}{guess}"))
            return []
        self.used.add(node.value)
        return [known[node.value]]

    def _position(self, node: Node) -> int | None:
        """Return where in the profile the rule of that id stands, or None after a complaint."""
        if isinstance(node, Scalar):
            number = self.profile.find(node.value)
            if number is not None:
                return number
            ids = [entry.id for entry in self.profile.entries]
            message = f"profile {self.profile.name!r} has no rule {node.value!r}"
            self.problems.append(node.problem(message + suggest(node.value, ids)))
        else:
            self.problems.append(node.problem("needs the id of a rule"))
        return None

    def _without(self) -> None:
        for node in self._list(self.table.items.get("without"), "without"):
            number = self._position(node)
            if number is not None:
                self.profile = self.profile.remove(number)

    def _change(self) -> None:
        node = self.table.items.get("change")
        if node is None:
            return
        if not isinstance(node, Table):
            self.problems.append(node.problem("`change` needs a table: rule id, then its options"))
            return
        for id_, options in node.items.items():
            number = self._position(node.keys[id_])
            if number is None:
                continue
            if not isinstance(options, Table):
                self.problems.append(options.problem(f"`change` of {id_!r} needs options"))
                continue
            entry = self.profile.entries[number]
            for name, value in options.items.items():
                entry = entry.with_option(name, _merged(entry.options.items.get(name), value))
            before, after = self.profile.entries[:number], self.profile.entries[number + 1 :]
            self.profile = replace(self.profile, entries=(*before, entry, *after))

    def _insert(self) -> None:
        for node in self._list(self.table.items.get("insert"), "insert"):
            place = node.items if isinstance(node, Table) else {}
            sides = [side for side in ("after", "before") if side in place]
            if not isinstance(node, Table) or len(sides) != 1 or set(place) != {*sides, "rules"}:
                self.problems.append(
                    node.problem("`insert` needs `after:` or `before:` (an id) and `rules:`")
                )
                continue
            number = self._position(place[sides[0]])
            new = [e for item in self._list(place["rules"], "rules") for e in self._resolve(item)]
            if number is not None:
                self.profile = self.profile.insert(number + (sides[0] == "after"), new)

    def _protect(self) -> None:
        node = self.table.items.get("protect")
        if node is None:
            return
        if not isinstance(node, Table) or not set(node.items) <= {"uncut", "untouched"}:
            self.problems.append(node.problem("`protect` has `uncut:` and `untouched:`, patterns"))
            return
        for key in node.items:
            nodes = self._list(node.items[key], key)
            scalars = tuple(n for n in nodes if isinstance(n, Scalar))
            if key == "uncut":
                self.profile = replace(self.profile, uncut=self.profile.uncut + scalars)
            else:
                self.profile = replace(self.profile, untouched=self.profile.untouched + scalars)

    def _budget(self) -> None:
        node = self.table.items.get("budget")
        if node is None:
            return
        if not isinstance(node, Table) or not set(node.items) <= {"rule", "document"}:
            self.problems.append(node.problem("`budget` has `rule:` and `document:`, shares"))
            return
        budget = self.profile.budget
        for key, value in node.items.items():
            share = _share(value)
            if share is None:
                self.problems.append(value.problem(f"`{key}` needs a share, for example 60%"))
            elif key == "rule":
                budget = replace(budget, rule=share)
            else:
                budget = replace(budget, document=share)
        self.profile = replace(self.profile, budget=budget)

    def _check_ids(self) -> None:
        seen: dict[str, RuleEntry] = {}
        for entry in self.profile.entries:
            if entry.id in seen and seen[entry.id] is not entry:
                message = f"rule {entry.id!r} is in the chain already, from {seen[entry.id].origin}"
                self.problems.append(entry.node.problem(message))
            seen[entry.id] = entry


def _merged(old: Node | None, new: Node) -> Node:
    """Return the new value of an option; `{add: ...}` and `{remove: ...}` work on a list."""
    if not isinstance(new, Table) or not set(new.items) <= {"add", "remove"} or not new.items:
        return new
    items = _items(old)
    if "remove" in new.items:
        gone = {item.value for item in _items(new.items["remove"]) if isinstance(item, Scalar)}
        items = tuple(i for i in items if not (isinstance(i, Scalar) and i.value in gone))
    if "add" in new.items:
        items += _items(new.items["add"])
    return Items(new.source, new.line, new.column, items)


def _items(node: Node | None) -> tuple[Node, ...]:
    if node is None:
        return ()
    return node.items if isinstance(node, Items) else (node,)


def _share(node: Node) -> float | None:
    text = node.value.strip() if isinstance(node, Scalar) else ""
    try:
        share = float(text[:-1]) / 100 if text.endswith("%") else float(text)
    except ValueError:
        return None
    return share if 0 <= share <= 1 else None
