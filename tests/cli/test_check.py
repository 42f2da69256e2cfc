"""`driftboard check`: whom a release would harm."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from app.domain import manifest
from app.domain.failure import Cause
from app.domain.release import Release
from app.sources.git import Repository
from app.sources.options import ReadingOptions
from app.store import failures, releases, snapshots
from app.store.engine import open_store
from tests.build import history, release
from tests.cli.command_line import run

UNIQUE_ID = "users.0010_add_unique_id_migration"
ORDERS = "orders/migrations/0001_initial.py"


@pytest.fixture
def shop(edited, monkeypatch):
    """The repository of the fixture, as the present folder, at v2."""
    monkeypatch.chdir(edited.root)
    return edited


@pytest.fixture
def stored(shop, story):
    """A configuration beside the repository: environments on v1; one was never seen, one not lately."""
    config = story / "driftboard.toml"
    config.write_text(
        'database = "sqlite:///shop.db"\n[projects.shop]\nrelease = "v1"\n'
        "[projects.shop.repository]\npath = 'shop'\nfollow = ['main']\n"
        + "".join(
            f"[projects.shop.environments.{name}]\ndatabase = 'sqlite:///{name}.sqlite3'\n"
            for name in ("fine", "old", "sandbox-3", "unseen")
        )
    )
    store = open_store(f"sqlite:///{story / 'shop.db'}")
    v1 = at(shop, "v1")
    now = datetime.now(UTC)
    with store.writing() as session:
        releases.add(session, "shop", v1, label="v1", at=now)
        for name, rows in (
            ("sandbox-3", ("users.0001_initial", "orders.0001_initial")),
            ("fine", ("users.0001_initial", UNIQUE_ID, "orders.0001_initial")),
            ("old", ("users.0001_initial", UNIQUE_ID, "orders.0001_initial")),
        ):
            snapshots.add(session, "shop", name, history(*rows), at=now - timedelta(hours=name == "old"))
    store.close()
    return config


def at(shop, ref: str) -> Release:
    with Repository(shop.root) as repository:
        return repository.release(ref, ReadingOptions())


def asked(*words, **more):
    result = run("check", *words, "--format", "json", **more)
    assert result.exit_code in (0, 1, 2), result.output
    return result.exit_code, json.loads(result.stdout)


def test_what_is_checked_out_is_held_against_what_runs_in_each_environment(shop, stored):
    code, document = asked("--config", stored, "--environment", "sandbox-3", "--environment", "fine")

    assert code == 1
    assert document["format"] == "driftboard-check/1"
    assert document["answer"] == "no"
    fine, blocked = document["environments"]
    assert (fine["environment"], fine["candidate"], fine["causes"]) == ("fine", "in-step", [])
    assert (blocked["environment"], blocked["base"], blocked["candidate"]) == (
        "sandbox-3",
        "in-step",
        "blocked",
    )
    (cause,) = blocked["causes"]
    assert {name: cause[name] for name in ("code", "migration", "needs", "path", "line", "commit")} == {
        "code": "D101",
        "migration": "orders.0001_initial",
        "needs": UNIQUE_ID,
        "path": ORDERS,
        "line": (shop.root / ORDERS).read_text().split("\n").index(line_of(shop)) + 1,
        "commit": shop.git("rev-parse", "v2"),
    }


def line_of(shop) -> str:
    return next(line for line in (shop.root / ORDERS).read_text().split("\n") if "0010" in line)


def test_an_environment_that_was_never_seen_is_never_a_yes(shop, stored):
    code, document = asked("--config", stored, "--environment", "unseen", "--environment", "fine")

    assert (code, document["answer"]) == (2, "unknown")
    unseen = document["environments"][1]
    assert (unseen["base"], unseen["candidate"], unseen["answer"]) == ("unseen", "unseen", "unknown")
    assert unseen["reason"] == "It was never seen: driftboard collect reads its history."


def test_an_old_history_can_say_no_and_not_yes(shop, stored, story):
    now = datetime.now(UTC) + timedelta(hours=1)
    store = open_store(f"sqlite:///{story / 'shop.db'}")
    with store.writing() as session:
        failures.add(session, "shop", "fine", Cause.NOT_LISTENING, at=now)
    store.close()

    code, document = asked("--config", stored, "--environment", "fine")

    assert (code, document["answer"]) == (2, "unknown")
    assert "and cannot be seen since: nothing listens at the host" in document["environments"][0]["reason"]
    assert asked("--config", stored, "--environment", "fine", "--any-age")[0] == 0
    code, document = asked("--config", stored, "--environment", "old")
    assert code == 2
    assert (
        ", and that is too long ago. With --any-age it counts all the same."
        in document["environments"][0]["reason"]
    )


def test_all_is_every_environment(shop, stored):
    assert asked("--config", stored, "--all") == asked("--config", stored)
    assert asked("--config", stored, "--release", "v2", "--all")[1]["answer"] == "no"


def test_a_label_a_ref_a_directory_and_a_manifest_can_be_asked_about(shop, stored, story):
    one = ("--config", stored, "--environment", "sandbox-3")

    assert asked(*one, "--release", "v1")[0] == 0
    assert asked(*one, "--release", "v2")[0] == 1
    assert asked(*one, "--release", "v2~1")[0] == 0
    assert asked(*one, "--release", ".")[0] == 1
    assert asked(*one, "--release", story / "release.json")[0] == 1
    (shop.root / ORDERS).write_text(
        (shop.root / ORDERS).read_text().replace("0010_add_unique_id_migration", "0001_initial")
    )
    assert asked(*one, "--release", ".")[0] == 0
    assert asked(*one)[0] == 1


def test_a_base_takes_the_place_of_what_runs(shop, stored):
    code, document = asked("--config", stored, "--environment", "sandbox-3", "--base", "v2")

    assert (code, document["answer"]) == (0, "yes")
    assert document["environments"][0]["already"] == [
        {"code": "D101", "subject": "orders.0001_initial", "related": [UNIQUE_ID]}
    ]
    assert document["environments"][0]["base_release"] == "v2"


def test_where_nobody_says_what_runs_the_newest_release_but_the_candidate_is_the_base(shop, stored, story):
    stored.write_text(stored.read_text().replace('release = "v1"\n', ""))
    assert asked("--config", stored, "--environment", "sandbox-3")[1]["environments"][0]["base"] == "in-step"
    store = open_store(f"sqlite:///{story / 'shop.db'}")
    with store.writing() as session:
        v2 = at(shop, "v2")
        releases.add(session, "shop", v2, label="v2", at=datetime.now(UTC))
    store.close()

    code, document = asked("--config", stored, "--environment", "sandbox-3", "--release", "v2")

    assert (code, document["environments"][0]["base_release"]) == (1, "v1")


def test_without_configuration_histories_are_named(story, monkeypatch):
    monkeypatch.chdir(story)
    base = release("users: 0001_initial < 0010_add_unique_id_migration", "orders: 0001_initial", label="v1.1")
    (story / "base.json").write_text(manifest.dumps(base))
    words = ("release.json", "sandbox-3=blocked.json", "whole.json")

    code, document = asked(*words, "--base", "base.json")
    told = {each["environment"]: (each["base"], each["candidate"]) for each in document["environments"]}
    assert code == 1
    assert told == {"sandbox-3": ("behind", "blocked"), "whole": ("in-step", "in-step")}
    code, document = asked(*words)
    assert code == 1
    assert document["environments"][0]["base"] == "not-judged"
    assert document["environments"][0]["causes"][0]["code"] == "D101"
    assert asked("release.json", "whole.json", "whole.json")[1]["environments"][1]["environment"] == "whole-2"
    assert asked(*words, "--environment", "whole")[0] == 0


def test_a_history_that_cannot_be_read_is_unknown_and_its_url_is_not_printed(story, monkeypatch):
    monkeypatch.chdir(story)
    url = "postgresql://reader:hunter2@localhost:1/shop"

    result = run("check", "release.json", "whole.json", url, "nothing.json", "--format", "json")

    assert result.exit_code == 2
    assert "hunter2" not in result.output
    reasons = {each["environment"]: each["reason"] for each in json.loads(result.stdout)["environments"]}
    assert reasons["whole"] == ""
    assert "nothing listens" in reasons["shop"]
    assert "no such file" in reasons["nothing"]


def test_warn_only_exits_with_0_whatever_the_answer_is(story, monkeypatch):
    monkeypatch.chdir(story)

    assert run("check", "release.json", "blocked.json", "--warn-only").exit_code == 0
    assert run("check", "release.json", "nothing.json", "--warn-only").exit_code == 0
    assert run("check", "nothing-at-all.json", "blocked.json", "--warn-only").exit_code == 2


def test_what_is_asked_wrongly_exits_with_2_and_a_sentence(shop, stored, story):
    config = ("--config", stored)
    (story / "odd.json").write_text("{}")
    for words, sentence in (
        (
            ("--format", "xml", *config),
            "A form is one of text, json, markdown, github, gitlab, junit and sarif, not xml.",
        ),
        (("--report", "sarif", *config), "--report looks like sarif=driftboard.sarif, not sarif."),
        (("--report", "odd=file", *config), "A form is one of"),
        (("v1", "--release", "v1", *config), "Name the release once"),
        (("--all", "--environment", "fine", *config), "--all is every environment"),
        (
            ("--environment", "nope", *config),
            "There is no environment nope in shop: fine, old, sandbox-3 and unseen.",
        ),
        (("--release", "v9", *config), "shop has no commit, branch or tag v9."),
        (("--base", "v9", *config), "shop has no commit, branch or tag v9."),
        (("--release", story / "odd.json", *config), "odd.json: format: must be"),
        (
            ("--config", "none.toml"),
            "There is no none.toml here. Name histories after the release, or a --dashboard",
        ),
        (
            (story / "release.json", story / "whole.json", "--environment", "x"),
            "No history is named x; there are whole.",
        ),
        (
            ("--report", f"json={story}/none/x.json", *config),
            "could not be written: No such file or directory.",
        ),
    ):
        result = run("check", *words)
        assert (result.exit_code, sentence in " ".join(result.output.split())) == (2, True), result.output


def test_a_word_that_is_nothing_is_said_where_there_is_no_repository(story, monkeypatch):
    monkeypatch.chdir(story)
    result = run("check", "v9", "blocked.json")

    assert result.exit_code == 2
    assert "v9 is no label that is known and no path, and this folder is no Git repository." in " ".join(
        result.output.split()
    )


def test_a_folder_without_a_repository_is_read_itself(shop, story, monkeypatch, tmp_path_factory):
    copy = tmp_path_factory.mktemp("copy")
    for path in shop.root.rglob("*.py"):
        (copy / path.relative_to(shop.root)).parent.mkdir(parents=True, exist_ok=True)
        (copy / path.relative_to(shop.root)).write_bytes(path.read_bytes())
    monkeypatch.chdir(copy)
    code, document = asked(".", story / "blocked.json")

    assert code == 1
    (cause,) = document["environments"][0]["causes"]
    assert (cause["path"], cause["commit"]) == (ORDERS, None)
    assert cause["line"] is not None


def test_the_paths_of_a_folder_of_the_repository_are_those_of_the_checkout(shop, story):
    (shop.root / "backend").mkdir()
    for app in ("orders", "users"):
        (shop.root / app).rename(shop.root / "backend" / app)
    shop.commit("Backend", {})

    for words in (("HEAD", "--folder", "backend"), ("backend/",)):
        code, document = asked(words[0], story / "blocked.json", *words[1:])
        (cause,) = document["environments"][0]["causes"]
        assert (code, cause["path"]) == (1, f"backend/{ORDERS}")
        assert cause["commit"] is not None


def test_a_shallow_clone_names_no_commit_and_says_so(shop, story, tmp_path, monkeypatch):
    clone = tmp_path / "clone"
    shop.git("clone", "--quiet", "--depth", "1", f"file://{shop.root}", str(clone))
    monkeypatch.chdir(clone)

    result = run("check", "HEAD", story / "blocked.json", "--format", "json")

    (cause,) = json.loads(result.stdout)["environments"][0]["causes"]
    assert (result.exit_code, cause["commit"]) == (1, None)
    assert cause["line"] is not None
    assert "fetch-depth: 0" in result.stderr
    result = run("check", "v1", story / "blocked.json")
    assert result.exit_code == 2
    assert "the clone is shallow" in " ".join(result.stderr.split())


def test_a_merge_of_a_pull_request_names_the_commit_of_its_branch(shop, story, tmp_path, monkeypatch):
    """CI checks out a merge of the branch into its target, with a detached head."""
    shop.git("switch", "--quiet", "--create", "target", "v1")
    shop.commit("Beside", {"catalog/migrations/0001_initial.py": (shop.root / ORDERS).read_text()})
    shop.git("switch", "--quiet", "--detach")
    merge = shop.merge("v2")

    code, document = asked("HEAD", story / "blocked.json")

    assert code == 1
    assert document["release"]["commit"] == merge
    assert document["environments"][0]["causes"][0]["commit"] == shop.git("rev-parse", "v2")


def test_an_unreadable_file_makes_the_answer_unknown(shop, story):
    shop.commit("Odd", {"users/migrations/0099_odd.py": "class Migration(\n"})
    (story / "fresh.json").write_text("[]")
    code, document = asked("HEAD", story / "fresh.json")

    assert (code, document["answer"]) == (2, "unknown")
    assert "users/migrations/0099_odd.py" in document["environments"][0]["reason"]
