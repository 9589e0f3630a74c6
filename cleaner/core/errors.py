"""What can go wrong, as a tree.

    CleanerError            whatever this package raises on purpose
    ├── InputError          the bytes or records to be cleaned cannot be used as they are
    ├── RuleError           a rule, profile or option is wrong (all problems at once, each located)
    ├── StepError           a step broke its contract while it ran (overlapping edits, an exception)
    └── EditError           edits that do not fit the text they are applied to

Every message says what is wrong, where, and what to do.
"""

from __future__ import annotations

__all__ = ["CleanerError", "EditError", "InputError", "RuleError", "StepError"]


class CleanerError(Exception):
    """Whatever this package raises on purpose."""


class InputError(CleanerError):
    """The bytes or records to be cleaned cannot be used as they are."""


class RuleError(CleanerError):
    """A rule, profile or option is wrong; the message lists every problem with its place."""


class StepError(CleanerError):
    """A step broke its contract while it ran."""


class EditError(CleanerError):
    """Edits are unsorted, overlap, or lie outside of the text."""
