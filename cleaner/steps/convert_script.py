"""Write the whole text in one Chinese script: `當前` becomes `当前`, or the other way round."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from itertools import compress, count
from operator import ne
from typing import ClassVar, Literal, NamedTuple, Protocol, TypeAlias

from cleaner.core.document import Document
from cleaner.core.edits import Edit, Finding, Note
from cleaner.core.errors import StepError
from cleaner.damage.prose import HAN
from cleaner.damage.script import (
    Evidence,
    find_foreign,
    is_guest,
    simplified_only,
    traditional_only,
    weigh,
)

__all__ = ["ConvertScript"]

Target: TypeAlias = Literal["keep", "simplified", "traditional", "taiwan", "hongkong", "japanese"]
Source: TypeAlias = Literal["auto", "simplified", "traditional", "taiwan", "hongkong", "japanese"]

# OpenCC's configurations, without and with the words of the region.
_CONFIGS: dict[tuple[str, str], tuple[str, str]] = {
    ("simplified", "traditional"): ("s2t", "s2t"),
    ("simplified", "taiwan"): ("s2tw", "s2twp"),
    ("simplified", "hongkong"): ("s2hk", "s2hkp"),
    ("traditional", "simplified"): ("t2s", "t2s"),
    ("traditional", "taiwan"): ("t2tw", "t2tw"),
    ("traditional", "hongkong"): ("t2hk", "t2hk"),
    ("traditional", "japanese"): ("t2jp", "t2jp"),
    ("taiwan", "simplified"): ("tw2s", "tw2sp"),
    ("taiwan", "traditional"): ("tw2t", "tw2t"),
    ("hongkong", "simplified"): ("hk2s", "hk2sp"),
    ("hongkong", "traditional"): ("hk2t", "hk2t"),
    ("japanese", "traditional"): ("jp2t", "jp2t"),
}
# What the pure Python engine lacks, and what comes nearest.
_NEAREST = {"s2hkp": "s2hk", "hk2sp": "hk2s"}

# The C++ engine ends a text at NUL and refuses lone surrogates. No engine knows this one, and the
# edits never touch it.
_UNKNOWN_TO_ENGINES = re.compile("[\x00\ud800-\udfff]")
_PLACEHOLDER = "\ufdd0"
_PIECE = re.compile(r"[^\s，。、；：？！“”‘’「」《》（）,.;:?!()]+")
# In a menu of languages each one stands under its own name.
_SELF_NAME = re.compile(f"(?<![{HAN}])(?:日本語|(?:繁體|正體)(?:中文)?|简体(?:中文)?)(?![{HAN}])")
_DIFF_LIMIT = 400  # code points; difflib is quadratic


class _Engine(Protocol):
    def convert(self, text: str, /) -> str: ...


class _Way(NamedTuple):
    """One pass of OpenCC; `only`: of its changes, keep those of characters that match."""

    config: str
    only: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class ConvertScript:
    """Convert Chinese text to one script, with OpenCC's phrases and regional words.

    What it does: each line is judged by the characters that only one script has. Lines in the
    other script are converted; a few foreign characters in a line that is already in the wanted
    script are converted one by one, and nothing else in it (`萬里` does not become `萬裏`). Lines
    without evidence go with their page. Text that is in the wanted script costs one search.

    When it is wrong: a Japanese line without any kana on a page without other Japanese is taken
    for Chinese. Simplified to traditional is a guess where one character stands for several.

    Left alone: Japanese and Korean lines; lessons that set both forms side by side (`发(發)`);
    names of languages standing alone (`日本語`); a few Chinese words on a page of Latin ones;
    whatever `protect` names.

    Options: `to`: `keep` does nothing; `taiwan` and `hongkong` are the standards of the region.
    `source`: the script that the text is in; `auto` judges each line. With a named source nothing
    is judged: a text that is already converted must not be converted again. `phrases`: change
    words, too (`软件` becomes `軟體` in `taiwan`); back only if `source` names the region.
    `protect`: words that stay as they are.

    Example: to `simplified`: `當前位置` becomes `当前位置`.
    """

    to: Target = "simplified"
    source: Source = "auto"
    phrases: bool = True
    protect: tuple[str, ...] = ()

    gate: ClassVar[str] = r"[\p{Han}]"

    def __call__(self, doc: Document) -> Sequence[Finding]:
        """Return the changed characters; neighbours are one edit."""
        if self.to in ("keep", self.source) or not self._may_act(doc.text):
            return []
        ways = self._ways(doc.text)
        edits: Iterable[Edit] = _differences(doc, _convert(doc.text, ways))
        protected = _protected(doc.text, self.protect)
        if protected is not None:
            edits = (part for edit in edits for part in _spare(edit, protected))
        missing = sorted({_missing(way.config) for passes in set(ways) for way in passes} - {""})
        return [Note(0, 0, message) for message in missing[:1]] + list(edits)

    def _may_act(self, text: str) -> bool:
        """Say cheaply whether the text may hold anything to convert."""
        if self.source != "auto":
            return True
        if self.to == "simplified" and traditional_only().search(text) is None:
            return False
        if self.to == "traditional" and simplified_only().search(text) is None:
            return False
        return not is_guest(text)

    def _ways(self, text: str) -> list[tuple[_Way, ...]]:
        """Return for each line how it is converted; the empty tuple leaves it alone."""
        lines = text.split("\n")
        if "japanese" in (self.to, self.source):
            return [(_Way(self._config(self.source)),)] * len(lines)
        foreign = find_foreign(lines)
        if self.source != "auto":
            way = (_Way(self._config(self.source)),)
            return [() if is_foreign else way for is_foreign in foreign]
        evidence = _weigh_lines(text, lines)
        whole = Evidence(sum(e.simplified for e in evidence), sum(e.traditional for e in evidence))
        ways = []
        for found, is_foreign in zip(evidence, foreign, strict=True):
            mixed = min(found) > 0
            found = found if any(found) else whole
            ways.append(() if is_foreign else self._line_ways(*found, mixed))
        return ways

    def _line_ways(self, simplified: int, traditional: int, mixed: bool) -> tuple[_Way, ...]:
        """Return the passes for a line with that evidence, or with its page's if it has none."""
        if self.to == "simplified":
            if traditional > 0 and traditional >= simplified:
                return (_Way("t2s"),)
            return (_Way("t2s", traditional_only()),) if mixed else ()
        if simplified > 0 and simplified >= traditional:
            return (_Way(self._config("simplified")),)
        ways = [_Way("s2t", simplified_only())] if mixed else []
        if self.to != "traditional" and traditional > 0:
            ways.append(_Way(self._config("traditional")))
        return tuple(ways)

    def _config(self, source: str) -> str:
        config = _CONFIGS.get((source, self.to))
        if config is None:
            raise StepError(f"convert_script: there is no way from {source} to {self.to}")
        return config[self.phrases]


def _weigh_lines(text: str, lines: Sequence[str]) -> list[Evidence]:
    """Return the evidence of each line; that of the whole page where it is all for one script."""
    if simplified_only().search(text) is None:
        return [Evidence(0, 1)] * len(lines)
    if traditional_only().search(text) is None:
        return [Evidence(1, 0)] * len(lines)
    return list(map(weigh, lines))


def _convert(text: str, ways: Sequence[tuple[_Way, ...]]) -> list[str]:
    """Return all lines, converted or as they were."""
    lines = _hide(text).split("\n")
    result = list(lines)
    for passes in dict.fromkeys(ways):
        if passes:
            numbers = [number for number, way in enumerate(ways) if way == passes]
            batch = [lines[number] for number in numbers]
            for way in passes:
                batch = _run(way, batch)
            for number, line in zip(numbers, batch, strict=True):
                result[number] = line
    return result


def _hide(text: str) -> str:
    """Return the text without what the engines cannot take, at the same length."""
    return _UNKNOWN_TO_ENGINES.sub(_PLACEHOLDER, text)


def _run(way: _Way, lines: list[str]) -> list[str]:
    """Return the lines after one pass: converted in one call, which is what makes it fast."""
    engine = _engine(way.config)
    converted = engine.convert("\n".join(lines)).split("\n")
    if len(converted) != len(lines):
        converted = [engine.convert(line) for line in lines]
    if way.only is None:
        return converted
    return [_only(way.only, old, new) for old, new in zip(lines, converted, strict=True)]


def _only(pattern: re.Pattern[str], old: str, new: str) -> str:
    """Return the old line with those characters renewed that match."""
    if len(old) != len(new):
        return old
    return "".join(
        after if before != after and pattern.match(before) else before
        for before, after in zip(old, new, strict=True)
    )


@cache
def _engine(config: str) -> _Engine:
    """Return OpenCC with a configuration, from whichever package provides the import."""
    from opencc import OpenCC

    for name in (config, _NEAREST.get(config)):
        if name:
            try:
                engine: _Engine = OpenCC(name)
            except (FileNotFoundError, RuntimeError, OSError):
                continue
            return engine
    raise StepError(
        f"convert_script: the installed OpenCC has no configuration {config}; "
        "install the package `opencc`, which has all of them"
    )


@cache
def _missing(config: str) -> str:
    """Return a warning if a configuration is replaced by the nearest one, else nothing."""
    if config not in _NEAREST:
        return ""
    from opencc import OpenCC

    try:
        OpenCC(config)
    except (FileNotFoundError, RuntimeError, OSError):
        return f"the installed OpenCC has no {config}: {_NEAREST[config]} was used, without words"
    return ""


def _differences(doc: Document, converted: Sequence[str]) -> Iterator[Edit]:
    """Yield small edits that turn the lines of a document into the converted ones."""
    old = _hide(doc.text)
    if all(end - start == len(new) for (start, end), new in zip(doc.lines, converted, strict=True)):
        yield from _runs(old, "\n".join(converted), 0)
        return
    for (start, end), new in zip(doc.lines, converted, strict=True):
        yield from _line_differences(old[start:end], new, start)


def _line_differences(old: str, new: str, offset: int) -> Iterator[Edit]:
    """Yield the edits of one line.

    Marks and blanks never change: the pieces between them are compared one by one, which bounds
    the cost where a phrase has become longer or shorter.
    """
    pieces = list(_PIECE.finditer(old))
    others = [match[0] for match in _PIECE.finditer(new)]
    if len(old) == len(new) or len(pieces) != len(others):
        yield from _diff(old, new, offset)
        return
    for match, other in zip(pieces, others, strict=True):
        yield from _diff(match[0], other, offset + match.start())


def _runs(old: str, new: str, offset: int) -> Iterator[Edit]:
    """Yield an edit for every stretch in which two texts of equal length differ."""
    start = end = -1
    for place in compress(count(), map(ne, old, new)):
        if place != end:
            if end > 0:
                yield Edit(offset + start, offset + end, new[start:end])
            start = place
        end = place + 1
    if end > 0:
        yield Edit(offset + start, offset + end, new[start:end])


def _diff(old: str, new: str, offset: int) -> Iterator[Edit]:
    """Yield the edits between two short texts of any lengths."""
    if old == new:
        return
    if len(old) == len(new):
        yield from _runs(old, new, offset)
    elif max(len(old), len(new)) > _DIFF_LIMIT:
        yield Edit(offset, offset + len(old), new)
    else:
        matcher = SequenceMatcher(None, old, new, autojunk=False)
        for tag, start, end, new_start, new_end in matcher.get_opcodes():
            if tag != "equal":
                yield Edit(offset + start, offset + end, new[new_start:new_end])


def _protected(text: str, words: Sequence[str]) -> bytearray | None:
    """Return one flag a code point: is it part of a protected word? None: there is no such word."""
    spans = [match.span() for match in _SELF_NAME.finditer(text)]
    if any(words):
        pattern = "|".join(re.escape(word) for word in words if word)
        spans += [match.span() for match in re.finditer(pattern, text)]
    if not spans:
        return None
    flags = bytearray(len(text))
    for start, end in spans:
        flags[start:end] = b"\x01" * (end - start)
    return flags


def _spare(edit: Edit, protected: bytearray) -> Iterator[Edit]:
    """Yield what an edit changes outside of protected words."""
    if not any(protected[edit.start : edit.end]):
        yield edit
    elif len(edit.new) == edit.end - edit.start:
        for place, character in enumerate(edit.new, edit.start):
            if not protected[place]:
                yield Edit(place, place + 1, character)
