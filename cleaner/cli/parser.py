"""The parser of every command: one line says what is wrong, and help fits the terminal."""

from __future__ import annotations

import argparse
from typing import NoReturn

from cleaner.cli.exits import USAGE, complain

__all__ = ["Parser"]


class Parser(argparse.ArgumentParser):
    """Parses the words of a command; its epilog is printed as it is written.

    Args:
        prog: the command.
        description: what it does, in one paragraph.
        epilog: examples and exit codes.
        usage: how it is called, where argparse cannot tell.
    """

    def __init__(self, prog: str, description: str, epilog: str = "", usage: str | None = None):
        super().__init__(prog, usage, description, epilog, formatter_class=_Help)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and where help is; the usage of some commands is a dozen lines."""
        complain(f"{message}; see {self.prog} --help")
        self.exit(USAGE)


class _Help(argparse.RawDescriptionHelpFormatter):
    def _fill_text(self, text: str, width: int, indent: str) -> str:
        if "\n" in text:
            return super()._fill_text(text, width, indent)
        return argparse.HelpFormatter._fill_text(self, text, width, indent)
