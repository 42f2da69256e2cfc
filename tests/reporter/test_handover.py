"""`driftboard_report --push`: the end of a deploy job hands over the release, the deployment and the histories."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.config import Environment, Project, Secret, Settings
from app.main import create_app
from app.store import releases, snapshots
from app.store.engine import Store, open_store
from app.store.pushed import deployments, tokens
from app.web.server.door import Listening
from tests.oracle import django_versions as judges
from tests.oracle.django_versions import Judge
from tests.reporter import deployed, shop
from tests.servers import dashboard

NOW = datetime(2026, 6, 19, 9, 14, tzinfo=UTC)
SAID = ("driftboard_report", "--environment", "sandbox-3", "--label", "v1.2", "--commit", "3f2c1a0")


@dataclass
class Board:
    address: str
    store: Store

    @property
    def url(self) -> str:
        return f"{self.address}/api/projects/shop"

    @property
    def page(self) -> str:
        return f"{self.address}/shop/environments/sandbox-3"

    def token(self, environment: str | None = None) -> str:
        with self.store.writing() as session:
            return tokens.create(session, "shop", environment=environment, at=NOW)[1].reveal()

    def rows(self, alias: str = "default") -> list[str] | None:
        with self.store.reading() as session:
            for (_, location), snapshot in snapshots.latest_of_all(session, "shop").readable.items():
                if location.alias == alias:
                    return [str(row.key) for row in snapshot.history.rows]
        return None


@pytest.fixture
def board(tmp_path: Path) -> Iterator[Board]:
    with open_store(f"sqlite:///{tmp_path}/store.db") as store:
        project = Project("shop", "Shop", environments=(Environment("sandbox-3", ()),))
        settings = Settings(Secret("sqlite:///not-used.db"), (project,))
        with dashboard.serve(create_app(settings, store, now=lambda: NOW, listening=Listening())) as address:
            yield Board(address, store)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return deployed.made(tmp_path / "checkout")


@pytest.fixture
def databases(tmp_path: Path) -> deployed.Databases:
    return {"default": deployed.database(f"sqlite:///{tmp_path / 'shop.sqlite3'}")}


def test_a_deploy_job_hands_over_everything(
    judge: Judge, project: Path, board: Board, databases: deployed.Databases
):
    deployed.migrate(judge, project, "default", databases=databases)
    token = board.token()
    words = (*SAID, "--push", board.url)
    first = deployed.run(judge, project, *words, databases=databases, DRIFTBOARD_TOKEN=token)
    again = deployed.run(judge, project, *words, databases=databases, DRIFTBOARD_TOKEN=token)
    with board.store.reading() as session:
        release = releases.with_label(session, "shop", "v1.2")
        told = deployments.latest(session, "shop")["sandbox-3"]

    assert release is not None
    assert (first.returncode, first.stdout, again.returncode) == (0, "", 0)
    assert first.stderr.splitlines()[-3:] == [
        f"v1.2 is {release.fingerprint[:8]}: {board.address}/shop/releases/v1.2",
        f"sandbox-3 runs v1.2: {board.page}",
        f"sandbox-3 has one history, of which 1 new: {board.page}",
    ]
    assert again.stderr.splitlines()[-1] == f"sandbox-3 has one history, of which 0 new: {board.page}"
    assert (told.label, told.commit) == ("v1.2", "3f2c1a0")
    assert sorted(board.rows() or ()) == [
        "contenttypes.0001_initial",
        "contenttypes.0002_remove_content_type_name",
        "orders.0001_initial",
    ]
    assert token not in first.stderr


def test_without_a_label_it_hands_over_the_histories_alone(
    either: Judge, project: Path, board: Board, databases: deployed.Databases
):
    words = (*SAID[:3], "--push", f"{board.url}/releases/")
    done = deployed.run(
        either, project, *words, databases=databases, DRIFTBOARD_TOKEN=board.token("sandbox-3")
    )
    with board.store.reading() as session:
        assert deployments.latest(session, "shop") == {}

    assert (done.returncode, board.rows()) == (0, [])
    assert done.stderr.splitlines()[-1:] == [f"sandbox-3 has one history, of which 1 new: {board.page}"]


def test_what_the_token_of_an_environment_cannot_do_stops_nothing_else(
    either: Judge, project: Path, board: Board, databases: deployed.Databases
):
    token = board.token("sandbox-3")
    words = (*SAID, "--push", board.url)
    done = deployed.run(either, project, *words, databases=databases, DRIFTBOARD_TOKEN=token)
    without = deployed.run(
        either, project, *words, "--no-release", databases=databases, DRIFTBOARD_TOKEN=token
    )

    assert (done.returncode, without.returncode, board.rows()) == (1, 0, [])
    assert "refuses (403): The token " in done.stderr
    assert "hands over the histories and deployments of sandbox-3 alone" in done.stderr
    assert f"sandbox-3 runs v1.2: {board.page}" in done.stderr


def test_a_database_that_cannot_be_read_keeps_no_other_out(
    either: Judge, project: Path, board: Board, databases: deployed.Databases
):
    databases = {**databases, "gone": deployed.database("postgresql://driver:hunter2@127.0.0.1:9/shop")}
    words = (*SAID[:3], "--push", board.url)
    done = deployed.run(either, project, *words, databases=databases, DRIFTBOARD_TOKEN=board.token())

    assert (done.returncode, board.rows()) == (1, [])
    assert (
        "The history of gone cannot be read (OperationalError); "
        "manage.py showmigrations --database gone says more." in done.stderr
    )
    assert "hunter2" not in done.stderr


def test_many_rows_are_handed_over_in_several_pushes(project: Path, board: Board, tmp_path: Path):
    deployed.made(
        project,
        {
            "deployed/orders/models.py": (
                "from driftboard_reporter import handover\nhandover.CHARACTERS_PER_PUSH = 450\n"
            )
        },
    )
    databases = {
        alias: deployed.database(f"sqlite:///{tmp_path / alias}.sqlite3")
        for alias in ("default", "other", "third")
    }
    either = judges.judge("5.2")
    deployed.migrate(either, project, "default", "other", databases=databases)
    words = (*SAID[:3], "--push", board.url)
    done = deployed.run(either, project, *words, databases=databases, DRIFTBOARD_TOKEN=board.token())

    assert done.stderr.splitlines()[-2:] == [
        f"sandbox-3 has one history, of which 1 new: {board.page}",
        f"sandbox-3 has 2 histories, of which 2 new: {board.page}",
    ]
    assert [len(board.rows(alias) or ()) for alias in databases] == [3, 3, 0]


def test_the_module_does_it_too_for_a_project_that_does_not_install_it(
    either: Judge, project: Path, board: Board, tmp_path: Path
):
    settings = deployed.FILES["deployed/settings.py"].replace(', "driftboard_reporter"', "")
    deployed.made(project, {"deployed/settings.py": settings})
    words = ("--settings", "deployed.settings", *SAID[1:], "--push", board.url, "-o", "histories.json")
    done = shop.run(
        either,
        project,
        *words,
        DRIFTBOARD_TOKEN=board.token(),
        DEPLOYED_DATABASES=f'{{"default": {{"ENGINE": "django.db.backends.sqlite3", "NAME": "{tmp_path}/none"}}}}',
    )

    assert (done.returncode, board.rows()) == (0, [])
    assert (
        (project / "histories.json")
        .read_text(encoding="utf-8")
        .startswith('{"format": "driftboard-histories/1"')
    )
    assert not (tmp_path / "none").exists()


def test_a_release_may_say_where_it_was_deployed(either: Judge, project: Path, board: Board):
    words = (
        "driftboard_release",
        "--label",
        "v1.3",
        "--deployed-to",
        "sandbox-3",
        "--push",
        f"{board.url}/releases",
    )
    done = deployed.run(either, project, *words, databases={}, DRIFTBOARD_TOKEN=board.token())
    with board.store.reading() as session:
        told = deployments.latest(session, "shop")["sandbox-3"]

    assert (done.returncode, told.label) == (0, "v1.3")
    assert done.stderr.splitlines()[-1] == f"sandbox-3 runs v1.3: {board.page}"


REFUSED = {
    "an environment": (
        (*SAID[:2], "Sandbox 3", "--push", "https://board.example/api/projects/shop"),
        "Sandbox 3 is no name of an environment: one has lower-case letters, digits and single dashes.",
    ),
    "an address": (
        (*SAID, "--push", "https://board.example/shop"),
        "The address to push to is that of the project: https://…/api/projects/PROJECT.",
    ),
    "plain text": (
        (*SAID, "--push", "http://board.example/api/projects/shop"),
        "A token would travel to board.example",
    ),
    "a deployment without a dashboard": (
        ("driftboard_release", "--deployed-to", "sandbox-3"),
        "Say with --push which dashboard should know of the deployment.",
    ),
    "a deployment without a label": (
        ("driftboard_release", "--deployed-to", "a", "--push", "https://board.example/api/projects/shop"),
        "Say with --label what the dashboard should call this release.",
    ),
}


@pytest.mark.parametrize(("words", "sentence"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_pushed_is_refused_before_any_database_is_asked(project: Path, words, sentence):
    done = deployed.run(judges.judge("5.2"), project, *words, databases={}, DRIFTBOARD_TOKEN="a-token")

    assert done.returncode == 2
    assert f"CommandError: {sentence}" in done.stderr
