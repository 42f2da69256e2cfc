"""
Random releases and rows, shaped like what is met in the field and a little worse.

Chains with forks and merges in up to three apps, edges between apps, `run_before`, `__first__` and `__latest__`,
swappable dependencies, unmigrated apps; squashes of a stretch, nested, overlapping, over app labels, with their
originals deleted; missing files and cycles now and then.
"""

from dataclasses import replace

from hypothesis import strategies as st

from app.domain.keys import FIRST, LATEST, SETTING, MigrationKey
from app.domain.outcome.commands import MigrateArguments
from app.domain.release import Migration, Operation, Release

APPS = ("a", "b", "c")
DRAW_RARELY = 12


@st.composite
def releases(draw: st.DrawFn, *, django: str, nested: bool = True) -> Release:
    """One release for one Django version."""
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
        draw(_replaced_anew(drawn, itself=django >= "6"))
    for key in draw(st.lists(st.sampled_from(sorted(drawn)), max_size=2)) if draw(rarely()) else []:
        drawn[key] = draw(_bent(drawn[key], sorted(drawn)))
    return Release.of(
        drawn.values(),
        django=django,
        settings={"AUTH_USER_MODEL": f"{draw(st.sampled_from(sorted(chains)))}.User"},
        unmigrated_apps=frozenset({"u", "w"}),
    )


def rarely(one_in: int = 3) -> st.SearchStrategy[bool]:
    return st.integers(1, one_in).map(lambda n: n == one_in)


@st.composite
def _migrations(
    draw: st.DrawFn, key: MigrationKey, before: list[MigrationKey], all_before: list[MigrationKey]
) -> Migration:
    dependencies = []
    if before:
        dependencies.append(draw(st.sampled_from(before)) if draw(rarely(6)) else before[-1])
        if draw(rarely(6)):
            dependencies.append(draw(st.sampled_from(before)))
    others = [other for other in all_before if other.app_label != key.app_label]
    if others and draw(rarely(2)):
        dependencies.append(draw(st.sampled_from(others)))
    if draw(rarely(8)):
        dependencies.append(
            MigrationKey(draw(st.sampled_from(["u", *APPS[:1]])), draw(st.sampled_from([FIRST, LATEST])))
        )
    if draw(rarely(8)):
        dependencies.append(MigrationKey(SETTING, "AUTH_USER_MODEL"))
    run_before = (draw(st.sampled_from(others)),) if others and draw(rarely(10)) else ()
    operations = (Operation("RunPython", None, reversible=False),) if draw(rarely(6)) else ()
    return Migration(key, tuple(dict.fromkeys(dependencies)), run_before, (), None, True, operations)


@st.composite
def _squashes(  # noqa: C901 - every way in which squashes go wrong, one after the other
    draw: st.DrawFn,
    app_label: str,
    chain: list[MigrationKey],
    drawn: dict[MigrationKey, Migration],
    *,
    nested: bool,
) -> list[Migration]:
    squashes: list[Migration] = []
    while len(squashes) < (2 if nested else 1) and draw(st.booleans()):
        start = draw(st.integers(0, len(chain) - 1))
        replaced = chain[start : start + draw(st.integers(1, len(chain)))]
        if squashes and draw(st.booleans()):
            inner = squashes[0]
            replaced = [inner.key] + [key for key in replaced if key not in inner.replaces]
        if draw(rarely(8)):
            others = [key for key in drawn if key.app_label != app_label]
            replaced = replaced + ([draw(st.sampled_from(others))] if others else [])
        if draw(rarely(10)):
            replaced = [*replaced, MigrationKey(app_label, "0000_gone")]
        inside = set(replaced)
        dependencies = [
            d for key in replaced if key in drawn for d in drawn[key].dependencies if d not in inside
        ]
        if draw(rarely(8)) and dependencies:
            dependencies.pop()
        key = MigrationKey(app_label, f"000{len(squashes) + 1}_squashed")
        squashes.append(Migration(key, tuple(dict.fromkeys(dependencies)), (), tuple(replaced)))
        # What comes after is sometimes pointed at the squash, as people do once it has shipped.
        for other, migration in list(drawn.items()):
            if other not in inside and inside & set(migration.dependencies) and draw(rarely(2)):
                moved = tuple(dict.fromkeys(key if d in inside else d for d in migration.dependencies))
                drawn[other] = replace(migration, dependencies=moved)
    if squashes and draw(rarely(2)):
        gone = [key for squash in squashes for key in squash.replaces if key in drawn]
        kept = draw(st.sets(st.sampled_from(gone))) if gone and draw(rarely(2)) else set()
        for key in gone:
            if key not in kept:
                drawn.pop(key, None)
    return squashes


@st.composite
def _replaced_anew(draw: st.DrawFn, drawn: dict[MigrationKey, Migration], *, itself: bool) -> None:
    """Some squash replaces one more migration: any, so that squashes replace each other in a circle, too."""
    squashes = sorted(key for key, migration in drawn.items() if migration.replaces)
    if squashes:
        squash = draw(st.sampled_from(squashes))
        more = draw(st.sampled_from(squashes) | st.sampled_from(sorted(drawn)))
        if itself or more != squash:
            replaces = tuple(dict.fromkeys((more, *drawn[squash].replaces)))
            drawn[squash] = replace(drawn[squash], replaces=replaces)


@st.composite
def _bent(draw: st.DrawFn, migration: Migration, keys: list[MigrationKey]) -> Migration:
    """A migration with one more, odd, reference."""
    odd = draw(
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
            migration.key, migration.dependencies, (*migration.run_before, odd), migration.replaces
        )
    return Migration(migration.key, (*migration.dependencies, odd), migration.run_before, migration.replaces)


@st.composite
def rows(draw: st.DrawFn, release: Release) -> list[MigrationKey]:
    """Recorded keys in order: a true prefix with a dent, or any subset; sometimes duplicates and strangers."""
    universe = sorted(
        set(release.migrations) | {key for squash in release.squashes for key in squash.replaces}
    )
    if draw(st.booleans()):
        kept = universe[: draw(st.integers(0, len(universe)))] if draw(rarely(2)) else universe
        dents = draw(st.sets(st.sampled_from(universe), max_size=2))
        recorded = [key for key in kept if key not in dents]
    else:
        recorded = sorted(draw(st.sets(st.sampled_from(universe))))
    if draw(rarely(3)):
        recorded = draw(st.permutations(recorded))
    if recorded and draw(rarely(5)):
        recorded = [*recorded, draw(st.sampled_from(recorded))]
    if draw(rarely(5)):
        recorded = [*recorded, MigrationKey("a", "0042_stranger")]
    return list(recorded)


@st.composite
def targets(draw: st.DrawFn, release: Release) -> MigrateArguments:
    """The arguments of a `migrate`: an app, a migration (whole or by prefix), zero, or something that is not there."""
    key = draw(st.sampled_from(sorted(release.migrations)))
    name = draw(st.sampled_from([key.name, key.name, key.name, "zero", "zero", None, key.name[:4], "0077"]))
    app_label = "w" if draw(rarely(40)) else key.app_label
    return MigrateArguments(app_label, name)
