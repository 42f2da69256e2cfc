"""
The static reading of real projects, compared with what Django loads: no difference goes unreported.

The reading itself must report each difference: the file, or the setting that a dependency needs, or the entry of
INSTALLED_APPS that depends on a condition.
"""

from concurrent.futures import Future

from app.domain.keys import MigrationKey
from app.domain.release import Release
from app.sources import ReadingOptions, read
from tests.real.histories import ProjectHistories
from tests.real.projects import Project
from tests.real.reading import disagreements, is_reported, read_project

ASKED_FOR = {"WAGTAIL_PAGE_MODEL": "wagtailcore.Page"}
"""The settings, beside the user model, that a user gives with `--setting` when the reading asks for them."""


def in_doubt(release: Release) -> set[str]:
    """The apps for which the reading reports that it does not know whether they are installed."""
    words = [entry.reason.split() for entry in release.unreadable]
    return {
        word_list[1].rpartition(".")[2]
        for word_list in words
        if word_list[0] == "whether" and word_list[2:4] == ["is", "installed"]
    }


def test_there_are_eight_projects_with_a_thousand_migrations_of_every_kind(
    futures: dict[Project, Future[ProjectHistories]],
):
    releases = {project.name: histories.result().releases[-1] for project, histories in futures.items()}

    assert len(releases) >= 8
    assert sum(len(release.migrations) for release in releases.values()) > 1000
    assert {"wiki_attachments", "wiki_images"} <= releases["wiki"].apps, "labels of configurations"
    assert "wagtailcore" in releases["wagtail"].apps, "labels of configurations"
    assert releases["pretalx"].settings["AUTH_USER_MODEL"] == "person.User", "a user model of its own"
    assert releases["django-oscar"].squashes, "squashes"
    assert MigrationKey("sites", "0002_longer_names") in releases["wiki"].migrations, "MIGRATION_MODULES"
    assert "flatpages" in releases["wiki"].unmigrated_apps, "MIGRATION_MODULES"


def test_the_whole_project_is_read_as_django_loads_it_but_for_what_is_reported(histories: ProjectHistories):
    for version, django_release in zip(histories.project.versions, histories.releases, strict=True):
        release = read_project(histories.project, version)
        extra = {key.app_label for key in release.migrations.keys() - django_release.migrations.keys()}
        unreported = {
            str(migration.key)
            for migration in disagreements(release, django_release)
            if not is_reported(release, migration)
        }

        assert django_release.migrations.keys() - release.migrations.keys() == set(), release.unreadable
        assert extra <= in_doubt(release)
        assert unreported == set(), release.unreadable
        assert release.django == django_release.django
        if release.complete:
            assert release.unmigrated_apps == django_release.unmigrated_apps


def test_the_projects_own_package_alone_is_read_as_django_loads_it(histories: ProjectHistories):
    """Without settings: app labels come from the folders and the app configurations."""
    project, django_release = histories.project, histories.releases[-1]
    release = read(
        project.folder(project.versions[-1]) / project.package,
        ReadingOptions(
            django=django_release.django,
            settings={"AUTH_USER_MODEL": str(django_release.settings["AUTH_USER_MODEL"]), **ASKED_FOR},
        ),
    )
    shared = release.migrations.keys() & django_release.migrations.keys()
    apps = {key.app_label for key in shared}
    missing = {key for key in django_release.migrations.keys() - shared if key.app_label in apps}
    unreported = {
        str(migration.key)
        for migration in disagreements(release, django_release)
        if not is_reported(release, migration)
    }

    assert (missing, unreported) == (set(), set()), release.unreadable
    assert len(shared) > 5


def test_the_operations_of_each_version_are_told_alike_in_all_but_a_few(histories: ProjectHistories):
    """Nearly all operations have a fingerprint in both releases, so the comparisons above are not empty."""
    django_release = histories.releases[-1]
    release = read_project(histories.project, histories.project.versions[-1])
    pairs = [
        (operation, django_operation)
        for key in release.migrations.keys() & django_release.migrations.keys()
        for operation, django_operation in zip(
            release.migrations[key].operations, django_release.migrations[key].operations, strict=False
        )
    ]
    equal = [pair for pair in pairs if pair[0].fingerprint and pair[0].fingerprint == pair[1].fingerprint]

    assert len(equal) >= 0.95 * len(pairs) > 20
