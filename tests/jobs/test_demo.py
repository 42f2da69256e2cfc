import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app import collect, sources
from app.collect import CollectionError
from app.config import Secret, Settings
from app.domain.drift import Drift, compare
from app.domain.drift.app_limits import limited_to
from app.domain.failure import Cause
from app.domain.findings import Code, Verdict
from app.jobs import collection
from app.jobs.demo import DemoError, build, hand_over
from app.jobs.demo.sandboxes import SANDBOXES
from app.jobs.demo.shop import CHECKOUTS, Shop
from app.jobs.follow import follow
from app.jobs.releases import add_all
from app.main import create_app
from app.store import snapshots
from app.store.engine import Store, open_store
from tests.cli.command_line import run
from tests.story import MESSAGE, Story

IN_STEP, BEHIND, BLOCKED, DRIFTED = Verdict.IN_STEP, Verdict.BEHIND, Verdict.BLOCKED, Verdict.DRIFTED

LATER = datetime(2026, 6, 26, 9, 0, tzinfo=UTC)
COMMAND = "python manage.py migrate users 0010_add_unique_id_migration"

VERDICTS = {
    "edge-1": IN_STEP,
    "production-apac": BEHIND,
    "production-eu": IN_STEP,
    "production-us": IN_STEP,
    "qa-eu": BLOCKED,
    "sandbox-1": BEHIND,
    "sandbox-2": BEHIND,
    "sandbox-3": BLOCKED,
    "sandbox-4": DRIFTED,
    "sandbox-5": DRIFTED,
    "sandbox-6": BEHIND,
    "sandbox-7": BLOCKED,
    "staging": IN_STEP,
}
"""Against v1.2: all but sandbox-8, whose file is gone, and staging-2, which hands over its rows itself."""

COMMITS = {
    "v1.0": "0bc0d12c",
    "v1.1": "54e95241",
    "v1.2": "f02ad650",
}


def drift_of(story: Story, slug: str) -> Drift:
    (project,) = story.settings.projects
    (release,) = (release for release in project.releases if release.label == project.release)
    environment = project.environment(slug)
    assert environment is not None
    return compare(sources.read(release.path), collect.history(environment.databases[0].url))


@pytest.mark.parametrize(("slug", "verdict"), VERDICTS.items())
def test_each_sandbox_has_the_verdict_that_the_story_tells(story: Story, slug: str, verdict: Verdict):
    assert drift_of(story, slug).verdict is verdict


def test_every_sandbox_is_an_environment_and_has_a_verdict(story: Story):
    (project,) = story.settings.projects
    slugs = {environment.slug for environment in project.environments}

    assert slugs == {sandbox.slug for sandbox in SANDBOXES} == {*VERDICTS, "sandbox-8", "staging-2"}


def test_three_sandboxes_are_blocked_by_one_cause(story: Story):
    blocked = [drift_of(story, slug) for slug, verdict in VERDICTS.items() if verdict is BLOCKED]

    assert len({drift.findings for drift in blocked}) == 1
    assert {drift.outcome.messages for drift in blocked} == {(MESSAGE,)}


def test_rows_have_the_time_of_a_deploy_in_the_days_after_its_commit(story: Story):
    (project,) = story.settings.projects
    edited = "2026-06-19 08:31"
    for slug, deploys in {"sandbox-3": ["2026-03-02", "2026-05-01"], "staging": ["2026-06-20"]}.items():
        environment = project.environment(slug)
        assert environment is not None
        times = [row.applied or "" for row in collect.history(environment.databases[0].url).rows]

        assert sorted({time[:10] for time in times}) == deploys
        assert times == sorted(times)
        assert all(time < edited for time in times) == (slug == "sandbox-3")


def test_the_archive_has_all_that_its_app_needs_and_lacks_nothing(story: Story):
    project = story.settings.projects[0]
    default, archive = project.environment("production-eu").databases
    release = sources.read(next(source.path for source in project.releases if source.label == "v1.2"))
    drift = compare(release, collect.history(archive.url), alias=archive.alias)

    assert (default.alias, archive.alias, archive.apps) == ("default", "archive", {"catalog"})
    assert drift.verdict is BEHIND
    assert limited_to(drift, archive.apps).verdict is IN_STEP


def test_one_environment_hands_over_its_rows_and_one_is_ahead_of_its_release(story: Story, tmp_path: Path):
    project = story.settings.projects[0]
    (moment,) = {datetime(2026, 11, 29, 12, tzinfo=UTC)}
    with open_store(f"sqlite:///{tmp_path}/store.db") as store:
        hand_over(store, story.folder, story.settings, at=moment)
        with store.reading() as session:
            snapshot = snapshots.latest(session, "shop", "staging-2")

    assert project.environment("staging-2").databases == ()
    assert snapshot is not None
    assert snapshot.history.recorded == drift_of(story, "staging").history.recorded
    assert project.declared_release("edge-1") == "v1.0"


def test_the_branch_left_a_row_that_no_release_knows(story: Story):
    (finding,) = drift_of(story, "sandbox-4").findings

    assert (finding.code, str(finding.subject)) == (Code.UNKNOWN, "payments.0003_gift_card")


def test_one_row_is_there_twice(story: Story):
    (finding,) = drift_of(story, "sandbox-5").findings

    assert (finding.code, str(finding.subject)) == (Code.DUPLICATE, "catalog.0003_product_slug")


def test_the_empty_database_has_no_table_and_everything_to_run(story: Story):
    drift = drift_of(story, "sandbox-6")

    assert drift.history.has_table is False
    assert drift.outcome.plan is not None
    assert len(drift.outcome.plan) == len(drift.release.migrations)


def test_the_database_that_is_gone_has_no_file(story: Story):
    environment = story.settings.projects[0].environment("sandbox-8")
    assert environment is not None

    with pytest.raises(CollectionError) as caught:
        collect.history(environment.databases[0].url)
    assert caught.value.cause is Cause.NO_FILE


def test_the_edit_is_a_commit_of_its_own(story: Story):
    shown = story.shop.git("show", "--format=%s", "v1.2~1", "--", "orders/migrations/0001_initial.py")

    assert shown.startswith("Number the first orders by the customer's unique id\n")
    assert '-    dependencies = [("users", "0001_initial")]\n' in shown
    assert '+    dependencies = [("users", "0010_add_unique_id_migration")]\n' in shown


def test_the_commits_are_the_same_on_every_machine(story: Story):
    assert {name: story.shop.commit(name)[:8] for name in COMMITS} == COMMITS


def test_the_manifests_name_their_commit(story: Story):
    for source in story.settings.projects[0].releases:
        assert sources.read(source.path).commit == story.shop.commit(source.label)


@pytest.mark.parametrize("name", CHECKOUTS)
def test_the_models_and_the_migrations_of_every_commit_agree(story: Story, name: str):
    process = story.shop.manage(name, "sqlite:///:memory:", "makemigrations", "--check", "--dry-run")

    assert (process.returncode, process.stdout) == (0, "No changes detected\n")


def test_what_is_built_is_told_line_by_line(story: Story):
    assert story.report_lines[0] == "the shop's repository, with the tags v1.0, v1.1, v1.2"
    assert "sandbox-3: migrate at v1.0, migrate at v1.1" in story.report_lines
    assert len(story.report_lines) == 2 + len(SANDBOXES)


def test_the_store_lies_in_the_folder_whatever_is_configured_around_it(story: Story):
    """The fixture builds it with DRIFTBOARD_DATABASE_URL set to something else."""
    assert story.settings.database_url.reveal() == f"sqlite:///{story.folder / 'driftboard.db'}"


def test_git_of_the_user_is_neither_asked_nor_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    configuration = tmp_path / "gitconfig"
    configuration.write_text("[user]\n\tname = Someone Else\n[core]\n\tautocrlf = true\n", encoding="utf-8")
    before = configuration.read_bytes()
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(configuration))
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    shop = Shop.create(tmp_path / "demo")

    assert shop.commit("v1.2")[:8] == COMMITS["v1.2"]
    assert configuration.read_bytes() == before


def test_without_git_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(DemoError, match="apt-get install git"):
        build(tmp_path / "demo")


def test_a_folder_that_is_not_empty_is_left_alone(tmp_path: Path):
    (tmp_path / "letter.txt").write_text("dear", encoding="utf-8")

    with pytest.raises(DemoError, match="not empty"):
        build(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


@pytest.fixture(scope="module")
def collected(
    story: Story, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Path, Settings, Store]]:
    """The demo's configuration over a store of its own, in which all of it is followed and collected."""
    url = f"sqlite:///{tmp_path_factory.mktemp('store')}/driftboard.db"
    config = story.folder / "another.toml"
    config.write_text((story.folder / "driftboard.toml").read_text().replace("sqlite:///driftboard.db", url))
    settings = replace(story.settings, database_url=Secret(url))
    (project,) = settings.projects
    with open_store(url) as store:
        add_all(store, settings, now=lambda: LATER)
        follow(store, project, now=lambda: LATER)
        collection.collect(store, project.slug, project.environments, now=lambda: LATER)
        yield config, settings, store
    config.unlink()


def ways(*words: object) -> dict[str, dict]:
    result = run("ways", *words, "--format", "json")
    assert result.exit_code == 0, result.stderr
    return {way["id"]: way for way in json.loads(result.stdout)["ways"]}


def test_the_commit_before_the_edit_is_found_in_the_store(
    story: Story, collected: tuple[Path, Settings, Store]
):
    found = ways("sandbox-3", "--config", collected[0])

    look, run = found["run-elsewhere"]["steps"]
    assert look["kind"] == "check"
    assert run == {
        "kind": "command",
        "text": COMMAND,
        "release": story.shop.commit("merge")[:12],
        "expect": "Django runs 1 migration: users.0010_add_unique_id_migration.",
    }
    assert found["run-elsewhere"]["after"] == {"verdict": "behind", "to_run": 4, "findings": []}
    assert found["take-edge-back"]["unblocks"] == ["qa-eu", "sandbox-7"]


def test_the_page_of_the_finding_and_its_twin_have_it(story: Story, collected: tuple[Path, Settings, Store]):
    _, settings, store = collected
    client = TestClient(create_app(settings, store, now=lambda: LATER))
    page = "/shop/environments/sandbox-3/findings/missing-dependency/orders.0001_initial"

    for suffix in ("", ".json"):
        answer = client.get(page + suffix)
        assert (answer.status_code, COMMAND in answer.text) == (200, True)
        assert story.shop.commit("merge")[:12] in answer.text


def test_a_repository_alone_has_it_too(story: Story):
    found = ways(
        story.folder / "releases" / "v1.2.json",
        f"sqlite:///{story.folder}/databases/sandbox-3.sqlite3",
        *("--repository", story.shop.repository, "--setting", "AUTH_USER_MODEL=users.User"),
    )

    assert found["run-elsewhere"]["steps"][-1]["release"] == story.shop.commit("merge")[:12]
