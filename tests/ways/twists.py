"""Twists of a drawn situation after which something is known of its code: edits, new names, newer releases."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from hypothesis import strategies as st

from app.domain.history import History, Row, Surroundings
from app.domain.keys import MigrationKey
from app.domain.provenance import Knowledge
from app.domain.release import Migration, Operation, Release
from app.domain.ways import Situation

OLD = Operation("AddField", "thing.old", True, False, "a" * 16)
NEW = Operation("AddField", "thing.new", True, False, "b" * 16)


def with_files(release: Release, label: str | None = None, *changed: Migration, without=()) -> Release:
    files = {key: file for key, file in release.migrations.items() if key not in without}
    files |= {migration.key: migration for migration in changed}
    return replace(release, migrations=dict(sorted(files.items())), label=label)


def doing(release: Release, key: MigrationKey, *operations: Operation) -> Migration:
    return replace(release.migrations[key], operations=operations)


def known(situation: Situation, release: Release, *others: Release, rows: History | None = None) -> Situation:
    """The situation with a release, others, and what they tell; they come in the order of their age."""
    releases = (*situation.known, *others)
    history = situation.history if rows is None else rows
    return Situation(release, history, releases, knowledge=Knowledge(releases=(*releases, release)))


def edited(situation: Situation, key: MigrationKey) -> Situation:
    release = situation.release
    before = with_files(release, "edited", doing(release, key, OLD))
    more = Migration(MigrationKey(key.app_label, "0099_more"), (key,))
    return known(situation, with_files(release, None, doing(release, key, OLD, NEW), more), before)


def reused(situation: Situation, key: MigrationKey) -> Situation:
    release = situation.release
    first = with_files(release, "first", doing(release, key, OLD))
    gone = with_files(release, "gone", without=(key,))
    more = Migration(MigrationKey(key.app_label, "0099_more"), (key,))
    return known(situation, with_files(release, None, doing(release, key, NEW), more), first, gone)


def renamed(situation: Situation, key: MigrationKey) -> Situation:
    new = MigrationKey(key.app_label, "0050_better")
    before = with_files(situation.release, "named", doing(situation.release, key, OLD))

    def moved(keys: tuple[MigrationKey, ...]) -> tuple[MigrationKey, ...]:
        return tuple(new if each == key else each for each in keys)

    files = [
        replace(
            file,
            key=new if file.key == key else file.key,
            dependencies=moved(file.dependencies),
            run_before=moved(file.run_before),
            replaces=moved(file.replaces),
        )
        for file in before.migrations.values()
    ]
    return known(situation, with_files(before, None, *files, without=(key,)), before)


def cleaned(situation: Situation, key: MigrationKey) -> Situation:
    """The squash that replaces the migration, or one that is made for it, has lost its replaces and its files."""
    release = situation.release
    squash = next((file for file in release.squashes if key in file.replaces), None)
    squash = squash or Migration(
        MigrationKey(key.app_label, "0070_squashed"), release.migrations[key].dependencies, replaces=(key,)
    )
    before = with_files(release, "replacing", squash)
    gone = frozenset(squash.replaces) - {squash.key}

    def moved(keys: tuple[MigrationKey, ...]) -> tuple[MigrationKey, ...]:
        return tuple(dict.fromkeys(squash.key if each in gone else each for each in keys))

    files = [
        replace(file, dependencies=moved(file.dependencies), run_before=moved(file.run_before))
        for file in before.migrations.values()
        if file.key not in gone
    ]
    cleaned_release = with_files(before, None, *files, replace(squash, replaces=()), without=gone)
    return known(situation, cleaned_release, before)


def newer(situation: Situation, key: MigrationKey) -> Situation:
    """A newer release has two more, of which the second has a row."""
    first, second = (MigrationKey(key.app_label, name) for name in ("0080_newer", "0081_newer"))
    release = with_files(situation.release, "here")
    after = with_files(release, "newer", Migration(first, (key,)), Migration(second, (first,)))
    rows = situation.history.rows
    last = Row(second, "2026-02-05 12:00:00", len(rows) + 1)
    releases = (*situation.known, release, after)
    return Situation(release, History((*rows, last)), releases, knowledge=Knowledge(releases=releases))


def relabelled(situation: Situation, key: MigrationKey) -> Situation:
    rows = tuple(
        replace(row, key=MigrationKey("old", row.key.name)) if row.key.app_label == key.app_label else row
        for row in situation.history.rows
    )
    return known(situation, situation.release, rows=History(rows))


def emptied(situation: Situation, key: MigrationKey) -> Situation:
    made = doing(situation.release, key, Operation("CreateModel", "thing", True))
    rows = History((), surroundings=Surroundings(tables=(f"{key.app_label}_thing",)))
    return known(situation, with_files(situation.release, None, made), rows=rows)


TWISTS: Mapping[str, Callable[[Situation, MigrationKey], Situation]] = {
    twist.__name__: twist for twist in (edited, reused, renamed, cleaned, newer, relabelled, emptied)
}


@st.composite
def twisted(draw: st.DrawFn, situation: Situation) -> Situation:
    """Draw a twist about a migration that has a row, or any; or none."""
    recorded = sorted(situation.history.recorded & situation.release.migrations.keys())
    key = draw(st.sampled_from(recorded or sorted(situation.release.migrations)))
    name = draw(st.sampled_from([*TWISTS, *["none"] * 4]))
    return TWISTS[name](situation, key) if name in TWISTS else situation
