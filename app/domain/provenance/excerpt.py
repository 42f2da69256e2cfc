"""
The lines of one list of a migration before and after a commit, as a diff shows them.

      dependencies = [
          ("catalog", "0013_price_currency"),
    +     ("users", "0010_add_unique_id_migration"),
      ]

Whatever a file holds, an excerpt is short and has nothing in it but characters that can be printed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

MAX_LINES = 12
"""An excerpt of more lines is cut around the line that it is about."""

MAX_CHARACTERS = 160
"""A longer line is cut."""

CONTEXT = 3
"""So many lines stand before the one that an excerpt is cut around."""

MAX_PAIRS = 160_000
"""With more pairs of lines to compare, everything that differs counts as removed and added."""

ADDED, REMOVED, KEPT, LEFT_OUT = "+", "-", " ", "…"


@dataclass(frozen=True, slots=True)
class ExcerptLine:
    """One line: `sign` is one of `+`, `-`, a space for a line that stayed, and `…` for lines that are left out."""

    sign: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The lines, and the number that the first of them has in the file after the commit."""

    first: int
    lines: tuple[ExcerptLine, ...]


def excerpt_of(before: Sequence[str], after: Sequence[str], *, first: int, word: str) -> Excerpt | None:
    """
    What became of a list; None where no line differs.

    `before` and `after` are its lines, and `first` is the number of the first one after the commit. `word` is in the
    line that matters: a longer excerpt is cut around that one.
    """
    lines = list(_differences(before, after))
    changed = [number for number, (sign, _) in enumerate(lines) if sign != KEPT]
    if not changed:
        return None
    focus = next((number for number in changed if word in lines[number][1]), changed[0])
    start, end = _window(len(lines), focus)
    shown = [*lines[:1], (LEFT_OUT, "")] if start else []
    shown += lines[start:end]
    shown += [(LEFT_OUT, "")] if end < len(lines) else []
    return Excerpt(first, tuple(_printed(shown)))


def _window(length: int, focus: int) -> tuple[int, int]:
    """The range of lines that is shown: all where they are few, else some around the focus."""
    if length <= MAX_LINES:
        return 0, length
    start = max(0, focus - CONTEXT)
    start = 0 if start == 1 else start  # the first line is shown in any case
    return start, min(length, start + MAX_LINES)


def _differences(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield each line with its sign."""
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    ends = len(before), len(after)
    while min(ends) > start and before[ends[0] - 1] == after[ends[1] - 1]:
        ends = ends[0] - 1, ends[1] - 1
    yield from ((KEPT, line) for line in after[:start])
    old, new = before[start : ends[0]], after[start : ends[1]]
    if len(old) * len(new) > MAX_PAIRS:
        yield from ((REMOVED, line) for line in old)
        yield from ((ADDED, line) for line in new)
    else:
        yield from _compared(old, new)
    yield from ((KEPT, line) for line in after[ends[1] :])


def _compared(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for kind, old_start, old_end, new_start, new_end in steps:
        if kind == "equal":
            yield from ((KEPT, line) for line in new[new_start:new_end])
        else:
            yield from ((REMOVED, line) for line in old[old_start:old_end])
            yield from ((ADDED, line) for line in new[new_start:new_end])


def _printed(lines: Sequence[tuple[str, str]]) -> Iterator[ExcerptLine]:
    """Yield the lines without the indentation that all of them have, and as short as they may be."""
    texts = [line[: MAX_CHARACTERS * 4].expandtabs(4) for _, line in lines]
    indents = [len(text) - len(text.lstrip(" ")) for text in texts if text.strip()]
    indent = min(indents, default=0)
    for (sign, _), text in zip(lines, texts, strict=True):
        yield ExcerptLine(sign, _short(text[indent:].rstrip()))


def _short(text: str) -> str:
    text = "".join(character if character.isprintable() else "�" for character in text)
    return text if len(text) <= MAX_CHARACTERS else f"{text[: MAX_CHARACTERS - 1]}…"
