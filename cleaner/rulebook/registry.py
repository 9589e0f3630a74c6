"""Which step a name stands for.

A built-in step is known by its name (`drop_line`). Anybody else's is named by where it lives,
`package.module:Class`; it is imported when a rule names it and not before, so that one broken
plug-in breaks the rules that use it and nothing else.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from functools import cache
from typing import cast

import cleaner.steps
from cleaner.core.step import Step

__all__ = ["builtin_steps", "find_step", "manual", "name_of"]


def builtin_steps() -> tuple[str, ...]:
    """Return the names of the built-in steps, sorted."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(cleaner.steps.__path__)))


@cache
def find_step(name: str) -> type[Step]:
    """Return the class of a step.

    Raises:
        LookupError: there is none of that name, or importing it failed; the message says which.
    """
    module_name, _, class_name = name.partition(":")
    if class_name:
        return _import(module_name, class_name)
    if name not in builtin_steps():
        raise LookupError(f"there is no step {name!r}")
    return _import(f"cleaner.steps.{name}", name.title().replace("_", ""))


def _import(module_name: str, class_name: str) -> type[Step]:
    try:
        found = getattr(importlib.import_module(module_name), class_name)
    except (Exception, SystemExit) as error:  # whatever a stranger's module does when imported
        raise LookupError(
            f"step {module_name}:{class_name} cannot be loaded: {type(error).__name__}: {error}"
        ) from error
    if not (inspect.isclass(found) and any("__call__" in vars(c) for c in found.__mro__)):
        raise LookupError(f"{module_name}:{class_name} is not a class of steps")
    return cast(type[Step], found)


def name_of(step: Step) -> str:
    """Return the name under which a step's class is found again."""
    step_class = type(step)
    package, _, module = step_class.__module__.rpartition(".")
    if package == "cleaner.steps":
        return module
    return f"{step_class.__module__}:{step_class.__qualname__}"


def manual(name: str) -> str:
    """Return the manual page of a step: its docstring.

    Raises:
        LookupError: there is no such step.
    """
    return inspect.getdoc(find_step(name)) or "(this step has no manual)"
