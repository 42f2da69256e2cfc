"""`driftboard check` on what real repositories do: squashes, renamed apps, deleted files, odd names."""

import json

import pytest

from tests.cli.check_forms import commands
from tests.cli.command_line import run
from tests.sources.git.repositories import Made, needing

ONE, TWO, THREE = (f"shop/migrations/000{number}_x.py" for number in (1, 2, 3))
SQUASH = "shop/migrations/0001_squashed_0003.py"
REPLACES = "[('shop', '0001_x'), ('shop', '0002_x'), ('shop', '0003_x')]"


@pytest.fixture
def shop(tmp_path, monkeypatch) -> Made:
    """A shop of three migrations, at v1, as the present folder. `half.json` has two of its rows, `whole.json` all."""
    made = Made(tmp_path / "shop")
    made.commit("Shop", {ONE: needing(), TWO: needing("shop.0001_x"), THREE: needing("shop.0002_x")})
    made.git("tag", "v1")
    rows = [["shop", f"000{number}_x", "2026-05-01T11:58:00Z"] for number in (1, 2, 3)]
    (tmp_path / "half.json").write_text(json.dumps(rows[:2]))
    (tmp_path / "whole.json").write_text(json.dumps(rows))
    monkeypatch.chdir(made.root)
    return made


def asked(*words):
    result = run(
        "check",
        "HEAD",
        "../half.json",
        "../whole.json",
        "--base",
        "v1",
        "--django",
        "5.2",
        *words,
        "--format",
        "json",
    )
    document = json.loads(result.stdout)
    half, whole = document["environments"]
    return result.exit_code, half, whole


def test_a_candidate_that_equals_the_base(shop):
    code, half, whole = asked()

    assert code == 0
    assert (half["base"], half["candidate"], half["causes"]) == ("behind", "behind", [])
    assert (whole["base"], whole["candidate"], whole["causes"]) == ("in-step", "in-step", [])


def test_a_squash_whose_files_are_deleted_at_once(shop):
    squash = needing(replaces=REPLACES)
    made = shop.commit("Squash", {SQUASH: squash, ONE: None, TWO: None, THREE: None})
    code, half, whole = asked()

    assert code == 1
    assert (half["answer"], half["candidate"], whole["answer"]) == ("no", "drifted", "yes")
    (cause,) = half["causes"]
    assert (cause["kind"], cause["code"], cause["needs"]) == ("skipped", "D203", "shop.0003_x")
    line = next(number for number, text in enumerate(squash.split("\n"), 1) if "replaces" in text)
    assert (cause["path"], cause["line"], cause["commit"]) == (SQUASH, line, made)
    gone = [(edit["path"], edit["line"]) for edit in cause["edits"] if edit["kind"] == "removed"]
    assert gone == [(THREE, None)]


def test_a_squash_beside_its_files_harms_nobody(shop):
    shop.commit("Squash", {SQUASH: needing(replaces=REPLACES)})

    assert asked()[0] == 0


def test_a_squash_that_is_deleted_after_it_ran(shop, tmp_path):
    shop.commit(
        "Squash",
        {SQUASH: needing(replaces=REPLACES), "shop/migrations/0004_x.py": needing("shop.0001_squashed_0003")},
    )
    shop.git("tag", "v2")
    shop.commit("No squash", {SQUASH: None})
    rows = json.loads((tmp_path / "whole.json").read_text())
    more = [["shop", name, "2026-05-02T11:58:00Z"] for name in ("0001_squashed_0003", "0004_x")]
    (tmp_path / "squashed.json").write_text(json.dumps([*rows, *more]))

    result = run("check", "HEAD", "../squashed.json", "--base", "v2", "--django", "5.2", "--format", "json")

    (environment,) = json.loads(result.stdout)["environments"]
    cause = environment["causes"][0]
    assert result.exit_code == 1
    assert (environment["base"], environment["candidate"]) == ("in-step", "blocked")
    assert (cause["code"], cause["migration"], cause["needs"]) == (
        "D102",
        "shop.0004_x",
        "shop.0001_squashed_0003",
    )
    assert (cause["path"], cause["line"], cause["commit"]) == (SQUASH, None, shop.head)
    told = commands(
        run(
            "check", "HEAD", "../squashed.json", "--base", "v2", "--django", "5.2", "--format", "github"
        ).stdout
    )
    assert told[0][1]["file"] == "shop/migrations/0004_x.py"


def test_an_app_with_another_label_would_run_again(shop):
    for path in (ONE, TWO, THREE):
        (shop.root / path.replace("shop/", "store/")).parent.mkdir(parents=True, exist_ok=True)
        shop.git("mv", path, path.replace("shop/", "store/"))
    shop.git("rm", "-r", "--quiet", "shop")
    (shop.root / "store/migrations/__init__.py").touch()
    for path in (TWO, THREE):
        file = shop.root / path.replace("shop/", "store/")
        file.write_text(file.read_text().replace("'shop'", "'store'"))
    shop.commit("Rename", {})
    code, half, whole = asked()

    assert code == 1
    for environment in (half, whole):
        assert environment["causes"][0]["kind"] == "again"
        assert environment["causes"][0]["code"] == "D213"
    assert whole["causes"][0]["path"].startswith("store/migrations/")


def test_a_renamed_file_would_run_again(shop):
    renamed = "shop/migrations/0003_better.py"
    made = shop.commit("Rename", {THREE: None, renamed: (shop.root / THREE).read_text()})
    code, half, whole = asked()

    assert (code, half["answer"], whole["answer"]) == (1, "yes", "no")
    cause = whole["causes"][0]
    assert (cause["kind"], cause["code"], cause["needs"]) == ("again", "D212", "shop.0003_better")
    assert (cause["path"], cause["commit"]) == (renamed, made)


def test_two_leaves_of_two_branches_that_are_merged(shop):
    shop.git("switch", "--quiet", "--create", "one")
    shop.commit("One", {"shop/migrations/0004_one.py": needing("shop.0003_x")})
    shop.git("switch", "--quiet", "--create", "two", "v1")
    two = shop.commit("Two", {"shop/migrations/0004_two.py": needing("shop.0003_x")})
    shop.git("tag", "target", "one")
    shop.merge("one")
    result = run("check", "HEAD", "../whole.json", "--base", "target", "--django", "5.2", "--format", "json")
    (environment,) = json.loads(result.stdout)["environments"]
    (cause,) = environment["causes"]

    assert (result.exit_code, environment["candidate"]) == (1, "blocked")
    assert (cause["kind"], cause["migration"], cause["needs"]) == ("forked", "shop.0004_two", "shop.0004_one")
    assert (cause["path"], cause["commit"]) == ("shop/migrations/0004_two.py", two)


@pytest.mark.parametrize("app", ["bücher", "数据", "with_ünder"])
def test_names_of_other_scripts_stay_what_they_are(tmp_path, monkeypatch, app):
    made = Made(tmp_path / "a b 100%")
    path = f"{app}/migrations/0001_erste.py"
    made.commit("One", {path: needing(), "users/migrations/0001_u.py": needing()})
    made.git("tag", "v1")
    made.commit("Edit", {path: needing("users.0001_u")})
    (tmp_path / "rows.json").write_text(
        json.dumps([[app, "0001_erste", "2026-05-01T11:58:00Z"]]), encoding="utf-8"
    )
    monkeypatch.chdir(made.root)

    level, properties, message = commands(
        run(
            "check", "HEAD", f"{app}=../rows.json", "--base", "v1", "--django", "5.2", "--format", "github"
        ).stdout
    )[0]

    assert (level, properties["file"]) == ("error", path)
    assert f"({app}): {app}.0001_erste is applied" in message
