"""`driftboard releases remove`: what goes, what stays, and what would bring a label back."""

from pathlib import Path

import pytest

from app.domain import manifest
from tests.build import release
from tests.cli.command_line import run
from tests.sources.git.repositories import Made, needing


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for label, lines in (("v1.1", ["users: 0001"]), ("v1.2", ["users: 0001 < 0002"])):
        (tmp_path / f"{label}.json").write_text(manifest.dumps(release(*lines, label=label, project="shop")))
    configure()
    for label in ("v1.1", "v1.2"):
        assert run("releases", "add", f"{label}.json", "--label", label).exit_code == 0
    return tmp_path


def configure(more: str = "") -> None:
    Path("driftboard.toml").write_text('[projects.shop]\ntitle = "Shop"\n' + more)


def labels() -> list[str]:
    return [line.split()[0] for line in run("releases", "list").stdout.splitlines()]


def test_a_label_goes_and_its_release_stays(shop):
    fingerprint = run("releases", "show", "v1.2").stdout.partition("fingerprint")[2].split()[0]

    result = run("releases", "remove", "v1.2")

    assert result.exit_code == 0
    assert result.stdout == (
        f"v1.2 is removed; it pointed to {fingerprint[:8]}, which is kept. "
        "Pinned addresses show it as before, and adding the label again brings it back.\n"
    )
    assert labels() == ["v1.1"]
    assert run("releases", "show", fingerprint[:8]).exit_code == 0
    assert run("releases", "add", "v1.2.json", "--label", "v1.2").exit_code == 0
    assert labels() == ["v1.2", "v1.1"]


def test_what_is_no_label_is_told_with_the_labels_that_are(shop):
    run("releases", "remove", "v1.2")

    result = run("releases", "remove", "v1.2")
    assert (result.exit_code, result.stderr) == (2, "shop has no label v1.2. Known are v1.1.\n")
    run("releases", "remove", "v1.1")
    assert run("releases", "remove", "v1.1").stderr == "shop has no label v1.1. No label is known.\n"


def test_a_label_that_the_file_names_would_come_back(shop):
    configure('[projects.shop.releases]\n"v1.2" = "v1.2.json"\n')

    result = run("releases", "remove", "v1.2")

    assert result.exit_code == 2
    assert result.stderr == (
        'v1.2 would come back: driftboard.toml names it as projects.shop.releases."v1.2". '
        "Take it out there, then remove it.\n"
    )
    assert labels() == ["v1.2", "v1.1"]


def test_a_followed_branch_would_come_back_until_it_is_gone(shop):
    made = Made(shop / "code")
    made.commit("Shop", {"users/migrations/0001_initial.py": needing()})
    made.git("branch", "release/1")
    configure('[projects.shop.repository]\npath = "code"\nfollow = ["release/*"]\n')
    assert run("follow").exit_code == 0

    result = run("releases", "remove", "release/1")
    assert result.exit_code == 2
    assert result.stderr == (
        "release/1 would come back: it is a branch or a tag of the repository, and projects.shop.repository.follow "
        "in driftboard.toml follows it. Delete it in the repository or follow others, then remove it.\n"
    )

    made.git("branch", "--delete", "--force", "release/1")
    assert run("releases", "remove", "release/1").exit_code == 0
    run("follow")
    assert labels() == ["v1.2", "v1.1"]


def test_the_label_that_the_environments_should_run_is_warned_of(shop):
    more = '[projects.shop.environments.edge]\ndatabase = "sqlite:///x.sqlite3"\nrelease = "v1.1"\n'
    configure('release = "v1.2"\n' + more)
    consequence = "What is to be held against it is compared with nothing: name another label.\n"

    result = run("releases", "remove", "v1.2")
    assert result.exit_code == 0
    assert result.stderr == f"projects.shop.release in driftboard.toml still says v1.2. {consequence}"

    configure('release = "v1.1"\n' + more)
    assert run("releases", "remove", "v1.1").stderr == (
        "projects.shop.release and projects.shop.environments.edge.release in driftboard.toml still say v1.1. "
        + consequence
    )
