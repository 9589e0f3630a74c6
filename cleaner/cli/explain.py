"""`cleaner explain`: line by line, what would be done to a text, by which rule, and why."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from cleaner.cli.choice import add_choice, chosen_profile
from cleaner.cli.colour import Painter, painter
from cleaner.cli.exits import OK
from cleaner.cli.parser import Parser
from cleaner.cli.reading import add_reading, read_input
from cleaner.core.chain import Result
from cleaner.core.errors import RuleError
from cleaner.core.explanation import Event, LineStory, explain
from cleaner.rulebook.problems import suggest
from cleaner.rulebook.profile import Profile

__all__ = ["run"]

_CONTEXT = 24  # code points of a long line that are shown around what happened
_LONGEST = 60  # code points of a removed stretch that are shown whole


def run(words: Sequence[str]) -> int:
    """Print what each rule would do, and nearly did."""
    parser = Parser(
        prog="cleaner explain",
        description="Say line by line what would be done to a text, by which rule and why; "
        "near misses too: what a rule matched and left.",
        epilog="examples:\n  cleaner explain page.txt\n  cleaner explain page.txt --line 12\n"
        "  cleaner explain --rule repair.gloss --json < page.txt",
    )
    parser.add_argument("file", nargs="?", default="-", metavar="FILE", help="default: stdin")
    parser.add_argument("--line", type=int, action="append", help="only this line (repeatable)")
    parser.add_argument("--rule", action="append", help="only this rule (repeatable)")
    parser.add_argument("--json", action="store_true", help="one JSON object an event")
    parser.add_argument("--color", choices=("auto", "always", "never"), default="auto")
    add_choice(parser)
    add_reading(parser)
    arguments = parser.parse_args(words)
    profile = chosen_profile(arguments)
    _know_rules(profile, arguments.rule or ())
    result = profile.chain().run(read_input(arguments.file, arguments).doc)
    stories = _chosen(explain(result.trace), arguments.line, arguments.rule)
    if arguments.json:
        for story in stories:
            for event in story.events:
                print(json.dumps({"line": story.number, **event._asdict()}, ensure_ascii=False))
        return OK
    for line in _page(stories, profile, result, painter(arguments.color)):
        print(line)
    return OK


def _know_rules(profile: Profile, ids: Sequence[str]) -> None:
    known = [entry.id for entry in profile.entries]
    for wanted in ids:
        if wanted not in known:
            guess = suggest(wanted, known)
            raise RuleError(f"profile {profile.name!r} has no rule {wanted!r}{guess}")


def _chosen(
    stories: Sequence[LineStory], lines: Sequence[int] | None, rules: Sequence[str] | None
) -> list[LineStory]:
    chosen = []
    for story in stories:
        events = tuple(
            event for event in story.events if not rules or set(event.rule.split("+")) & set(rules)
        )
        if events and (not lines or story.number in lines):
            chosen.append(story._replace(events=events))
    return chosen


def _page(
    stories: Sequence[LineStory], profile: Profile, result: Result, paint: Painter
) -> Iterator[str]:
    for story in stories:
        yield f"{paint(f'{story.number:>5}', 'quiet')}  {_line(story, paint)}"
        yield from _reasons(story, profile, paint)
    if result.rejected is not None:
        yield paint(f"rejected by {result.rejected}", "note")
    for key, value in sorted(result.meta.items()):
        yield paint(f"meta {key}: {value}", "quiet")
    if not stories:
        yield paint("nothing happened to this text", "quiet")


def _line(story: LineStory, paint: Painter) -> str:
    """Return the line with removed and added stretches marked: `[-old-]`, `{+new+}`."""
    pieces: list[str] = []
    gone: list[str] = []  # neighbouring removals are shown as one
    position = story.line.start
    for event in story.events:
        if event.kind in ("spared", "noted") or event.start < position:
            continue
        if event.start > position:
            pieces += [*_struck(gone, paint), _kept(story, position, event.start)]
        gone.append(event.old)
        if event.new.strip("\n"):
            new = event.new.strip("\n")
            pieces += [*_struck(gone, paint), paint(new, "added") if paint.on else f"{{+{new}+}}"]
        position = event.end
    pieces += [*_struck(gone, paint), _kept(story, position, story.line.end)]
    return "".join(pieces) or paint("(blank)", "quiet")


def _struck(gone: list[str], paint: Painter) -> list[str]:
    """Return what was removed, as one stretch, and forget it."""
    old = _shorten("".join(gone).strip("\n"), _LONGEST)
    gone.clear()
    if not old:
        return []
    return [paint(old, "removed") if paint.on else f"[-{old}-]"]


def _kept(story: LineStory, start: int, end: int) -> str:
    text = story.text[start - story.line.start : max(start, end) - story.line.start]
    return _shorten(text, 2 * _CONTEXT)


def _shorten(text: str, longest: int) -> str:
    half = longest // 2
    return text if len(text) <= longest else f"{text[:half]} … {text[-half:]}"


def _reasons(story: LineStory, profile: Profile, paint: Painter) -> Iterator[str]:
    """Yield one line for each rule that acted or nearly did, with what it is for."""
    counts: dict[tuple[str, str, str], int] = {}
    for event in story.events:
        key = (event.rule, _verb(event), event.message)
        counts[key] = counts.get(key, 0) + 1
    for (rule, verb, message), count in counts.items():
        times = f" ×{count}" if count > 1 else ""
        why = f": {message}" if message else ""
        yield f"       {paint(verb, 'note')}{times} by {paint(rule, 'strong')}{why}"
        for name in rule.split("+"):
            number = profile.find(name)
            if number is not None:
                entry = profile.entries[number]
                yield paint(f"         {entry.origin}  {entry.about}", "quiet")


def _verb(event: Event) -> str:
    return {"noted": "left alone", "spared": "nearly removed"}.get(event.kind, event.kind)
