"""Two versions of the rules, from the words by which a user names them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from cleaner.core.errors import RuleError
from cleaner.rulebook.load import load_profile
from cleaner.rulebook.problems import Problem, complain
from cleaner.rulebook.profile import Profile
from cleaner.rulebook.rule_file import RuleEntry, read_rules, read_source
from cleaner.rulebook.yaml_tree import Table, parse

__all__ = ["load_versions"]

_PROFILE_KEYS = {"chain", "extends"}


def load_versions(old: str, new: str, base: str = "web") -> tuple[Profile, Profile]:
    """Return the two profiles that are to be compared.

    Each is named by

    * the name of a shipped profile, or the path of a file with one;
    * the path of a file of rules (nothing but `rules:`). They take the places of those of `base`
      that have the same ids; others come where a user's rules come. What only the other version
      has is left out, so that two versions of one file differ by what was changed in it;
    * the path of another file to be laid on `base`;
    * a folder of rules, as shipped: its `profiles/BASE.yaml` is taken.

    Raises:
        RuleError: a version is not there, or is wrong.
    """
    files = {spec: _read_rule_file(spec) for spec in (old, new)}
    named = {entry.id for entries in files.values() for entry in entries or ()}
    first, second = (_load(spec, files[spec], named, base) for spec in (old, new))
    return first, second


def _load(spec: str, entries: tuple[RuleEntry, ...] | None, named: set[str], base: str) -> Profile:
    path = Path(spec)
    if entries is not None:
        return replace(_put(load_profile(base), entries, named), name=spec)
    if path.is_dir():
        profile = path / "profiles" / f"{base}.yaml"
        if not profile.is_file():
            raise RuleError(f"{spec}: a folder of rules needs profiles/{base}.yaml")
        return replace(load_profile(str(profile)), name=spec)
    if path.is_file() and not _keys(path) & _PROFILE_KEYS:
        return replace(load_profile(base, [path]), name=spec)
    return load_profile(spec)


def _put(profile: Profile, entries: tuple[RuleEntry, ...], named: set[str]) -> Profile:
    """Return the profile with these rules in place of all that either version names."""
    own = {entry.id: entry for entry in entries}
    for id in named:
        number = profile.find(id)
        if number is not None:
            profile = profile.remove(number)
            if id in own:
                profile = profile.insert(number, [own.pop(id)])
    return profile.insert(profile.yours, list(own.values()))


def _read_rule_file(spec: str) -> tuple[RuleEntry, ...] | None:
    """Return the rules of a file that holds nothing else, or None."""
    path = Path(spec)
    if path.suffix not in (".yaml", ".yml") or not path.is_file() or _keys(path) != {"rules"}:
        return None
    problems: list[Problem] = []
    entries = tuple(read_rules(path, problems))
    complain(problems)
    return entries


def _keys(path: Path) -> set[str]:
    problems: list[Problem] = []
    root = parse(read_source(path, str(path)), problems)
    complain(problems)
    return set(root.items) if isinstance(root, Table) else set()
