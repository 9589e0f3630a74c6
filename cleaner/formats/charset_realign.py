"""Read double-byte text anew where it is out of step, so that one lost byte costs one character."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["DOUBLE_BYTE", "WIDE", "realign", "realign_wide"]

DOUBLE_BYTE = frozenset({"gb18030", "big5hkscs", "cp949", "euc_jp", "cp932"})

WIDE = {"utf-16-le": 2, "utf-16-be": 2, "utf-32-le": 4, "utf-32-be": 4}
"""The codecs of wide units, with their bytes."""

_STRETCH = 4096  # bytes in which the place of a lost byte is looked for
# Nats; dearer than two rare ideographs, so that no honest pair is torn (see likelihood.py).
_LOST = -30.0
_ASCII = -5.0
_FOUR_BYTES = 4
_WRITTEN_CONTROLS = "\t\n\r"
_EURO = 0x80  # Windows reads it so in GBK (WHATWG Encoding standard, gb18030 decoder)


def realign(data: bytes, codec: str) -> tuple[str, list[int]]:
    """Return the likeliest text of a stretch of damaged bytes, and the offsets of the bytes lost.

    Each lost byte becomes U+FFFD. Every way to cut the bytes into characters is weighed (Viterbi),
    which takes a few microseconds a byte: for damaged lines only.
    """
    from cleaner.damage.likelihood import BROKEN, character_score

    best, steps, reach = _lattice(len(data))
    for at, byte in enumerate(data):
        here = best[at]
        if byte < 0x80:
            reach(at + 1, here + _ASCII, at, chr(byte))
            continue
        reach(at + 1, here + _LOST, at, "")
        if codec == "gb18030" and byte == _EURO:
            reach(at + 1, here + BROKEN, at, "€")
        for width in (1, 2, 3, _FOUR_BYTES):
            piece = data[at : at + width]
            one = piece.decode(codec, "ignore")
            if len(one) == 1 and one.encode(codec, "ignore") == piece:
                reach(at + len(piece), here + character_score(one), at, one)
    return _walk_back(steps)


def realign_wide(data: bytes, codec: str) -> tuple[str, list[int]]:
    """Return the text of UTF-16 or UTF-32 of which a byte was lost or is too many, as `realign`.

    From that byte on all units are out of step; as many bytes as the length is over say by how
    much. Where the later step reads better than the first one, the place is searched for.
    """
    from cleaner.damage.likelihood import BROKEN, character_score, score

    width = WIDE[codec]
    step = len(data) % width

    def likely(start: int) -> float:
        return score(data[start : start + _STRETCH].decode(codec, "replace"))[0]

    starts = range(0, len(data), _STRETCH)
    found = next((at for at in starts if likely(at + step) > likely(at)), starts[-1])
    begin, end = max(0, found - _STRETCH), min(len(data), found + _STRETCH + step)
    stretch = data[begin:end]
    best, steps, reach = _lattice(len(stretch))
    for at in range(len(stretch)):
        reach(at + 1, best[at] + _LOST, at, "")
        for size in {width, _FOUR_BYTES}:
            piece = stretch[at : at + size]
            one = piece.decode(codec, "ignore") if len(piece) == size else ""
            if len(one) == 1:
                total = best[at] + (_ASCII if one < "\x80" else character_score(one))
                total += BROKEN if one < " " and one not in _WRITTEN_CONTROLS else 0.0
                reach(at + size, total, at, one)
    text, lost = _walk_back(steps)
    text = str(data[:begin], codec, "replace") + text + str(data[end:], codec, "replace")
    return text, [begin + at for at in lost]


def _lattice(
    length: int,
) -> tuple[list[float], list[tuple[int, str]], Callable[[int, float, int, str], None]]:
    """Return the best totals up to each place, how each was reached, and what notes a way."""
    best = [0.0] + [float("-inf")] * length
    steps: list[tuple[int, str]] = [(0, "")] * (length + 1)

    def reach(end: int, total: float, start: int, text: str) -> None:
        if total > best[end]:
            best[end] = total
            steps[end] = (start, text)

    return best, steps, reach


def _walk_back(steps: list[tuple[int, str]]) -> tuple[str, list[int]]:
    pieces: list[str] = []
    lost: list[int] = []
    end = len(steps) - 1
    while end:
        start, text = steps[end]
        if not text:
            lost.append(start)
        pieces.append(text or "\ufffd")
        end = start
    return "".join(reversed(pieces)), lost[::-1]
