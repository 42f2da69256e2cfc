"""
Why a row is said to be that of another file: the signs, a sentence each.

    Its row is from 3 May 2025; this file exists since 3f2c1a4 (9 Jun 2026), first in v4.
    An earlier file of this name was removed in 9b1d0aa (2 May 2026).
    v1 held something else under this name: operation 1, AddField thing.c, is new.
"""

from collections.abc import Iterator

from app.domain.difference.consequences import edit_lines
from app.domain.difference.edit import Edit
from app.domain.difference.operations import operation_changes
from app.domain.drift import Drift
from app.domain.english import date, listed
from app.domain.provenance.blame import BlamedChange, blamed_change
from app.domain.provenance.code_history import ChangeKind
from app.domain.provenance.knowledge import Knowledge, release_name
from app.domain.provenance.why import Why
from app.domain.provenance.writers import Writer, WriterKind
from app.domain.release import Operation

MAX_NAMED = 3
"""A sentence about operations names this many and counts the others."""


def row_reasons(writer: Writer, drift: Drift, knowledge: Knowledge) -> tuple[Why, ...]:
    """The signs that the file of a row is not the one that wrote it, the times first."""
    return tuple(
        Why(writer.key, None, sentence, addition)
        for sentence, addition in _sentences(writer, drift, knowledge)
    )


def _sentences(
    writer: Writer, drift: Drift, knowledge: Knowledge
) -> Iterator[tuple[str, BlamedChange | None]]:
    """Each sentence, with the change that it is about, if any."""
    history, key = knowledge.history, writer.key
    if writer.kind is WriterKind.FORMER_DETAILS:
        yield f"{key}: {_difference(writer)}.", None
        return
    row = drift.history.rows_of(key)[0]
    recorded = f"Its row is from {date(row.applied_at)}" if row.applied_at else ""
    if writer.reuse is not None:
        addition = blamed_change(history, writer.reuse.start)
        verb = "is called so" if addition.change.kind is ChangeKind.RENAMED else "exists"
        start = f"{recorded}; this file" if recorded else "This file"
        yield f"{start} {verb} since {addition.commit}{addition.first_in}.", addition
        end = blamed_change(history, writer.reuse.end)
        verb = "renamed" if end.change.kind is ChangeKind.RENAMED else "removed"
        yield f"An earlier file of this name was {verb} in {end.commit}.", end
    elif recorded:
        yield f"{recorded}.", None
    if writer.squash is not None:
        yield (
            f"{writer.squash} replaced a migration of this name, and the row is before that of {writer.squash}.",
            None,
        )
    difference = _difference(writer)
    if difference:
        yield f"{difference}.", None
    if writer.after.operations:
        operations = listed(map(_name, writer.after.operations), MAX_NAMED)
        yield f"Had this file run, there would be what it does: {operations}.", None


def _difference(writer: Writer) -> str:
    """`v1 held something else under this name: operation 1, AddField thing.c, is new`; empty without a release."""
    if writer.release is None:
        return ""
    before = writer.release.migrations[writer.key].operations
    changes = operation_changes(before, writer.after.operations)
    lines = edit_lines(Edit(writer.key, operations=changes))
    return f"{release_name(writer.release)} held something else under this name: {listed(lines, MAX_NAMED)}"


def _name(operation: Operation) -> str:
    """`AddField thing.c`."""
    return f"{operation.kind} {operation.name}" if operation.name else operation.kind
