"""Where the shipped rules and profiles are: in the wheel, or beside the package in a checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path

__all__ = ["is_shipped", "profile_names", "rule_files", "rules_folder"]


@cache
def rules_folder() -> Path:
    """Return the folder of the shipped rules."""
    package = Path(__file__).parent.parent
    installed = package / "_rules"
    return installed if installed.is_dir() else package.parent / "rules"


def is_shipped(path: Path) -> bool:
    """Say whether a file lies in the folder of the shipped rules."""
    return rules_folder() in path.parents


def rule_files() -> tuple[Path, ...]:
    """Return all shipped rule files (not profiles), sorted."""
    folder = rules_folder()
    profiles = folder / "profiles"
    return tuple(sorted(p for p in folder.rglob("*.yaml") if profiles not in p.parents))


def profile_names() -> tuple[str, ...]:
    """Return the names of the shipped profiles, sorted."""
    return tuple(sorted(path.stem for path in (rules_folder() / "profiles").glob("*.yaml")))
