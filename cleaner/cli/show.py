"""`cleaner show`: a profile, a rule or a step, as the program sees it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaner.cli.choice import add_choice, chosen_profile
from cleaner.cli.exits import OK
from cleaner.cli.parser import Parser
from cleaner.core.errors import RuleError
from cleaner.rulebook.builtin import profile_names
from cleaner.rulebook.problems import suggest
from cleaner.rulebook.profile import Profile
from cleaner.rulebook.registry import builtin_steps, manual
from cleaner.rulebook.rule_file import RuleEntry
from cleaner.rulebook.yaml_tree import Items, Node, Scalar

__all__ = ["run"]


def run(words: Sequence[str]) -> int:
    """Print what was asked for."""
    parser = Parser(
        prog="cleaner show",
        description="Show a profile (its flat list of rules, each value with its origin), "
        "a rule of it, or the manual page of a step.",
        epilog="examples:\n  cleaner show profile web\n  cleaner show rule repair.gloss\n"
        "  cleaner show step drop_line\n  cleaner show step",
    )
    parser.add_argument("what", choices=("profile", "rule", "step"))
    parser.add_argument("name", nargs="?", help="which one (default: list them)")
    add_choice(parser)
    arguments = parser.parse_args(words)
    if arguments.what == "step":
        print(_step(arguments.name))
    elif arguments.what == "rule":
        print(_rule(chosen_profile(arguments), arguments.name))
    elif arguments.name is None:
        print("\n".join(profile_names()))
    else:
        arguments.profile = arguments.name
        print("\n".join(_profile(chosen_profile(arguments))))
    return OK


def _step(name: str | None) -> str:
    if name is None:
        firsts = ((step, manual(step).splitlines()[0]) for step in builtin_steps())
        return "\n".join(f"{step:20} {line}" for step, line in firsts)
    try:
        return manual(name)
    except LookupError as error:
        raise RuleError(f"{error}{suggest(name, builtin_steps())}") from error


def _rule(profile: Profile, name: str | None) -> str:
    if name is None:
        return "\n".join(f"{entry.id:28} {entry.about}" for entry in profile.entries)
    number = profile.find(name)
    if number is None:
        guess = suggest(name, (entry.id for entry in profile.entries))
        raise RuleError(f"profile {profile.name!r} has no rule {name!r}{guess}")
    entry = profile.entries[number]
    lines = [f"{entry.id}  ({entry.origin}, rule {number + 1} of profile {profile.name})"]
    lines += [f"  {entry.about}", "", *_options(entry)]
    lines += [f"  unless {veto.place}: {veto.pattern.source}" for veto in entry.unless]
    for example in entry.examples:
        miss = " (known miss)" if example.known_miss else ""
        lines += ["", f"  {example.kind}{miss}:", _indent(example.text)]
        if example.kind == "in":
            lines += ["  out:", _indent(example.out)]
    return "\n".join(lines)


def _indent(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.rstrip("\n").split("\n"))


def _profile(profile: Profile) -> Iterator[str]:
    yield f"profile {profile.name}: {profile.about}"
    for number, entry in enumerate(profile.entries):
        if number == profile.yours:
            yield "  -- your own rules come here --"
        yield f"{entry.id}  ({entry.origin})"
        yield from _options(entry)
    if profile.yours == len(profile.entries):
        yield "  -- your own rules come here --"
    for word, nodes in (("uncut", profile.uncut), ("untouched", profile.untouched)):
        for node in nodes:
            yield f"protect {word}: {node.value}  ({node.source.name}:{node.line})"
    budget = profile.budget
    yield f"budget: {budget.rule:.0%} of the letters a rule, {budget.document:.0%} a document"


def _options(entry: RuleEntry) -> Iterator[str]:
    yield f"  {entry.step_name}"
    for name, node in entry.options.items.items():
        foreign = node.source.name != entry.node.source.name
        origin = f"  ({node.source.name}:{node.line})" if foreign else ""
        yield f"    {name}: {_value(node)}{origin}"


def _value(node: Node) -> str:
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Items):
        return " | ".join(_value(item) for item in node.items)
    return ", ".join(f"{key}: {_value(value)}" for key, value in node.items.items())
