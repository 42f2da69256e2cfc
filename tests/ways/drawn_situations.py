"""Random situations: a release, a history, and earlier releases that differ from it a little."""

from dataclasses import replace

from hypothesis import strategies as st

from app.domain.drift import compare
from app.domain.findings import Code
from app.domain.history import History, Row
from app.domain.keys import MigrationKey
from app.domain.release import Migration, Operation, Release
from app.domain.ways import Situation
from tests.oracle.strategies import rarely, releases, rows
from tests.ways.twists import twisted

STRANGER = MigrationKey("a", "0042_stranger")
KINDS = ("CreateModel", "AddField", "RunPython", "RemoveField")


@st.composite
def situations(draw: st.DrawFn, *, django: str) -> Situation:
    """Draw a release with operations, rows, up to two earlier releases, and often what is known of its code."""
    release = draw(_with_operations(draw(releases(django=django))))
    recorded = draw(rows(release))
    history = History(tuple(Row(key, f"2026-01-05 12:00:{n:02}", n) for n, key in enumerate(recorded, 1)))
    known = [draw(_earlier(release, history, number)) for number in range(draw(st.integers(0, 2)))]
    return draw(twisted(Situation(release, history, tuple(known))))


@st.composite
def _with_operations(draw: st.DrawFn, release: Release) -> Release:
    migrations = []
    for migration in release.migrations.values():
        kind = draw(st.sampled_from(KINDS))
        name = None if kind == "RunPython" else "thing" if kind == "CreateModel" else "thing.part"
        more = (Operation(kind, name, reversible=True),) if draw(st.booleans()) else ()
        migrations.append(replace(migration, operations=(*migration.operations, *more)))
    return replace(release, migrations={migration.key: migration for migration in migrations})


@st.composite
def _earlier(draw: st.DrawFn, release: Release, history: History, number: int) -> Release:
    """Draw a release without some files or edges of this one, or with files that this one has no more."""
    files = dict(release.migrations)
    for finding in compare(release, history).findings if draw(st.booleans()) else ():
        if finding.code is Code.MISSING_DEPENDENCY and finding.subject in files:
            migration = files[finding.subject]
            kept = tuple(key for key in migration.dependencies if key not in finding.related)
            files[finding.subject] = replace(migration, dependencies=kept)
    for key in draw(st.lists(st.sampled_from(sorted(files)), max_size=2)) if draw(st.booleans()) else ():
        if draw(st.booleans()):
            files.pop(key, None)
        elif key in files and files[key].dependencies:
            gone = draw(st.sampled_from(files[key].dependencies))
            kept = tuple(name for name in files[key].dependencies if name != gone)
            files[key] = replace(files[key], dependencies=kept)
    absent = {key for squash in release.squashes for key in squash.replaces} - release.migrations.keys()
    for key in sorted(absent):
        if key.app_label in release.apps and draw(st.booleans()):
            files[key] = Migration(key)
    if draw(rarely(2)):
        parents = sorted(key for key in files if key.app_label == "a")[-1:]
        files[STRANGER] = Migration(STRANGER, tuple(parents))
    django = release.django
    return Release.of(
        files.values(),
        django=django,
        settings=release.settings,
        unmigrated_apps=release.unmigrated_apps,
        label=f"v{number}",
    )
