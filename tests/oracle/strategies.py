"""
Random releases, rows and arguments, shaped like those of real projects and a little worse.

A release has up to three apps, with forks and merges; edges between apps, `run_before`, `__first__` and `__latest__`,
swappable dependencies and unmigrated apps; squashes, also nested, overlapping, across apps or without their originals;
and sometimes missing files and cycles. A `replaces` may name anything: files of its own app and of others, other
squashes, files that are not there, a label that is no more, a file that was added later and needs the squash, itself.
"""

from dataclasses import replace

from hypothesis import strategies as st

from app.domain.keys import FIRST, LATEST, SETTING, MigrationKey
from app.domain.outcome.commands import MigrateArguments
from app.domain.release import Migration, Operation, Release

APPS = ("a", "b", "c")


@st.composite
def releases(draw: st.DrawFn, *, django: str, nested: bool = True) -> Release:
    """Draw a release for one Django version. `nested` allows a squash to replace another one."""
    chains: dict[str, list[MigrationKey]] = {}
    drawn: dict[MigrationKey, Migration] = {}
    for app_label in APPS[: draw(st.integers(1, 3))]:
        chains[app_label] = [
            MigrationKey(app_label, f"{n:04}") for n in range(1, draw(st.integers(1, 5)) + 1)
        ]
        for position, key in enumerate(chains[app_label]):
            drawn[key] = draw(_migrations(key, chains[app_label][:position], list(drawn)))
    for app_label in list(chains):
        for squash in draw(_squashes(app_label, chains[app_label], drawn, nested=nested)):
            drawn[squash.key] = squash
    if draw(rarely(6)):
        draw(_add_replaced(drawn))
    if draw(rarely(6)):
        key = draw(st.sampled_from(sorted(drawn)))
        drawn[key] = draw(_with_odd_replaces(drawn[key], sorted(drawn)))
    if draw(rarely(10)):
        draw(_add_name_clash(drawn))
    for key in draw(st.lists(st.sampled_from(sorted(drawn)), max_size=2)) if draw(rarely()) else []:
        drawn[key] = draw(_with_odd_reference(drawn[key], sorted(drawn)))
    return Release.of(
        drawn.values(),
        django=django,
        settings={"AUTH_USER_MODEL": f"{draw(st.sampled_from(sorted(chains)))}.User"},
        unmigrated_apps=frozenset({"u", "w"}),
    )


def rarely(one_in: int = 3) -> st.SearchStrategy[bool]:
    """Draw True once in this many times."""
    return st.integers(1, one_in).map(lambda n: n == one_in)


@st.composite
def _migrations(
    draw: st.DrawFn, key: MigrationKey, earlier_of_app: list[MigrationKey], earlier: list[MigrationKey]
) -> Migration:
    """Draw a migration that depends on earlier ones."""
    dependencies = []
    if earlier_of_app:
        is_fork = draw(rarely(6))
        dependencies.append(draw(st.sampled_from(earlier_of_app)) if is_fork else earlier_of_app[-1])
        if draw(rarely(6)):
            dependencies.append(draw(st.sampled_from(earlier_of_app)))
    of_other_apps = [migration for migration in earlier if migration.app_label != key.app_label]
    if of_other_apps and draw(rarely(2)):
        dependencies.append(draw(st.sampled_from(of_other_apps)))
    if draw(rarely(8)):
        dependencies.append(
            MigrationKey(draw(st.sampled_from(["u", *APPS[:1]])), draw(st.sampled_from([FIRST, LATEST])))
        )
    if draw(rarely(8)):
        dependencies.append(MigrationKey(SETTING, "AUTH_USER_MODEL"))
    run_before = (draw(st.sampled_from(of_other_apps)),) if of_other_apps and draw(rarely(10)) else ()
    operations = (Operation("RunPython", None, reversible=False),) if draw(rarely(6)) else ()
    return Migration(key, tuple(dict.fromkeys(dependencies)), run_before, (), None, True, operations)


@st.composite
def _squashes(  # noqa: C901 - one condition for each way in which squashes go wrong
    draw: st.DrawFn,
    app_label: str,
    chain: list[MigrationKey],
    drawn: dict[MigrationKey, Migration],
    *,
    nested: bool,
) -> list[Migration]:
    """Draw squashes of parts of an app's chain. Changes `drawn`: dependencies on them, and deleted originals."""
    squashes: list[Migration] = []
    while len(squashes) < (2 if nested else 1) and draw(st.booleans()):
        start = draw(st.integers(0, len(chain) - 1))
        replaced = chain[start : start + draw(st.integers(1, len(chain)))]
        if squashes and draw(st.booleans()):
            inner = squashes[0]
            replaced = [inner.key] + [key for key in replaced if key not in inner.replaces]
        if draw(rarely(8)):
            of_other_apps = [key for key in drawn if key.app_label != app_label]
            replaced = replaced + ([draw(st.sampled_from(of_other_apps))] if of_other_apps else [])
        if draw(rarely(10)):
            replaced = [*replaced, MigrationKey(app_label, "0000_gone")]
        dependencies = [
            dependency
            for key in replaced
            if key in drawn
            for dependency in drawn[key].dependencies
            if dependency not in replaced
        ]
        if draw(rarely(8)) and dependencies:
            dependencies.pop()
        key = MigrationKey(app_label, f"000{len(squashes) + 1}_squashed")
        squashes.append(Migration(key, tuple(dict.fromkeys(dependencies)), (), tuple(replaced)))
        # Later migrations sometimes depend on the squash, as people edit them once it is released.
        for child, migration in list(drawn.items()):
            if child not in replaced and set(replaced) & set(migration.dependencies) and draw(rarely(2)):
                edited = tuple(
                    dict.fromkeys(
                        key if dependency in replaced else dependency for dependency in migration.dependencies
                    )
                )
                drawn[child] = replace(migration, dependencies=edited)
    if squashes and draw(rarely(2)):
        originals = [key for squash in squashes for key in squash.replaces if key in drawn]
        remaining = draw(st.sets(st.sampled_from(originals))) if originals and draw(rarely(2)) else set()
        for key in originals:
            if key not in remaining:
                drawn.pop(key, None)
    return squashes


@st.composite
def _add_replaced(draw: st.DrawFn, drawn: dict[MigrationKey, Migration]) -> None:
    """Let a squash replace one more migration. It may be any: itself too, and squashes may replace each other."""
    squashes = sorted(key for key, migration in drawn.items() if migration.replaces)
    if squashes:
        squash = draw(st.sampled_from(squashes))
        key = draw(st.sampled_from(squashes) | st.sampled_from(sorted(drawn)))
        replaces = tuple(dict.fromkeys((key, *drawn[squash].replaces)))
        drawn[squash] = replace(drawn[squash], replaces=replaces)


@st.composite
def _with_odd_replaces(draw: st.DrawFn, migration: Migration, keys: list[MigrationKey]) -> Migration:
    """Return the migration with a `replaces` of itself, of any files, of files that are gone, of a former label."""
    app_label = migration.key.app_label
    absent = [MigrationKey(app_label, "0000_gone"), *(MigrationKey("old", key.name) for key in keys[:2])]
    names = st.just(migration.key) | st.sampled_from(keys) | st.sampled_from(absent)
    replaces = draw(st.lists(names, min_size=1, max_size=3, unique=True))
    return replace(migration, replaces=tuple(replaces))


@st.composite
def _add_name_clash(draw: st.DrawFn, drawn: dict[MigrationKey, Migration]) -> None:
    """Add a file that bears a name which a squash replaces, and needs that squash."""
    squashes = sorted(key for key, migration in drawn.items() if migration.replaces)
    if squashes:
        squash = draw(st.sampled_from(squashes))
        name = draw(st.sampled_from(drawn[squash].replaces))
        if name.app_label in APPS:
            drawn[name] = Migration(name, (squash,))


@st.composite
def _with_odd_reference(draw: st.DrawFn, migration: Migration, keys: list[MigrationKey]) -> Migration:
    """Return the migration with one more dependency or `run_before`, to something unusual or missing."""
    reference = draw(
        st.sampled_from(
            [
                draw(st.sampled_from(keys)),
                MigrationKey(migration.key.app_label, "0099_missing"),
                MigrationKey("b", "0098_missing"),
                MigrationKey("zz", FIRST),
                MigrationKey("zz", "0001"),
                MigrationKey(migration.key.app_label, LATEST),
                MigrationKey(migration.key.app_label, FIRST),
                MigrationKey("u", "0001"),
            ]
        )
    )
    if draw(rarely(3)):
        return Migration(
            migration.key, migration.dependencies, (*migration.run_before, reference), migration.replaces
        )
    return Migration(
        migration.key, (*migration.dependencies, reference), migration.run_before, migration.replaces
    )


@st.composite
def rows(draw: st.DrawFn, release: Release) -> list[MigrationKey]:
    """Draw recorded keys in order: nearly all from the start, or any; sometimes with duplicates and unknown rows."""
    all_keys = sorted(
        set(release.migrations) | {key for squash in release.squashes for key in squash.replaces}
    )
    if draw(st.booleans()):
        prefix = all_keys[: draw(st.integers(0, len(all_keys)))] if draw(rarely(2)) else all_keys
        gaps = draw(st.sets(st.sampled_from(all_keys), max_size=2))
        recorded = [key for key in prefix if key not in gaps]
    else:
        recorded = sorted(draw(st.sets(st.sampled_from(all_keys))))
    if draw(rarely(3)):
        recorded = draw(st.permutations(recorded))
    if recorded and draw(rarely(5)):
        recorded = [*recorded, draw(st.sampled_from(recorded))]
    if draw(rarely(5)):
        recorded = [*recorded, MigrationKey("a", "0042_stranger")]
    return list(recorded)


@st.composite
def migrate_arguments(draw: st.DrawFn, release: Release) -> MigrateArguments:
    """Draw arguments of `migrate`: an app alone or with a name, a prefix of a name, zero, or a name that is missing."""
    key = draw(st.sampled_from(sorted(release.migrations)))
    name = draw(st.sampled_from([key.name, key.name, key.name, "zero", "zero", None, key.name[:4], "0077"]))
    app_label = "w" if draw(rarely(40)) else key.app_label
    return MigrateArguments(app_label, name)
