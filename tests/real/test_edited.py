"""
An edited dependency in a real package: three published versions of dj-stripe, each a commit with a tag.

Its authors squashed old migrations into 0001_initial by hand, and edited the later ones to depend on it.
"""

import shutil
from pathlib import Path

import pytest

from app.domain.drift import compare
from app.domain.provenance import CodeHistory, Knowledge, explanation_of
from app.domain.provenance.blame import Blame, blame
from app.domain.release import Release
from app.sources import ReadingOptions
from app.sources.git import Repository
from app.sources.git.history import read
from tests.build import history, key
from tests.real.projects import CHECKOUT
from tests.sources.git.repositories import Made

VERSIONS = ("2.4.4", "2.5.1", "2.7.3")
INITIAL = key("djstripe.0001_initial")


@pytest.fixture(scope="module")
def djstripe(tmp_path_factory: pytest.TempPathFactory) -> Made:
    djstripe = Made(tmp_path_factory.mktemp("edited") / "dj-stripe")
    for version in VERSIONS:
        shutil.rmtree(djstripe.root / "djstripe", ignore_errors=True)
        installed = CHECKOUT / ".judges" / "real" / f"dj-stripe-{version}" / "djstripe"
        shutil.copytree(installed, djstripe.root / "djstripe", ignore=shutil.ignore_patterns("__pycache__"))
        djstripe.commit(f"Version {version}", {})
        djstripe.git("tag", version)
    return djstripe


@pytest.fixture(scope="module")
def code(djstripe: Made) -> CodeHistory:
    with Repository(djstripe.root) as repository:
        return read(repository, repository.refs())


def release(djstripe: Made, version: str) -> Release:
    with Repository(djstripe.root) as repository:
        return repository.release(
            version, ReadingOptions(django="3.2", settings={"DJSTRIPE_SUBSCRIBER_MODEL": "auth.User"})
        )


def blame_of(code: CodeHistory, name: str, version: str) -> Blame:
    head = next(ref.commit for ref in code.refs if ref.label == version)
    return blame(code, key(f"djstripe.{name}"), head=head)


def edges(answer: Blame) -> dict[str, tuple[str, str | None]]:
    return {str(edge.change.other): (edge.commit.subject, edge.label) for edge in answer.edges}


@pytest.mark.parametrize(
    ("name", "before", "versions"),
    [("0006_2_3", "0005_2_2", ("2.4.4", "2.5.1")), ("0008_2_5", "0007_2_4", ("2.5.1", "2.7.3"))],
)
def test_the_version_that_edited_a_dependency_is_named(
    djstripe: Made, code: CodeHistory, name: str, before: str, versions: tuple[str, str]
):
    first, second = versions
    assert edges(blame_of(code, name, first))[f"djstripe.{before}"] == (f"Version {first}", first)
    assert edges(blame_of(code, name, second))[str(INITIAL)] == (f"Version {second}", second)
    assert f"djstripe.{before}" not in edges(blame_of(code, name, second))
    for version in (first, second):
        migration = release(djstripe, version).migrations[key(f"djstripe.{name}")]
        assert set(edges(blame_of(code, name, version))) == set(map(str, migration.dependencies))


def test_what_a_version_took_away_is_told_of_a_database_that_still_has_it(djstripe: Made, code: CodeHistory):
    rows = history("djstripe.0001_initial", "djstripe.0005_2_2", "djstripe.0006_2_3", "djstripe.0007_2_4")
    origins = explanation_of(Knowledge(code), compare(release(djstripe, "2.5.1"), rows)).origins

    assert set(origins) == {key("djstripe.0005_2_2")}
    origin = origins[key("djstripe.0005_2_2")]
    assert origin.commit is not None
    assert (origin.commit.subject, origin.labels) == ("Version 2.5.1", ("2.5.1",))
    assert origin.sentence.endswith("2.5.1 is the first label without it.")


def test_the_versions_are_those_that_are_pinned():
    pinned = Path(__file__).parent.joinpath("requirements", "edited").glob("dj-stripe-*.txt")

    assert sorted(path.stem.removeprefix("dj-stripe-") for path in pinned) == list(VERSIONS)
