"""
What an edit after release says and means, in sentences: of one migration, for the databases that have run it.

`before` and `after` are what people call the two releases.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.difference.comparison import Difference, Squashed
from app.domain.difference.edit import Edit, KeyChanges
from app.domain.difference.new_edges import Effect, NewEdge
from app.domain.difference.operations import OperationChange
from app.domain.difference.renames import Rename
from app.domain.english import count, listed, plural
from app.domain.keys import SETTING, MigrationKey
from app.domain.release import Operation

EFFECTS = tuple(Effect)
"""The worst first."""


@dataclass(frozen=True, slots=True)
class ReleaseNames:
    """What people call the two releases."""

    before: str
    after: str


def effect(difference: Difference, edit: Edit) -> Effect:
    """The worst that an edit means for a database that ran the earlier release."""
    found = {edge.effect for edge in difference.edges_of(edit)}
    if edit.replaces:
        found.add(Effect.RISK)
    if edit.operations:
        found.add(Effect.DIFFERS)
    return min(found, key=EFFECTS.index, default=Effect.HARMLESS)


def edit_lines(edit: Edit) -> tuple[str, ...]:
    """What its file says now and did not say before, a line for each."""
    return tuple(_says(edit))


def _says(edit: Edit) -> Iterator[str]:
    yield from _lists("needs", edit.dependencies)
    yield from _lists("runs before", edit.run_before)
    yield from _lists("replaces", edit.replaces)
    for change in edit.operations.changes:
        yield _operation(change)
    if edit.operations.reordered:
        yield "the same operations in another order"
    if edit.initial:
        yield "is initial now" if edit.initial[1] else "is no longer initial"
    if edit.atomic:
        yield "is atomic now" if edit.atomic[1] else "is no longer atomic"


def _lists(verb: str, changes: KeyChanges) -> Iterator[str]:
    if changes.added:
        yield f"{verb} {named(changes.added)} now"
    if changes.removed:
        yield f"no longer {verb} {named(changes.removed)}"


def _operation(change: OperationChange) -> str:
    about = _about(change.shown)
    if change.before is None:
        return f"operation {change.place}, {about}, is new"
    if change.after is None:
        return f"operation {change.place}, {about}, is gone"
    back = change.before.reversible, change.after.reversible
    if back == (True, False):
        return f"operation {change.place}, {about}, was edited and has no way back now"
    if back == (False, True):
        return f"operation {change.place}, {about}, was edited and has a way back now"
    return f"operation {change.place}, {about}, was edited"


def _about(operation: Operation) -> str:
    return f"{operation.kind} {operation.name}" if operation.name else operation.kind


def named(keys: Sequence[MigrationKey]) -> str:
    """Keys in a sentence: `a.1, a.2 and settings.AUTH_USER_MODEL`."""
    return listed(f"settings.{key.name}" if key.app_label == SETTING else key for key in keys)


def impact_lines(difference: Difference, edit: Edit, names: ReleaseNames) -> tuple[str, ...]:
    """What the edit means for databases, the worst first."""
    return tuple(_means(difference, edit, names))


def _means(difference: Difference, edit: Edit, names: ReleaseNames) -> Iterator[str]:
    edges = difference.edges_of(edit)
    for worst in (Effect.REFUSED, Effect.RISK):
        for child in sorted({edge.child for edge in edges if edge.effect is worst}):
            parents = [edge.parent for edge in edges if edge.effect is worst and edge.child == child]
            who = "it" if child == edit.key else str(child)
            yield _of_edges(who, parents, names, worst=worst)
    if edit.replaces:
        yield (
            "Other rows decide now whether it counts as applied: "
            "databases that have only some of them may skip migrations without a word."
        )
    if edit.operations:
        yield "Databases that have run it keep what it did then. New ones get what it does now, and differ."
    if edit.decides_order and all(edge.effect is Effect.HARMLESS for edge in edges):
        yield _harmless(edges, names)
    if (edit.initial or edit.atomic) and not edit.operations:
        yield "Databases that have run it do not notice."


def _of_edges(who: str, parents: Sequence[MigrationKey], names: ReleaseNames, *, worst: Effect) -> str:
    """`worst` is REFUSED or RISK: why a database that ran `who` may lack the parents."""
    it, has = plural(len(parents), "it", "they"), plural(len(parents), "has", "have")
    if worst is Effect.RISK:
        why = f"nothing made {listed(parents)} run before it, so {it} may have no row."
        return f"Databases that ran {who} at {names.before} may be refused: {why}"
    rows = plural(len(parents), "row", "rows")
    why = f"{names.before} does not hold {listed(parents)}, so {it} {has} no {rows} there."
    return f"Databases that ran {who} at {names.before} will be refused: {why}"


def _harmless(edges: Sequence[NewEdge], names: ReleaseNames) -> str:
    if not edges:
        return "Harmless for databases that have run it: they need nothing that they lack."
    parents = sorted({edge.parent for edge in edges})
    return f"Harmless: {names.before} ran {listed(parents)} before it in any case."


def rename_impact_lines(difference: Difference, rename: Rename, names: ReleaseNames) -> tuple[str, ...]:
    """What a new name means for databases that have run it under the old one."""
    refused = sorted(
        {
            edge.child
            for edge in difference.edges
            if edge.parent == rename.after and edge.effect is Effect.REFUSED
        }
    )
    again = (
        f"Databases that ran it at {names.before} keep a row that {names.after} does not know, "
        "and Django would run it once more under its new name."
    )
    if not refused:
        return (again,)
    they_need = plural(len(refused), "it needs", "they need")
    needed = (
        f"Databases that ran {listed(refused)} at {names.before} will be refused: "
        f"{they_need} {rename.after} now, which has no row there."
    )
    return needed, again


def edge_impact(edge: NewEdge, difference: Difference, names: ReleaseNames) -> str:
    """What it means that a released migration needs something new without having been edited."""
    parent = difference.after.migrations[edge.parent]
    will = "will" if edge.effect is Effect.REFUSED else "may"
    if edge.child in parent.run_before:
        why = f"{edge.parent} says that it runs before it"
    else:
        why = "a setting, __first__ or __latest__ stands for something else now"
    return (
        f"{edge.child} needs {edge.parent} now, though its file is the same: {why}. "
        f"Databases that ran it at {names.before} {will} be refused."
    )


def squash_impact(squash: Squashed, names: ReleaseNames) -> str:
    """What a squash means, or its end."""
    if squash.settled:
        return (
            f"It replaces nothing any more: a database that never ran migrate at {names.before} "
            "has no row for it, and Django would run it once more."
        )
    stands = f"It stands for {count(len(squash.replaced), 'migration')} of {names.before}"
    if not squash.gone:
        return f"{stands}, whose files are still there: it changes nothing for databases that have run them."
    all_gone = len(squash.gone) == len(squash.replaced)
    files = "their files are" if all_gone else f"{len(squash.gone)} of their files are"
    return (
        f"{stands}; {files} gone. A database that has run only some of them "
        f"would skip the rest without a word: bring it to {names.before} first."
    )
