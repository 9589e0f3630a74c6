"""Give web text back as its author wrote it: no spam, no chrome, no damage, every change explained.

>>> import cleaner
>>> cleaner.clean("發(fā)展和創(chuàng)業(yè)，發(fā)展", profile="repair", script="simplified")
'发展和创业，发展'
"""

from __future__ import annotations

TYPE_CHECKING = False  # as type checkers know it; `typing` itself would have to be imported
if TYPE_CHECKING:
    from cleaner.api import clean, clean_html
    from cleaner.core.chain import Chain, Result
    from cleaner.core.document import Document
    from cleaner.core.edits import Edit, Note
    from cleaner.core.errors import CleanerError, EditError, InputError, RuleError, StepError
    from cleaner.core.step import Reject, Step
    from cleaner.core.trace import Trace
    from cleaner.rulebook.load import Script, load

__all__ = [
    "Chain",
    "CleanerError",
    "Document",
    "Edit",
    "EditError",
    "InputError",
    "Note",
    "Reject",
    "Result",
    "RuleError",
    "Script",
    "Step",
    "StepError",
    "Trace",
    "__version__",
    "clean",
    "clean_html",
    "load",
]

__version__ = "0.1.0"

# Where the public names live. They are fetched when they are asked for: the command `cleaner`
# imports this file first, and must be able to be interrupted while the rest is loaded.
_HOMES = {
    "Chain": "cleaner.core.chain",
    "CleanerError": "cleaner.core.errors",
    "Document": "cleaner.core.document",
    "Edit": "cleaner.core.edits",
    "EditError": "cleaner.core.errors",
    "InputError": "cleaner.core.errors",
    "Note": "cleaner.core.edits",
    "Reject": "cleaner.core.step",
    "Result": "cleaner.core.chain",
    "RuleError": "cleaner.core.errors",
    "Script": "cleaner.rulebook.load",
    "Step": "cleaner.core.step",
    "StepError": "cleaner.core.errors",
    "Trace": "cleaner.core.trace",
    "clean": "cleaner.api",
    "clean_html": "cleaner.api",
    "load": "cleaner.rulebook.load",
}


def __getattr__(name: str) -> object:
    """Fetch a public name."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names, fetched or not."""
    return sorted({*globals(), *__all__})
