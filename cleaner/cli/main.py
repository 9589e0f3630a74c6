"""The command `cleaner`: its first moment, before anything of weight is imported."""

from __future__ import annotations

import sys

__all__ = ["main"]

_INTERRUPTED = 130  # as `exits.INTERRUPTED`, which is not imported yet


def main(argv: list[str] | None = None) -> int:
    """Run the command line and return its exit code; Ctrl-C is a quiet end at any moment."""
    try:
        from cleaner.cli.commands import run_command

        return run_command(list(sys.argv[1:] if argv is None else argv))
    except KeyboardInterrupt:
        import signal

        signal.signal(signal.SIGINT, signal.SIG_IGN)  # impatience must not end in a traceback
        return _INTERRUPTED
