"""The static reading of the installed packages, held against what Django has loaded: nothing differs in silence."""

from app.domain.keys import FIRST, SETTING, MigrationKey
from app.domain.release import Migration, Operation, Release
from app.sources import Given, read
from tests.real.histories import Made

UNREADABLE = "unreadable"
ASKED_FOR = {"WAGTAIL_PAGE_MODEL": "wagtailcore.Page"}
"""What a user gives with `--setting`, beside the user model, when the reading asks for it."""


def facts(release: Release, migration: Migration) -> dict[str, object]:
    """What must be the same; a setting is looked up, as Django's own export has done where it cannot tell."""
    return {
        "dependencies": sorted({looked_up(release, key) for key in migration.dependencies}),
        "run_before": sorted(set(migration.run_before)),
        "replaces": migration.replaces,
        "initial": migration.initial,
        "atomic": migration.atomic,
    }


def agree(here: Release, found: Migration, there: Release, loaded: Migration) -> bool:
    """Whether all is the same, but for the operations that the reading itself calls unreadable or not known."""
    if facts(here, found) != facts(there, loaded):
        return False
    if len(found.operations) != len(loaded.operations):
        return any(operation.kind == UNREADABLE for operation in found.operations)
    return all(map(alike, found.operations, loaded.operations))


def alike(read_here: Operation, loaded: Operation) -> bool:
    """Whether they say the same wherever both say something."""
    if read_here.kind not in (loaded.kind, UNREADABLE):
        return False
    pairs = (
        (getattr(read_here, said), getattr(loaded, said))
        for said in ("name", "reversible", "elidable", "fingerprint")
    )
    return all(one is None or other is None or one == other for one, other in pairs)


def looked_up(release: Release, key: MigrationKey) -> MigrationKey:
    model = release.settings.get(key.name) if key.app_label == SETTING else None
    return MigrationKey(model.partition(".")[0], FIRST) if model else key


def test_what_is_read_from_the_source_of_each_version_is_what_django_loads(made: Made):
    project = made.project
    for version, loaded in zip(project.versions, made.releases, strict=True):
        found = read(
            project.folder(version) / project.package,
            Given(
                django=loaded.django,
                settings={"AUTH_USER_MODEL": str(loaded.settings["AUTH_USER_MODEL"]), **ASKED_FOR},
            ),
        )
        shared = found.migrations.keys() & loaded.migrations.keys()
        apps = {key.app_label for key in shared}
        missed = {key for key in loaded.migrations.keys() - shared if key.app_label in apps}
        named = {place.path.rpartition("/")[2] for place in found.unreadable}
        differing = {
            str(key)
            for key in shared
            if f"{key.name}.py" not in named
            and not agree(found, found.migrations[key], loaded, loaded.migrations[key])
        }
        assert (missed, differing) == (set(), set()), found.unreadable
        assert len(shared) >= 10


def test_the_operations_of_each_version_are_told_alike_in_all_but_a_few(made: Made):
    """Both ways know the name and the fingerprint, so that the comparison above compares them."""
    project = made.project
    loaded = made.releases[-1]
    found = read(project.folder(project.versions[-1]) / project.package, Given(django=loaded.django))
    pairs = [
        (one, other)
        for key in found.migrations.keys() & loaded.migrations.keys()
        for one, other in zip(
            found.migrations[key].operations, loaded.migrations[key].operations, strict=False
        )
    ]
    known = [pair for pair in pairs if pair[0].fingerprint and pair[0].fingerprint == pair[1].fingerprint]

    assert len(known) >= 0.95 * len(pairs) > 20
