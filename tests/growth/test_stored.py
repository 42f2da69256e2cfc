"""What is stored, followed, pushed and pinned: the work grows with what there is of it."""

import json
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from app.config import Project, ReleaseSource, RepositorySource, load
from app.domain import manifest
from app.domain.history import History
from app.domain.release import Migration, Release
from app.domain.table_location import DEFAULT_LOCATION
from app.domain.ways import planner
from app.jobs.follow import follow
from app.store import schemas
from app.store.engine import open_store
from app.store.pushed import tokens
from app.store.snapshots import looks
from app.store.snapshots.looks import Look
from tests import build
from tests.cli.command_line import run
from tests.growth.sites import causes, environments, odd_rows
from tests.growth.steps import MOST, growth
from tests.growth.troubled import chain, rows
from tests.sources.git.repositories import needing
from tests.web.conftest import Site

SMALL = 16
NOW = datetime(2026, 6, 19, 9, tzinfo=UTC)


def repository(folder: Path, commits: int) -> Path:
    """A repository in which each commit adds a migration and has a tag, written by one program at once."""
    folder.mkdir()
    subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", folder], check=True)
    stream = b""
    for number in range(1, commits + 1):
        files = {
            f"orders/migrations/{number:04}_x.py": needing(*([f"orders.{number - 1:04}_x"] * (number > 1)))
        }
        if number == 1:
            files |= {"orders/__init__.py": "", "orders/migrations/__init__.py": ""}
            files |= {"settings.py": "INSTALLED_APPS = ['orders']\n", "requirements.txt": "django==5.2\n"}
        stream += b"commit refs/heads/main\nmark :%d\n" % number
        stream += b"committer Mara <mara@shop.example> %d +0000\ndata 1\nx\n" % (1_700_000_000 + number)
        stream += b"from :%d\n" % (number - 1) if number > 1 else b""
        for path, text in files.items():
            stream += b"M 100644 inline %s\ndata %d\n%s\n" % (
                path.encode(),
                len(text.encode()),
                text.encode(),
            )
        stream += b"\nreset refs/tags/v%d\nfrom :%d\n\n" % (number, number)
    subprocess.run(["git", "-C", folder, "fast-import", "--quiet"], input=stream, check=True)
    return folder


def test_following_reads_each_commit_and_each_file_once(tmp_path: Path):
    def work(commits: int) -> Callable[[], object]:
        source = ReleaseSource("", repository(tmp_path / f"{commits}.git", commits))
        project = Project("shop", "Shop", repository=RepositorySource(source, ("main",)))
        made = iter(range(10))

        def followed() -> None:
            with open_store(f"sqlite:///{tmp_path}/{commits}-{next(made)}.db") as store:
                result = follow(store, project, now=lambda: NOW)
                assert (result.commits, result.problems, len(result.labels)) == (commits, (), 1)

        return followed

    assert growth(work(SMALL), work(2 * SMALL)) <= MOST


@pytest.mark.parametrize("is_schemas", [False, True], ids=["rows", "schemas"])
def test_a_push_grows_with_its_rows_and_with_its_schemas(is_schemas: bool, site_of: Callable[[str], Site]):
    def work(number: int) -> Callable[[], object]:
        site = site_of(f"{number}")
        site.environments("a")
        with site.store.writing() as session:
            token = tokens.create(session, "shop", at=NOW)[1].reveal()
        of_table = [
            [n, "orders", f"{n:05}", "2026-05-01"] for n in range(1, 10 if is_schemas else 10 * number)
        ]
        histories = [
            {
                "database": "default",
                "schema": schema,
                "has_table": True,
                "rows": [*of_table, [99_999, schema, "x", ""]],
            }
            for schema in ([f"tenant_{n}" for n in range(number)] if is_schemas else [""])
        ]
        sent = iter(range(10))

        def pushed() -> None:
            body = {
                "format": "driftboard-histories/1",
                "sent_at": (NOW + timedelta(seconds=next(sent))).isoformat(),
                "histories": histories,
            }
            answer = site.client.post(
                "/api/projects/shop/environments/a/histories",
                content=json.dumps(body),
                headers={"Authorization": f"Bearer {token}"},
            )
            assert answer.status_code in (200, 201), answer.text

        return pushed

    assert growth(work(SMALL), work(2 * SMALL)) <= MOST


def test_settings_grow_with_their_environments(tmp_path: Path):
    def work(number: int) -> Callable[[], object]:
        file = tmp_path / f"{number}.toml"
        tables = (
            f'[projects.shop.environments.e{index}]\ndatabase = "sqlite:///{index}.sqlite3"\nrelease = "v1"\n'
            for index in range(number)
        )
        file.write_text(f'[projects.shop.releases]\nv1 = "v1.json"\n{"".join(tables)}')
        return lambda: load(file, {})

    assert growth(work(10 * SMALL), work(20 * SMALL)) <= MOST


def test_the_ways_out_that_the_terminal_prints_grow_with_the_findings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(planner, "MAX_FINDINGS", 3)

    def work(number: int) -> Callable[[], object]:
        release, known = tmp_path / f"{number}.json", chain("orders", number)
        release.write_text(_manifest(known))
        history = tmp_path / f"{number}-rows.json"
        odd = chain("orders", 2 * number)
        recorded: History = rows(file.key for file in odd)
        history.write_text(json.dumps([[*row.key, row.applied, row.id] for row in recorded.rows]))

        def printed() -> None:
            result = run("ways", str(release), str(history))
            assert (result.exit_code, "more findings: the ways of" in result.stdout) == (1, True), (
                result.output
            )

        return printed

    assert growth(work(SMALL), work(2 * SMALL)) <= MOST


def _manifest(files: list[Migration]) -> str:
    return manifest.dumps(replace(Release.of(files), label="v1"))


PINNED = {
    odd_rows: ("environments/a", "environments/a?view=all&as=table"),
    causes: ("environments/a", "/"),
    environments: ("/",),
}


@pytest.mark.parametrize("shape", PINNED, ids=lambda shape: shape.__name__)
def test_a_pinned_page_grows_with_what_it_shows(shape, site_of: Callable[[str], Site]):
    def pinned(site: Site, address: str) -> str:
        path, dot, rest = address.partition(".json" if ".json" in address else "?")
        live = "/shop" if path == "/" else f"/shop/{path}"
        return f"{site.page(live).one('link', rel='canonical').href.removeprefix('http://testserver')}{dot}{rest}"

    small, large = site_of("small"), site_of("large")
    shape(small, SMALL)
    shape(large, 2 * SMALL)
    grown = {}
    for address in PINNED[shape]:
        few, many = pinned(small, address), pinned(large, address)
        grown[address] = growth(lambda: small.get(few), lambda: large.get(many))  # noqa: B023

    assert {address: times for address, times in grown.items() if times > MOST} == {}


@pytest.mark.parametrize(
    ("shape", "addresses"),
    [
        (environments, ("/runbook/D201", "/runbook")),
        (causes, ("/runbook/D101",)),
        (odd_rows, ("/runbook/D201",)),
    ],
    ids=["environments", "causes", "odd_rows"],
)
def test_the_runbook_grows_with_what_is_seen_now(shape, addresses, site_of: Callable[[str], Site]):
    small, large = site_of("small"), site_of("large")
    shape(small, SMALL)
    shape(large, 2 * SMALL)
    for address in addresses:
        assert growth(lambda: small.get(address), lambda: large.get(address)) <= MOST, address  # noqa: B023


@pytest.mark.parametrize("is_schemas", [False, True], ids=["environments", "schemas"])
def test_a_round_of_a_process_of_its_own_grows_with_what_it_reads(
    is_schemas: bool, site_of: Callable[[str], Site]
):
    """It has read nothing of the store before, so it sees that what it keeps can be rebuilt."""
    limit = timedelta(minutes=15)

    def work(number: int) -> Callable[[], object]:
        site = site_of(f"{number}")
        history = build.history(*(f"orders.{n}" for n in range(1, 40)))
        minutes = count(1)
        seen = [Look(f"e{n}", DEFAULT_LOCATION, history, limit) for n in range(number)]
        by_schema = {f"t{n}": (history, history.fingerprint[:32]) for n in range(number)}

        def looked() -> None:
            at = NOW + next(minutes) * timedelta(minutes=1)
            with open_store(f"sqlite:///{site.file}") as store:
                if not is_schemas:
                    with store.writing() as session:
                        looks.add(session, "shop", seen, at=at)
                    return
                with store.reading() as session:
                    schemas.digests(session, "shop", "saas", "default", at=at)
                with store.writing() as session:
                    schemas.add(session, "shop", "saas", "default", by_schema, at=at, limit=limit)

        return looked

    assert growth(work(2 * SMALL), work(4 * SMALL)) <= MOST
