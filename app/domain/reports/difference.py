"""A difference as a document (`driftboard-difference/1`), and as lines for a terminal."""

from collections.abc import Iterator, Sequence
from typing import Any

from app.domain.difference import Difference, consequences
from app.domain.difference.consequences import ReleaseNames
from app.domain.difference.direction import Direction
from app.domain.difference.edit import Edit, KeyChanges
from app.domain.difference.going_back import GoingBack, back_lines, directed_headline
from app.domain.difference.new_steps import NewSteps, step_words
from app.domain.difference.operations import OperationChange
from app.domain.difference.sentences import not_compared_lines
from app.domain.english import count, visible
from app.domain.keys import MigrationKey
from app.domain.release import Operation, Release

FORMAT = "driftboard-difference/1"
WORD_WIDTH = 14
"""The width of the column of words, in characters."""


def report(
    difference: Difference, names: ReleaseNames, direction: Direction = Direction.FORWARD
) -> dict[str, Any]:
    """The document; keys of migrations are written `app.name`, every list is sorted."""
    steps = NewSteps(difference)
    return {
        "format": FORMAT,
        "before": _release(difference.before, names.before),
        "after": _release(difference.after, names.after),
        "direction": direction.value,
        "sentence": directed_headline(difference, names, direction),
        "unapply": _unapply(GoingBack(difference), names) if direction is Direction.BACK else None,
        "edited_after_release": difference.is_edited,
        "compared_whole": difference.is_whole,
        "edited": [_edit(difference, edit, names) for edit in difference.edited],
        "renamed": [
            {
                "before": str(rename.before),
                "after": str(rename.after),
                **_changes(rename.edit),
                "says": list(consequences.edit_lines(rename.edit)),
                "means": list(consequences.rename_impact_lines(difference, rename, names)),
            }
            for rename in difference.renamed
        ],
        "relabelled": [
            {
                "before": relabel.before,
                "after": relabel.after,
                "migrations": _keys(relabel.keys),
                "means": list(consequences.relabel_impact_lines(relabel, names)),
            }
            for relabel in difference.relabels
        ],
        "moved": [
            {
                "key": str(moved.key),
                "removed": _keys(moved.removed),
                "added": _keys(moved.added),
                "says": consequences.moved_line(moved),
            }
            for moved in difference.moved
        ],
        "new_edges": [
            {"child": str(edge.child), "parent": str(edge.parent), "effect": edge.effect.value}
            for edge in difference.edges
        ],
        "added": _keys(difference.added),
        "new_irreversible": _keys(steps.irreversible),
        "new_drops_data": _keys(sorted(steps.dropping)),
        "removed": _keys(difference.removed),
        "squashed": [
            {
                "key": str(squash.key),
                "replaced": _keys(squash.replaced),
                "gone": _keys(squash.gone),
                "new": squash.new,
                "settled": squash.settled,
                "means": consequences.squash_impact(squash, names),
            }
            for squash in difference.squashed
        ],
        "settings": [
            {"name": setting.name, "before": setting.before, "after": setting.after}
            for setting in difference.settings
        ],
        "not_compared": {
            "apps": list(difference.coverage.open_apps),
            "only_before": list(difference.coverage.gone_apps),
            "only_after": list(difference.coverage.new_apps),
            "places": [str(place) for place in difference.coverage.places],
            "unreadable": _keys(difference.coverage.unread),
            "operations": _keys(difference.operations_not_compared),
        },
    }


def _unapply(way: GoingBack, names: ReleaseNames) -> dict[str, Any]:
    return {
        "order": _keys(way.keys),
        "irreversible": _keys(way.irreversible),
        "drops_data": _keys(sorted(way.dropping)),
        "says": list(back_lines(way, names)),
    }


def _release(release: Release, name: str) -> dict[str, Any]:
    return {
        "name": name,
        "fingerprint": release.fingerprint,
        "commit": release.commit,
        "django": release.django or None,
        "migrations": len(release.migrations),
    }


def _edit(difference: Difference, edit: Edit, names: ReleaseNames) -> dict[str, Any]:
    return {
        "key": str(edit.key),
        "effect": consequences.worst_effect(difference, edit).value,
        **_changes(edit),
        "says": list(consequences.edit_lines(edit)),
        "means": list(consequences.impact_lines(difference, edit, names)),
    }


def _changes(edit: Edit) -> dict[str, Any]:
    return {
        "dependencies": _lists(edit.dependencies),
        "run_before": _lists(edit.run_before),
        "replaces": _lists(edit.replaces),
        "operations": [_operation(change) for change in edit.operations.changes],
        "operations_reordered": edit.operations.reordered,
        "operations_compared": edit.operations.compared,
        "initial": None if edit.initial is None else list(edit.initial),
        "atomic": None if edit.atomic is None else list(edit.atomic),
    }


def _lists(changes: KeyChanges) -> dict[str, list[str]]:
    return {"added": _keys(changes.added), "removed": _keys(changes.removed)}


def _operation(change: OperationChange) -> dict[str, Any]:
    return {
        "place": change.position,
        "before": _brief(change.before),
        "after": _brief(change.after),
    }


def _brief(operation: Operation | None) -> dict[str, Any] | None:
    if operation is None:
        return None
    return {
        "kind": operation.kind,
        "name": operation.name,
        "reversible": operation.reversible,
        "elidable": operation.elidable,
        "fingerprint": operation.fingerprint,
    }


def _keys(keys: Sequence[MigrationKey]) -> list[str]:
    return [str(key) for key in keys]


def plain(difference: Difference, names: ReleaseNames, direction: Direction = Direction.FORWARD) -> str:
    """The text for a terminal: the sentence first, then what must be unapplied or was edited, then the rest."""
    back = _back_lines(GoingBack(difference), names) if direction is Direction.BACK else ()
    lines = _lines(difference, names, direction)
    headline = directed_headline(difference, names, direction)
    return "\n".join(map(visible, [headline, "", *back, *lines]))


def _back_lines(way: GoingBack, names: ReleaseNames) -> Iterator[str]:
    yield from _block("back", *back_lines(way, names))
    for key in way.keys:
        marks = [
            word
            for word, keys in (("irreversible", way.irreversible), ("drops data", way.dropping))
            if key in keys
        ]
        yield from _block("unapply", f"{key}  {', '.join(marks)}".rstrip())


def _lines(difference: Difference, names: ReleaseNames, direction: Direction) -> Iterator[str]:
    edited = "edited" if direction is Direction.FORWARD else "differs"
    for edit in difference.edited:
        yield from _block(edited, str(edit.key), consequences.edit_lines(edit))
        yield from _block("", "", consequences.impact_lines(difference, edit, names))
    for rename in difference.renamed:
        yield from _block(
            "renamed", f"{rename.before} is {rename.after} now", consequences.edit_lines(rename.edit)
        )
        yield from _block("", "", consequences.rename_impact_lines(difference, rename, names))
    for relabel in difference.relabels:
        lines = consequences.relabel_impact_lines(relabel, names)
        yield from _block("relabelled", f"{relabel.before} is {relabel.after} now", lines)
    for edge in difference.edges_without_edit:
        yield from _block("needs more", consequences.edge_impact(edge, difference, names))
    for squash in difference.squashed:
        word = "settled" if squash.settled else "squash"
        yield from _block(word, str(squash.key), [consequences.squash_impact(squash, names)])
    yield from _no_edits(difference)
    steps = NewSteps(difference)
    yield from _block("added", *(_marked(key, steps) for key in difference.added))
    yield from _block("removed", *(str(key) for key in difference.removed))
    if difference.django:
        yield from _block("Django", " -> ".join(difference.django))
    for setting in difference.settings:
        yield from _block("setting", f"{setting.name}: {setting.before} -> {setting.after}")
    for sentence in not_compared_lines(difference, names):
        yield from _block("not compared", sentence)
    for release, name in ((difference.before, names.before), (difference.after, names.after)):
        migrations = count(len(release.migrations), "migration")
        yield from _block(
            "release", f"{release.fingerprint[:8]}  {name}, {migrations}, {release.django_words}"
        )


def _no_edits(difference: Difference) -> Iterator[str]:
    """A line for each dependency that means the same as before."""
    for moved in difference.moved:
        yield from _block("moved", f"{moved.key} {consequences.moved_line(moved)}")


def _marked(key: MigrationKey, steps: NewSteps) -> str:
    """A new migration with what is worth a warning."""
    marks = step_words(int(key in steps.irreversible), int(key in steps.dropping))
    return f"{key}  {', '.join(mark.partition(' ')[2] for mark in marks)}".rstrip()


def _block(word: str, *lines: str | Sequence[str]) -> Iterator[str]:
    """Lines in the second column, the word in the first column of the first line; empty lines are left out."""
    flat = [line for item in lines for line in ([item] if isinstance(item, str) else item) if line]
    for index, line in enumerate(flat):
        yield f"{word if index == 0 else '':{WORD_WIDTH}}{line}".rstrip()
