"""The public names are what the README says, and nothing else."""

import inspect
import re
from pathlib import Path

import cleaner

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def test_all_public_names_exist_and_are_sorted() -> None:
    """`__all__` is honest."""
    assert sorted(cleaner.__all__) == list(cleaner.__all__)
    for name in cleaner.__all__:
        assert hasattr(cleaner, name), name


def test_the_readme_uses_public_names_only() -> None:
    """Whatever it shows as `cleaner.x` can be used."""
    library = README.split("**A library**")[1].split("```")[1]
    used = set(re.findall(r"\bcleaner\.([a-z_]+)\(", library))
    assert used
    assert used <= set(cleaner.__all__)


def test_public_functions_and_classes_say_what_they_do() -> None:
    """Each has a docstring of its own."""
    for name in cleaner.__all__:
        public = getattr(cleaner, name)
        if inspect.isclass(public) or inspect.isfunction(public):
            assert public.__doc__, name
            assert not public.__doc__.startswith(f"{name}("), name
