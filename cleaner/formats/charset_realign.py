"""Read double-byte text anew where it is out of step, so that one lost byte costs one character."""

from __future__ import annotations

__all__ = ["DOUBLE_BYTE", "realign"]

DOUBLE_BYTE = frozenset({"gb18030", "big5hkscs", "cp949", "euc_jp", "cp932"})

# Nats; dearer than two rare ideographs, so that no honest pair is torn (see likelihood.py).
_LOST = -30.0
_ASCII = -5.0
_FOUR_BYTES = 4
_EURO = 0x80  # Windows reads it so in GBK (WHATWG Encoding standard, gb18030 decoder)


def realign(data: bytes, codec: str) -> tuple[str, list[int]]:
    """Return the likeliest text of a stretch of damaged bytes, and the offsets of the bytes lost.

    Each lost byte becomes U+FFFD. Every way to cut the bytes into characters is weighed (Viterbi),
    which takes a few microseconds a byte: for damaged lines only.
    """
    from cleaner.damage.likelihood import BROKEN, character_score

    best = [0.0] + [float("-inf")] * len(data)
    steps: list[tuple[int, str]] = [(0, "")] * (len(data) + 1)

    def reach(end: int, total: float, start: int, text: str) -> None:
        if total > best[end]:
            best[end] = total
            steps[end] = (start, text)

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
