"""
Drawn stories of a code: a few releases, each made of the last one by what people do, and rows that some of it wrote.

A release adds a migration, adds an edge to one that was there, squashes an app, deletes what a squash replaced, takes
`replaces` out, or edits what a migration does.
"""

from collections import Counter
from dataclasses import replace

from hypothesis import strategies as st

from app.domain.history import History, Row
from app.domain.keys import MigrationKey
from app.domain.outcome import migrate
from app.domain.outcome.recorder import rows_after
from app.domain.release import Migration, Operation, Release

APPS = ("a", "b")
STRANGER = MigrationKey("a", "0042_stranger")


class Files(dict[MigrationKey, Migration]):
    """The files of one moment, and how many were ever added to each app: no name is used again."""

    def __init__(self) -> None:
        super().__init__()
        self.numbers: Counter[str] = Counter()


@st.composite
def stories(draw: st.DrawFn, *, django: str, most: int = 4) -> tuple[History, Release, tuple[Release, ...]]:
    """
    Draw rows, the release that wrote them, and all releases, the oldest first, with labels v1, v2 and so on.

    The last one is the goal.
    """
    files = Files()
    for app_label in APPS:
        for _ in range(draw(st.integers(1, 2))):
            _add(draw, files, app_label)
    releases = [_release(files, 1, django)]
    for number in range(2, draw(st.integers(3, most)) + 1):
        for _ in range(draw(st.integers(1, 3))):
            draw(st.sampled_from(CHANGES))(draw, files)
        releases.append(_release(files, number, django))
    wrote = releases[draw(st.integers(0, 1))]
    return draw(_rows(wrote)), wrote, tuple(releases)


def _release(files: Files, number: int, django: str) -> Release:
    return Release.of(files.values(), django=django, label=f"v{number}")


@st.composite
def _rows(draw: st.DrawFn, code: Release) -> History:
    """Rows that a run of a release has left, without some of the last ones, or with one that nobody knows."""
    empty = History()
    after = rows_after(code, empty, migrate(code, empty))
    keys = [*after.rows, *sorted(after.finished_squashes)]
    keys = keys[: len(keys) - draw(st.integers(0, min(2, len(keys))))]
    if any(key.app_label == STRANGER.app_label for key in keys) and draw(st.integers(0, 9)) == 0:
        keys.append(STRANGER)
    return History(tuple(Row(key, f"2026-01-05 12:{n:02}:00+00:00", n) for n, key in enumerate(keys, 1)))


def _leaves(files: Files, app_label: str) -> list[MigrationKey]:
    """The last migrations of an app, without what a squash replaces."""
    replaced = {key for file in files.values() for key in file.replaces}
    own = [key for key in files if key.app_label == app_label and key not in replaced]
    needed = {key for file in files.values() if file.key.app_label == app_label for key in file.dependencies}
    needed |= {squash.key for squash in files.values() if needed & set(squash.replaces)}
    return sorted(key for key in own if key not in needed)


def _add(draw: st.DrawFn, files: Files, app_label: str | None = None) -> None:
    label = app_label or draw(st.sampled_from(APPS))
    files.numbers[label] += 1
    key = MigrationKey(label, f"{files.numbers[label]:04}")
    dependencies = _leaves(files, label)[-1:]
    others = sorted(each for each in files if each.app_label != label)
    if others and draw(st.integers(0, 2)) == 0:
        dependencies.append(draw(st.sampled_from(others)))
    files[key] = Migration(key, tuple(dependencies), operations=_operations(key, 1))


def _operations(key: MigrationKey, number: int) -> tuple[Operation, ...]:
    """So many operations that are told apart by their names."""
    return tuple(Operation("RunPython", f"{key.name}-{n}", reversible=True) for n in range(number))


def _add_edge(draw: st.DrawFn, files: Files) -> None:
    key = draw(st.sampled_from(sorted(files)))
    others = sorted(each for each in files if each.app_label != key.app_label)
    if others:
        parents = dict.fromkeys((*files[key].dependencies, draw(st.sampled_from(others))))
        files[key] = replace(files[key], dependencies=tuple(parents))


def _squash(draw: st.DrawFn, files: Files) -> None:
    """One squash of everything in an app, with the edges of what it replaces."""
    label = draw(st.sampled_from(APPS))
    chain = sorted(key for key in files if key.app_label == label and not files[key].replaces)
    key = MigrationKey(label, f"0001_squashed_{len(files)}")
    if any(file.replaces for file in files.values() if file.key.app_label == label) or not chain:
        return
    parents = dict.fromkeys(d for each in chain for d in files[each].dependencies if d not in chain)
    operations = tuple(operation for each in chain for operation in files[each].operations)
    files[key] = Migration(key, tuple(parents), replaces=tuple(chain), operations=operations)


def _delete_files(draw: st.DrawFn, files: Files) -> None:
    """Delete what a squash replaced, and let what needs it need the squash."""
    squashes = sorted(key for key, file in files.items() if file.replaces)
    if not squashes:
        return
    squash = draw(st.sampled_from(squashes))
    gone = set(files[squash].replaces)
    for key in gone & files.keys():
        del files[key]
    for key, file in files.items():
        if key != squash:
            parents = dict.fromkeys(squash if each in gone else each for each in file.dependencies)
            files[key] = replace(file, dependencies=tuple(parents))


def _take_replaces_out(draw: st.DrawFn, files: Files) -> None:
    finished = [key for key, file in files.items() if file.replaces and not files.keys() & set(file.replaces)]
    if finished:
        key = draw(st.sampled_from(sorted(finished)))
        files[key] = replace(files[key], replaces=())


def _edit(draw: st.DrawFn, files: Files) -> None:
    """One more operation in a file, where no squash holds what it held before."""
    key = draw(st.sampled_from(sorted(files)))
    if not files[key].replaces and not any(key in file.replaces for file in files.values()):
        files[key] = replace(files[key], operations=_operations(key, len(files[key].operations) + 1))


CHANGES = (_add, _add, _add_edge, _squash, _squash, _delete_files, _delete_files, _take_replaces_out, _edit)
