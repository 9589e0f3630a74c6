"""`cleaner new rule`: a commented rule file that passes its check."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cleaner.cli.exits import OK
from cleaner.cli.parser import Parser
from cleaner.core.errors import InputError

__all__ = ["run"]

SKELETON = """\
# Your own rules. Try them:   cleaner --rules {name} < page.txt
# Check their examples:       cleaner check {name}
# All steps and options:      cleaner show step
rules:
  - id: my.newsletter            # unique; any words and dots
    about: The line that asks readers to subscribe to our newsletter.
    drop_line:                   # the step: removes whole lines in which the pattern occurs
      # Patterns are RE2. Write them simplified and half-width: they also find traditional and
      # full-width text. ^ and $ are the ends of a line without the blanks around it.
      pattern: '^(?:订阅|subscribe to) ?(?:本站|our newsletter)'
      within: last 50%           # only there (counted in letters); leave it out for everywhere
      max_length: 80             # only lines of at most so many letters
    # What must not go although the pattern finds it (text, line or document):
    # unless:
    #   - line: '取消'
    examples:                    # compulsory: at least one that fires and one that stays
      - drop: "訂閱本站，每週收到最新文章！"
      - drop: "Subscribe to our newsletter and never miss a story"
      - keep: "读者可以订阅本站，也可以购买纸质版。"
"""


def run(words: Sequence[str]) -> int:
    """Write the skeleton to a new file."""
    parser = Parser(prog="cleaner new", description="Write a commented rule file to start from.")
    parser.add_argument("what", choices=("rule",))
    parser.add_argument("file", nargs="?", default="my-rules.yaml", help="default: my-rules.yaml")
    arguments = parser.parse_args(words)
    path = Path(arguments.file)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(SKELETON.format(name=path))
    except FileExistsError as error:
        raise InputError(f"{path} is there already: give another name") from error
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error
    print(f"{path} written; try: cleaner check {path}")
    return OK
