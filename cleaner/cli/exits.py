"""Exit codes, and the one way in which a command reports trouble."""

from __future__ import annotations

import sys

__all__ = ["BROKEN_PIPE", "DIFFERENT", "INTERRUPTED", "OK", "UNREADABLE", "USAGE", "complain"]

OK = 0
DIFFERENT = 1  # a check failed, golden files differ, or a document could not be cleaned
USAGE = 2  # wrong arguments, rules or profiles
UNREADABLE = 3  # an input is missing, unreadable or no text; or an output cannot be written
INTERRUPTED = 130  # Ctrl-C, as shells report it
BROKEN_PIPE = 141  # the reader of our output went away, as shells report it


def complain(message: object) -> None:
    """Print one message to standard error, behind the name of the program."""
    print(f"cleaner: {message}", file=sys.stderr)
