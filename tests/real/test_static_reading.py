"""
The static reading of the installed projects, held against what Django has loaded: nothing differs in silence.

What differs must be named by the reading itself: the file, or the setting that a dependency hangs on, or the entry of
INSTALLED_APPS that a condition decides.
"""

from concurrent.futures import Future

from app.domain.keys import MigrationKey
from app.domain.release import Release
from app.sources import ReadingOptions, read
from tests.real.histories import ProjectHistories
from tests.real.projects import Project
from tests.real.reading import disagreements, is_named, read_project

ASKED_FOR = {"WAGTAIL_PAGE_MODEL": "wagtailcore.Page"}
"""What a user gives with `--setting`, beside the user model, when the reading asks for it."""


def in_doubt(found: Release) -> set[str]:
    """The apps of which the reading says that it does not know whether they are installed."""
    words = [place.reason.split() for place in found.unreadable]
    return {
        said[1].rpartition(".")[2]
        for said in words
        if said[0] == "whether" and said[2:4] == ["is", "installed"]
    }


def test_there_are_eight_projects_with_a_thousand_migrations_of_every_kind(
    makings: dict[Project, Future[ProjectHistories]],
):
    releases = {project.name: made.result().releases[-1] for project, made in makings.items()}

    assert len(releases) >= 8
    assert sum(len(release.migrations) for release in releases.values()) > 1000
    assert {"wiki_attachments", "wiki_images"} <= releases["wiki"].apps, "labels of configurations"
    assert "wagtailcore" in releases["wagtail"].apps, "labels of configurations"
    assert releases["pretalx"].settings["AUTH_USER_MODEL"] == "person.User", "a user model of its own"
    assert releases["django-oscar"].squashes, "squashes"
    assert MigrationKey("sites", "0002_longer_names") in releases["wiki"].migrations, "MIGRATION_MODULES"
    assert "flatpages" in releases["wiki"].unmigrated_apps, "MIGRATION_MODULES"


def test_the_whole_project_is_read_as_django_loads_it_but_for_what_is_named(made: ProjectHistories):
    for version, loaded in zip(made.project.versions, made.releases, strict=True):
        found = read_project(made.project, version)
        extra = {key.app_label for key in found.migrations.keys() - loaded.migrations.keys()}
        silent = {str(one.key) for one in disagreements(found, loaded) if not is_named(found, one)}

        assert loaded.migrations.keys() - found.migrations.keys() == set(), found.unreadable
        assert extra <= in_doubt(found)
        assert silent == set(), found.unreadable
        assert found.django == loaded.django
        if found.complete:
            assert found.unmigrated_apps == loaded.unmigrated_apps


def test_the_projects_own_package_alone_is_read_as_django_loads_it(made: ProjectHistories):
    """Without its settings: labels by the folders and the configurations."""
    project, loaded = made.project, made.releases[-1]
    found = read(
        project.folder(project.versions[-1]) / project.package,
        ReadingOptions(
            django=loaded.django,
            settings={"AUTH_USER_MODEL": str(loaded.settings["AUTH_USER_MODEL"]), **ASKED_FOR},
        ),
    )
    shared = found.migrations.keys() & loaded.migrations.keys()
    apps = {key.app_label for key in shared}
    missed = {key for key in loaded.migrations.keys() - shared if key.app_label in apps}
    silent = {str(one.key) for one in disagreements(found, loaded) if not is_named(found, one)}

    assert (missed, silent) == (set(), set()), found.unreadable
    assert len(shared) > 5


def test_the_operations_of_each_version_are_told_alike_in_all_but_a_few(made: ProjectHistories):
    """Both ways know the name and the fingerprint, so that the comparison above compares them."""
    loaded = made.releases[-1]
    found = read_project(made.project, made.project.versions[-1])
    pairs = [
        (one, other)
        for key in found.migrations.keys() & loaded.migrations.keys()
        for one, other in zip(
            found.migrations[key].operations, loaded.migrations[key].operations, strict=False
        )
    ]
    known = [pair for pair in pairs if pair[0].fingerprint and pair[0].fingerprint == pair[1].fingerprint]

    assert len(known) >= 0.95 * len(pairs) > 20
