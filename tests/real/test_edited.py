"""
An edited dependency of a real package: three published versions of dj-stripe, a commit and a tag each.

Its migrations were squashed into 0001_initial by hand, and those that came after were edited to depend on it.
"""

import shutil
from pathlib import Path

import pytest

from app.domain.drift import compare
from app.domain.provenance import CodeHistory, explanation_of
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
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    made = Made(tmp_path_factory.mktemp("edited") / "dj-stripe")
    for version in VERSIONS:
        shutil.rmtree(made.root / "djstripe", ignore_errors=True)
        installed = CHECKOUT / ".judges" / "real" / f"dj-stripe-{version}" / "djstripe"
        shutil.copytree(installed, made.root / "djstripe", ignore=shutil.ignore_patterns("__pycache__"))
        made.commit(f"Version {version}", {})
        made.git("tag", version)
    return made


@pytest.fixture(scope="module")
def code(made: Made) -> CodeHistory:
    with Repository(made.root) as repository:
        return read(repository, repository.refs())


def release(made: Made, version: str) -> Release:
    with Repository(made.root) as repository:
        return repository.release(
            version, ReadingOptions(django="3.2", settings={"DJSTRIPE_SUBSCRIBER_MODEL": "auth.User"})
        )


def blamed(code: CodeHistory, name: str, version: str) -> Blame:
    head = next(ref.commit for ref in code.refs if ref.label == version)
    return blame(code, key(f"djstripe.{name}"), head=head)


def edges(found: Blame) -> dict[str, tuple[str, str | None]]:
    return {str(one.change.other): (one.commit.subject, one.label) for one in found.edges}


@pytest.mark.parametrize(
    ("name", "before", "versions"),
    [("0006_2_3", "0005_2_2", ("2.4.4", "2.5.1")), ("0008_2_5", "0007_2_4", ("2.5.1", "2.7.3"))],
)
def test_the_version_that_edited_a_dependency_is_named(
    made: Made, code: CodeHistory, name: str, before: str, versions: tuple[str, str]
):
    first, edited = versions
    assert edges(blamed(code, name, first))[f"djstripe.{before}"] == (f"Version {first}", first)
    assert edges(blamed(code, name, edited))[str(INITIAL)] == (f"Version {edited}", edited)
    assert f"djstripe.{before}" not in edges(blamed(code, name, edited))
    for version in (first, edited):
        there = release(made, version).migrations[key(f"djstripe.{name}")]
        assert set(edges(blamed(code, name, version))) == set(map(str, there.dependencies))


def test_what_a_version_took_away_is_told_of_a_database_that_still_has_it(made: Made, code: CodeHistory):
    rows = history("djstripe.0001_initial", "djstripe.0005_2_2", "djstripe.0006_2_3", "djstripe.0007_2_4")
    found = explanation_of(code, compare(release(made, "2.5.1"), rows)).origins

    assert set(found) == {key("djstripe.0005_2_2")}
    told = found[key("djstripe.0005_2_2")]
    assert told.commit is not None
    assert (told.commit.subject, told.labels) == ("Version 2.5.1", ("2.5.1",))
    assert told.sentence.endswith("2.5.1 is the first label without it.")


def test_the_versions_are_those_that_are_pinned():
    pinned = Path(__file__).parent.joinpath("requirements", "edited").glob("dj-stripe-*.txt")

    assert sorted(path.stem.removeprefix("dj-stripe-") for path in pinned) == list(VERSIONS)
