"""What a change to a released migration means for the databases that have run it, in sentences."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.difference.comparison import Difference, MovedDependency, SquashChange
from app.domain.difference.edit import Edit, KeyChanges
from app.domain.difference.new_edges import Effect, NewEdge
from app.domain.difference.operations import OperationChange
from app.domain.difference.relabels import Relabel
from app.domain.difference.renames import Rename
from app.domain.english import count, listed, plural
from app.domain.keys import SETTING, MigrationKey
from app.domain.release import Operation

EFFECTS = tuple(Effect)
"""Every effect, the worst first."""


@dataclass(frozen=True, slots=True)
class ReleaseNames:
    """What people call the two releases, such as `v1.1` and `v1.2`."""

    before: str
    after: str


def worst_effect(difference: Difference, edit: Edit) -> Effect:
    """The worst effect of an edit on a database that ran the earlier release."""
    effects = {edge.effect for edge in difference.edges_of(edit)}
    if edit.replaces:
        effects.add(Effect.RISK)
    if edit.operations:
        effects.add(Effect.DIFFERS)
    return min(effects, key=EFFECTS.index, default=Effect.HARMLESS)


def edit_lines(edit: Edit) -> tuple[str, ...]:
    """What changed in the file of the migration: a line for each change."""
    return tuple(_edit_lines(edit))


def _edit_lines(edit: Edit) -> Iterator[str]:
    yield from _key_change_lines("needs", edit.dependencies)
    yield from _key_change_lines("runs before", edit.run_before)
    yield from _key_change_lines("replaces", edit.replaces)
    for change in edit.operations.changes:
        yield _operation_line(change)
    if edit.operations.reordered:
        yield "the same operations in another order"
    if edit.initial:
        yield "is initial now" if edit.initial[1] else "is no longer initial"
    if edit.atomic:
        yield "is atomic now" if edit.atomic[1] else "is no longer atomic"


def _key_change_lines(verb: str, changes: KeyChanges) -> Iterator[str]:
    if changes.added:
        yield f"{verb} {keys_in_words(changes.added)} now"
    if changes.removed:
        yield f"no longer {verb} {keys_in_words(changes.removed)}"


def _operation_line(change: OperationChange) -> str:
    subject = f"operation {change.position}, {_operation_name(change.operation)},"
    if change.before is None:
        return f"{subject} is new"
    if change.after is None:
        return f"{subject} is gone"
    reversible = change.before.reversible, change.after.reversible
    if reversible == (True, False):
        return f"{subject} was edited and is irreversible now"
    if reversible == (False, True):
        return f"{subject} was edited and is reversible now"
    return f"{subject} was edited"


def _operation_name(operation: Operation) -> str:
    return f"{operation.kind} {operation.name}" if operation.name else operation.kind


def keys_in_words(keys: Sequence[MigrationKey]) -> str:
    """Keys in a sentence: `a.1, a.2 and settings.AUTH_USER_MODEL`."""
    return listed(f"settings.{key.name}" if key.app_label == SETTING else key for key in keys)


def impact_lines(difference: Difference, edit: Edit, names: ReleaseNames) -> tuple[str, ...]:
    """What an edit means for databases: a sentence for each effect, the worst first."""
    return tuple(_impact_lines(difference, edit, names))


def _impact_lines(difference: Difference, edit: Edit, names: ReleaseNames) -> Iterator[str]:
    edges = difference.edges_of(edit)
    for effect in (Effect.REFUSED, Effect.RISK):
        for child in sorted({edge.child for edge in edges if edge.effect is effect}):
            parents = [edge.parent for edge in edges if edge.effect is effect and edge.child == child]
            subject = "it" if child == edit.key else str(child)
            yield _edges_line(subject, parents, names, effect=effect)
    if edit.replaces:
        yield (
            "Other rows decide now whether it counts as applied: "
            "databases that have only some of them may skip migrations without a word."
        )
    if edit.operations:
        yield "Databases that already ran it keep the old result; new databases will differ."
    if edit.decides_order and all(edge.effect is Effect.HARMLESS for edge in edges):
        yield _harmless_line(edges, names)
    if (edit.initial or edit.atomic) and not edit.operations:
        yield "Databases that have run it do not notice."


def _edges_line(subject: str, parents: Sequence[MigrationKey], names: ReleaseNames, *, effect: Effect) -> str:
    """Why a database that ran `subject` may lack rows of the parents; `effect` is REFUSED or RISK."""
    it, has = plural(len(parents), "it", "they"), plural(len(parents), "has", "have")
    if effect is Effect.RISK:
        reason = f"nothing made {listed(parents)} run before it, so {it} may have no row."
        return f"Databases that ran {subject} at {names.before} may be refused: {reason}"
    rows = plural(len(parents), "row", "rows")
    reason = f"{names.before} does not hold {listed(parents)}, so {it} {has} no {rows} there."
    return f"Databases that ran {subject} at {names.before} will be refused: {reason}"


def _harmless_line(edges: Sequence[NewEdge], names: ReleaseNames) -> str:
    if not edges:
        return "Harmless for databases that have run it: they need nothing that they lack."
    parents = sorted({edge.parent for edge in edges})
    return f"Harmless: {names.before} ran {listed(parents)} before it in any case."


def rename_impact_lines(difference: Difference, rename: Rename, names: ReleaseNames) -> tuple[str, ...]:
    """What a rename means for databases that ran the migration under its old name: one or two sentences."""
    children = sorted(
        {
            edge.child
            for edge in difference.edges
            if edge.parent == rename.after and edge.effect is Effect.REFUSED
        }
    )
    runs_again = (
        f"Databases that ran it at {names.before} keep a row that {names.after} does not know, "
        "and Django would run it once more under its new name."
    )
    if not children:
        return (runs_again,)
    they_need = plural(len(children), "it needs", "they need")
    refused = (
        f"Databases that ran {listed(children)} at {names.before} will be refused: "
        f"{they_need} {rename.after} now, which has no row there."
    )
    return refused, runs_again


def relabel_impact_lines(relabel: Relabel, names: ReleaseNames) -> tuple[str, ...]:
    """What another label of an app means for databases, and what to do."""
    number = count(len(relabel.keys), "migration")
    again = (
        f"Databases that ran them at {names.before} have their rows under {relabel.before}: Django would run {number} "
        f"again under {relabel.after}. Where a table keeps its name it is there already; else a new, empty one is made."
    )
    update = f"UPDATE django_migrations SET app = '{relabel.after}' WHERE app = '{relabel.before}';"  # noqa: S608 - a text
    return again, f"Where the tables keep their names, let the rows follow before you migrate: {update}"


def moved_line(moved: MovedDependency) -> str:
    """What a dependency on a squash instead of what it stands for means."""
    return (
        f"needs {keys_in_words(moved.added)} instead of {keys_in_words(moved.removed)}: "
        "one stands for the other, so Django sees no difference"
    )


def edge_impact(edge: NewEdge, difference: Difference, names: ReleaseNames) -> str:
    """What a new edge of a migration whose own file did not change means for databases."""
    parent = difference.after.migrations[edge.parent]
    will = "will" if edge.effect is Effect.REFUSED else "may"
    if edge.child in parent.run_before:
        reason = f"{edge.parent} says that it runs before it"
    else:
        reason = "a setting, __first__ or __latest__ stands for something else now"
    return (
        f"{edge.child} needs {edge.parent} now, though its file is the same: {reason}. "
        f"Databases that ran it at {names.before} {will} be refused."
    )


def squash_impact(squash: SquashChange, names: ReleaseNames) -> str:
    """What a new squash, removed files that it replaces, or the end of a squash mean for databases."""
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
