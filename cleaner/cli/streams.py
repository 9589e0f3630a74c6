"""Standard streams: closed ones (`cleaner <&-`), their encoding, and what is left in them."""

from __future__ import annotations

import errno
import io
import os
import sys
from contextlib import suppress
from typing import NoReturn

__all__ = ["drop_output", "mend_streams"]


class _Closed(io.RawIOBase):
    """A stream that can be neither read nor written, and says so when somebody tries."""

    def __init__(self, name: str) -> None:
        self.name = name

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def readinto(self, buffer: object, /) -> NoReturn:
        raise OSError(errno.EBADF, "is closed", self.name)

    def write(self, data: object, /) -> NoReturn:
        raise OSError(errno.EBADF, "is closed", self.name)


def mend_streams() -> None:
    """Let what is done with a closed stream be told as any other error, and any text be printed.

    Where one is closed, the next file that is opened would have its number: that is made sure not
    to be one of ours. What is not for a terminal is UTF-8, as all our outputs are, and not what
    Windows wrote into files in 1995.
    """
    _reopen_closed()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = None if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def _reopen_closed() -> None:
    if sys.stdin is not None and sys.stdout is not None and sys.stderr is not None:
        return
    while (number := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(number)
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: PTH123, SIM115 - nobody could be told
    if sys.stdin is None:
        sys.stdin = io.TextIOWrapper(io.BufferedReader(_Closed("standard input")))
    if sys.stdout is None:
        sys.stdout = io.TextIOWrapper(io.BufferedWriter(_Closed("standard output")))


def drop_output() -> None:
    """Forget what could not be written: Python would complain of it once more at exit."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115 - until exit
