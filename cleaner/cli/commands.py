"""The commands: the filter, the doors to its subcommands, and how all of them end."""

from __future__ import annotations

import importlib
import os
import signal
import sys

from cleaner.cli.exits import BROKEN_PIPE, UNREADABLE, USAGE, complain
from cleaner.cli.parser import Parser
from cleaner.cli.streams import drop_output, mend_streams
from cleaner.core.errors import CleanerError, InputError
from cleaner.rulebook.problems import suggest

__all__ = ["COMMANDS", "run_command"]

# name: (module in this package, one line for --help). A module is imported when it is asked for:
# the filter has to start fast.
COMMANDS = {
    "clean": ("clean", "clean files"),
    "run": ("run", "clean a corpus: many files, all cores, goes on after a kill"),
    "learn": ("learn", "propose rules for lines that repeat across the pages of a site"),
    "explain": ("explain", "say line by line what would be done to a text, and by which rule"),
    "report": ("report", "say what the rules do to a corpus, as a page to look at"),
    "diff": ("diff", "say what a change of rules changes on a corpus"),
    "undo": ("undo", "give the original of a cleaned text back, byte for byte"),
    "check": ("check", "run the examples of rules"),
    "golden": ("golden", "compare example pages with their golden files, or update those"),
    "show": ("show", "show a profile, a rule or a step"),
    "rules": ("rules", "list the rules of a profile, with what each is for"),
    "bench": ("bench", "say what each rule costs on your texts"),
    "fit-html": ("fit_html", "fit the judge that finds the article of HTML pages on your pages"),
    "new": ("new", "write a commented rule file to start from"),
}

EPILOG = """\
Without a command, cleaner is a filter: it reads standard input and writes the cleaned text.

examples:
  cleaner < dirty.txt > clean.txt
  curl -s $URL | some-extractor | cleaner --script traditional
  cleaner clean *.txt -o clean/
  cleaner explain page.txt
  cleaner --rules my.yaml < dirty.txt

exit codes:
  0 done   1 a check failed or a text could not be cleaned   2 wrong arguments or rules
  3 an input is missing or no text, or an output cannot be written   130 interrupted
"""


def run_command(words: list[str]) -> int:
    """Run the command line and return its exit code."""
    mend_streams()
    _behave_in_a_pipe()
    try:
        code = _run(words)
        sys.stdout.flush()
        return code
    except InputError as error:
        complain(error)
        return UNREADABLE
    except CleanerError as error:
        complain(error)
        return USAGE
    except BrokenPipeError:
        drop_output()
        return BROKEN_PIPE
    except OSError as error:  # a full disk, a folder that may not be written to
        drop_output()
        place = f"{error.filename}: " if error.filename else ""
        complain(f"{place}{error.strerror or error}")
        return UNREADABLE


def _behave_in_a_pipe() -> None:
    """Die quietly when the reader of our output goes away, as every filter does."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)


def _run(words: list[str]) -> int:
    if words and words[0] in COMMANDS:
        module = importlib.import_module(f"cleaner.cli.{COMMANDS[words[0]][0]}")
        result: int = module.run(words[1:])
        return result
    if words and not words[0].startswith("-"):
        return _unknown(words[0])
    if "--version" in words:
        from cleaner import __version__

        print(f"cleaner {__version__}")
        return 0
    from cleaner.cli.clean import run_filter

    return run_filter(words, _filter_parser())


def _unknown(word: str) -> int:
    guess = suggest(word, COMMANDS)
    if os.path.exists(word):  # noqa: PTH110 - pathlib is not worth its import here
        guess = f"; to clean a file: cleaner clean {word}"
    complain(f"there is no command {word!r}{guess}; see cleaner --help")
    return USAGE


def _filter_parser() -> Parser:
    listed = "\n".join(f"  {name:9} {line}" for name, (_, line) in COMMANDS.items())
    parser = Parser(
        prog="cleaner",
        usage="cleaner [options] < dirty > clean\n       cleaner COMMAND [options] ...",
        description="Gives web text back as its author wrote it: strips spam, navigation and "
        "footers, undoes damage, and says what it did.",
        epilog=f"commands (each has its own --help):\n{listed}\n\n{EPILOG}",
    )
    parser.add_argument("--version", action="store_true", help="print the version and exit")
    return parser
