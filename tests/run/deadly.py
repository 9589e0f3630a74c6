"""A step for the tests of workers: it dies, hangs or raises where the text says so."""

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from cleaner import Document, Edit

RULES = """\
about: For tests.
chain: [test.deadly]
rules:
  - id: test.deadly
    about: Makes dirty clean, or dies of it.
    tests.run.deadly:Deadly: {}
    examples:
      - {in: 脏, out: 净}
      - keep: 净
"""


@dataclass(frozen=True, slots=True)
class Deadly:
    """Replaces one character, after doing what the text says."""

    def __call__(self, doc: Document) -> list[Edit]:
        """Die, hang, raise, or give the edits."""
        word, _, rest = doc.text.partition(" ")
        if word == "DIE" or (word == "ONCE" and _first_time(Path(rest))):
            os.kill(os.getpid(), signal.SIGKILL)
        if word == "HANG":
            time.sleep(1000)
        if word == "SLOW":
            time.sleep(0.02)
        if word == "RAISE":
            raise ValueError("as told")
        return [Edit(n, n + 1, "净") for n, c in enumerate(doc.text) if c == "脏"]


def _first_time(mark: Path) -> bool:
    if mark.exists():
        return False
    mark.touch()
    return True
