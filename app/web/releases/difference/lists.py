"""The lists of migrations below the apps: new, gone, squashed, moved, and what must be unapplied to go back."""

from collections.abc import Sequence
from dataclasses import replace

from app.domain import english
from app.domain.difference import Difference, consequences
from app.domain.difference.consequences import ReleaseNames
from app.domain.difference.direction import Direction
from app.domain.difference.going_back import GoingBack, back_lines
from app.domain.difference.new_steps import NewSteps
from app.domain.keys import MigrationKey
from app.domain.release import Release
from app.web.releases.difference.views import GoingBackView, KeyLine, KeyLines
from app.web.wording import rich_text as text
from app.web.wording.vocabulary import operation_kinds

MAX_STEPS = 40
"""Further steps back are shown on demand."""

MAX_KEYS = 12
"""Further keys of a list are shown on demand."""


def lists_of(difference: Difference, names: ReleaseNames, direction: Direction) -> tuple[KeyLines, ...]:
    """What is new, gone, squashed, moved or of another label, each as a list; no empty one."""
    steps = NewSteps(difference)
    new_word = "New in" if direction is Direction.FORWARD else "Only in"
    new = [_new_line(difference.after, key, steps) for key in difference.added]
    gone = [_line(difference.before, key) for key in difference.removed]
    squashes = [
        KeyLine((text.key_part(squash.key),), consequences.squash_impact(squash, names))
        for squash in difference.squashed
    ]
    relabelled = [
        KeyLine(text.plain(f"{relabel.before} is {relabel.after} now"), line)
        for relabel in difference.relabels
        for line in consequences.relabel_impact_lines(relabel, names)
    ]
    moved = [
        KeyLine((text.key_part(moved.key),), consequences.moved_line(moved)) for moved in difference.moved
    ]
    lists = (
        _lines("Apps with another label", relabelled),
        _lines(f"{new_word} {names.after}", sorted(new, key=_is_plain), note=_new_note(steps)),
        None
        if direction is Direction.BACK
        else _lines(f"Only in {names.before}", gone, note=_rows_stay(names.after) if gone else ""),
        _lines("Squashes", squashes),
        _lines("Dependencies that mean the same", moved),
    )
    return tuple(lines for lines in lists if lines is not None)


def back_of(difference: Difference, names: ReleaseNames, direction: Direction) -> GoingBackView | None:
    """What must be unapplied, in its order; None where nobody goes back, or nothing must."""
    if direction is not Direction.BACK:
        return None
    way = GoingBack(difference)
    if not way.keys:
        return None
    lines = [replace(_line(difference.before, key), drops_data=key in way.dropping) for key in way.keys]
    keys = (*way.irreversible[:1], *way.kept)
    return GoingBackView(
        f"What must be unapplied, {len(lines):,}",
        tuple(text.with_keys(line, keys) for line in back_lines(way, names)),
        tuple(lines[:MAX_STEPS]),
        tuple(lines[MAX_STEPS:]),
    )


def _new_line(release: Release, key: MigrationKey, steps: NewSteps) -> KeyLine:
    return replace(_line(release, key), drops_data=key in steps.dropping)


def _new_note(steps: NewSteps) -> str:
    """What is worth a warning among the new migrations; they stand first."""
    words = english.listed(steps.words)
    return f"{words}: they stand first. Take a backup before they run." if words else ""


def _line(release: Release, key: MigrationKey) -> KeyLine:
    migration = release.migrations[key]
    return KeyLine((text.key_part(key),), operation_kinds(migration.operations), migration.irreversible)


def _is_plain(line: KeyLine) -> bool:
    return not (line.irreversible or line.drops_data)


def _rows_stay(name: str) -> str:
    return f"Databases that have run them keep rows that {name} does not know; Django ignores these."


def _lines(title: str, lines: Sequence[KeyLine], *, note: str = "") -> KeyLines | None:
    if not lines:
        return None
    return KeyLines(f"{title}, {len(lines):,}", tuple(lines[:MAX_KEYS]), tuple(lines[MAX_KEYS:]), note)
