"""Inputs made from fragments: put together, cut, repeated, damaged."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

__all__ = ["LONGEST", "Source", "shrink"]

LONGEST = 3000  # bytes of an input: what breaks, breaks small; length is for tests/bench/growth.py
_POOL = 2000  # inputs kept because something new happened by them


class Source:
    """An endless source of inputs, the same ones for the same seed and the same answers."""

    def __init__(self, fragments: Sequence[bytes], seed: int) -> None:
        self.fragments = [fragment for fragment in fragments if fragment]
        self.random = random.Random(seed)
        self.pool: list[bytes] = []
        self.seen: set[str] = set()

    def next(self) -> bytes:
        """Return another input."""
        dice = self.random
        if self.pool and dice.random() < 0.5:
            data = dice.choice(self.pool)
        else:
            data = b"".join(dice.choices(self.fragments, k=dice.choice((1, 2, 3, 5, 12))))
        for _ in range(dice.choice((0, 1, 1, 2, 4))):
            data = self._mutate(data)
        return data[:LONGEST]

    def learn(self, data: bytes, answer: str) -> None:
        """Keep an input whose answer is new, to make others of it."""
        if answer not in self.seen and len(self.pool) < _POOL:
            self.seen.add(answer)
            self.pool.append(data)

    def _mutate(self, data: bytes) -> bytes:
        dice = self.random
        start = dice.randint(0, len(data))
        end = min(len(data), start + dice.choice((0, 1, 3, 10, 100)))
        kind = dice.randrange(6)
        if kind == 0:
            return data[:start] + data[end:]
        if kind == 1:
            return data[:start] + dice.choice(self.fragments) + data[end:]
        if kind == 2:
            return data[:start] + data[start:end] * dice.choice((2, 3, 40)) + data[end:]
        if kind == 3:
            return data[:start] + bytes([dice.randrange(256)]) + data[start + 1 :]
        if kind == 4 and self.pool:
            other = dice.choice(self.pool)
            return data[:start] + other[dice.randint(0, len(other)) :]
        return data[:start] + dice.choice((b"\n", b" ", b",", b"?", b"(", b"|")) + data[start:]


def shrink(data: bytes, fails: Callable[[bytes], bool], rounds: int = 400) -> bytes:
    """Return a shorter input that still fails: stretches are left out as long as it does."""
    size = max(1, len(data) // 2)
    while size and rounds > 0:
        start = 0
        while start < len(data) and rounds > 0:
            rounds -= 1
            shorter = data[:start] + data[start + size :]
            if fails(shorter):
                data = shorter
            else:
                start += size
        size //= 2
    return data
