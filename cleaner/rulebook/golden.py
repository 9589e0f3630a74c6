"""Golden files: for a profile and an example page, what must come out, step by step.

`<case>.txt` is the final text, `<case>.steps` what each rule did, in order: only rules that acted,
with the line of the text as the rule found it. No versions and no dates, so that a file changes
only when the outcome does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from cleaner.core.chain import Chain, Result
from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.core.trace import Pass

__all__ = ["Comparison", "compare_case", "describe_steps", "write_case"]

Verdict: TypeAlias = Literal["same", "changed", "missing"]
_LONGEST = 90  # code points of an edit that are shown; what is left out is counted


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a case stands; `message` names the first rule that differs and counts the rest."""

    case: str
    verdict: Verdict
    message: str = ""


def describe_steps(result: Result) -> str:
    """Return what each rule did, for a person to read.

    >>> from cleaner.rulebook.load import load
    >>> result = load("repair").run("發(fā)展和創(chuàng)業(yè)，發(fā)展")
    >>> print(describe_steps(result).splitlines()[1])
      1: 發[(fā)]展 ×2
    """
    texts = result.trace.texts()
    blocks = []
    for turn, text in zip(result.trace.passes, texts, strict=False):
        if not turn.edits and not turn.notes:
            continue
        doc = Document(text)
        lines = [*_edit_lines(doc, turn), *_spared_lines(doc, turn), *_note_lines(doc, turn)]
        blocks.append(f"== {turn.rule}\n" + "".join(f"{line}\n" for line in lines))
    if result.rejected:
        blocks.append(f"== rejected\n  {result.rejected}\n")
    if result.meta:
        values = "".join(f"  {key}: {value}\n" for key, value in sorted(result.meta.items()))
        blocks.append(f"== meta\n{values}")
    return "\n".join(blocks)


def _edit_lines(doc: Document, turn: Pass) -> Iterator[str]:
    """Yield one line for edits that are alike on one line of the text."""
    shown = Counter((doc.line_number(e.start) + 1, _show_edit(doc, e)) for e in turn.edits)
    for (number, edit), times in shown.items():
        yield f"  {number}: {edit}" + (f" ×{times}" if times > 1 else "")


def _show_edit(doc: Document, edit: Edit) -> str:
    old = _clip(doc.text[edit.start : edit.end])
    whole_lines = (edit.start == 0 or doc.text[edit.start - 1] == "\n") and (
        edit.end == len(doc.text) or doc.text[edit.end - 1 : edit.end] == "\n"
    )
    if whole_lines and not edit.new:
        return f"- {old}"
    before = doc.text[max(0, edit.start - 1) : edit.start].strip()
    after = doc.text[edit.end : edit.end + 1].strip()
    new = f" → {_clip(edit.new)}" if edit.new else ""
    return f"{before}[{old}{new}]{after}"


def _spared_lines(doc: Document, turn: Pass) -> Iterator[str]:
    for spared in turn.spared:
        place = doc.line_number(spared.start) + 1
        yield f"  {place}: spared ({spared.reason}): {_clip(doc.text[spared.start : spared.end])}"


def _note_lines(doc: Document, turn: Pass) -> Iterator[str]:
    for note in turn.notes:
        yield f"  {doc.line_number(note.start) + 1}: note: {note.message}"


def _clip(text: str) -> str:
    flat = text.strip("\n").replace("\n", "⏎") or text.replace("\n", "⏎")
    if len(flat) <= _LONGEST:
        return flat
    return f"{flat[:_LONGEST]}… (+{len(flat) - _LONGEST})"


def compare_case(chain: Chain, case: str, doc: Document, folder: Path) -> Comparison:
    """Compare what a chain makes of a document with its two golden files."""
    text_file, steps_file = folder / f"{case}.txt", folder / f"{case}.steps"
    if not (text_file.is_file() and steps_file.is_file()):
        return Comparison(case, "missing", f"no golden files for {case} in {folder}")
    result = chain.run(doc)
    steps = describe_steps(result)
    expected_steps = steps_file.read_text(encoding="utf-8")
    same_text = result.text == text_file.read_text(encoding="utf-8")
    if same_text and steps == expected_steps:
        return Comparison(case, "same")
    old, new = _blocks(expected_steps), _blocks(steps)
    places = {rule.id: number for number, rule in enumerate(chain.rules)}
    order = sorted({**old, **new}, key=lambda rule: places.get(rule, -1))
    message = _first_difference(case, order, old, new)
    return Comparison(case, "changed", message + "; the text is the same" * same_text)


def _first_difference(case: str, order: list[str], old: dict[str, str], new: dict[str, str]) -> str:
    different = [rule for rule in order if old.get(rule) != new.get(rule)]
    if not different:
        what = "the order of the rules" if list(old) != list(new) else "the final text"
        return f"{case}: {what} differs"
    first = different[0]
    old_lines, new_lines = old.get(first, "").split("\n"), new.get(first, "").split("\n")
    lost = [f"    - {line}" for line in old_lines if line not in new_lines][:5]
    added = [f"    + {line}" for line in new_lines if line not in old_lines][:5]
    rest = f", and {len(different) - 1} later ones, likely in consequence" if different[1:] else ""
    return "\n".join([f"{case}: rule {first} differs{rest}", *lost, *added])


def _blocks(steps: str) -> dict[str, str]:
    """Return the block of each rule, in order."""
    blocks: dict[str, str] = {}
    for block in steps.split("== ")[1:]:
        head, _, body = block.partition("\n")
        blocks[head] = body.rstrip("\n")
    return blocks


def write_case(chain: Chain, case: str, doc: Document, folder: Path) -> None:
    """Write the two golden files of a case; nothing is ever deleted."""
    result = chain.run(doc)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{case}.txt").write_text(result.text, encoding="utf-8", newline="\n")
    (folder / f"{case}.steps").write_text(describe_steps(result), encoding="utf-8", newline="\n")
