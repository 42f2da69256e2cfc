"""
Public reports of trouble, rebuilt small: a row is not the file, and where a row comes from decides what is said of it.

Each is a made-up project in a real repository, and a database that real Django migrated; what is said of it is held
against what Django does next.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.drift import Drift
from app.domain.findings import Code, Verdict
from app.domain.provenance import NO_KNOWLEDGE, Knowledge, explanation_of, indirect_explanation
from app.domain.runbook import Circumstances, entry_of
from app.domain.runbook.edges import edge_variant
from tests.oracle.shop_story import USER, Django, Story, add, model, said, text


@pytest.fixture(scope="module")
def django() -> Iterator[Django]:
    django = Django()
    yield django
    django.close()


@pytest.fixture
def story(tmp_path: Path, django: Django) -> Story:
    return Story(tmp_path, django)


SQUASH = "0001_initial_squashed_0003_more"
V1 = {
    "0001_initial": text([], model("Thing")),
    "0002_blah": text(["shop.0001_initial"], add("thing", "a")),
    "0003_more": text(["shop.0002_blah"], add("thing", "b")),
}
SQUASHED = text([], model("Thing", "a", "b"))
V2 = V1 | {SQUASH: text([], model("Thing", "a", "b"), replaces=[f"shop.{name}" for name in V1])}
V3 = {SQUASH: SQUASHED}
V4 = V3 | {"0002_blah": text([f"shop.{SQUASH}"], add("thing", "c"))}


def reasons(story: Story, label: str, **options) -> str:
    drift = story.drift(label, **options)
    explanation = explanation_of(story.knowledge, drift)
    return "\n".join(line for finding in drift.findings for line in explanation.sentences(finding))


def titles(drift: Drift) -> list[str]:
    """The ways out of the first finding."""
    circumstances = Circumstances(edge_variant(drift.release, drift.findings[0]))
    return [way.title for way in entry_of(drift.findings[0], circumstances).ways]


def columns(answer: dict, table: str) -> list[str]:
    return answer["schema"][table]


def test_a_new_file_with_the_name_of_a_squashed_one_never_runs(story: Story):
    for day, (label, files) in enumerate({"v1": V1, "v2": V2, "v3": V3, "v4": V4}.items()):
        story.commit(label, {"shop": files}, day=30 * day)
        answer = story.migrate(label, day=30 * day + 1)

    assert answer["error"] == ""
    assert columns(answer, "shop_thing") == ["a", "b", "id"], "Django skipped the file that adds c"
    fresh = story.migrate("v4", day=200, database="fresh")
    assert columns(fresh, "shop_thing") == ["a", "b", "c", "id"]
    drift = story.drift("v4")
    assert (drift.verdict, said(drift)[0]) == (Verdict.DRIFTED, f"D208 shop.0002_blah shop.{SQUASH}")
    told = reasons(story, "v4")
    assert "Its row is from 2 Jan 2025; this file exists since" in told
    assert "An earlier file of this name was removed in" in told
    assert "Had this file run, there would be what it does: AddField thing.c." in told
    assert Verdict.IN_STEP is story.drift("v4", database="fresh").verdict
    assert said(story.drift("v4", knowledge=NO_KNOWLEDGE))[-1] == f"D305 shop.0002_blah shop.{SQUASH}"


def test_what_is_advised_for_a_name_used_again_works(story: Story):
    for day, (label, files) in enumerate({"v1": V1, "v2": V2, "v3": V3, "v4": V4}.items()):
        story.commit(label, {"shop": files}, day=30 * day)
        story.migrate(label, day=30 * day + 1)
    delete, _migrate = entry_of(story.drift("v4").findings[0]).ways[0].commands

    story.execute(delete)
    answer = story.migrate("v4", "shop", "0002_blah", day=200)

    assert columns(answer, "shop_thing") == ["a", "b", "c", "id"]
    assert story.drift("v4").verdict is Verdict.IN_STEP


def test_the_name_of_a_migration_that_only_the_squash_recorded(story: Story):
    """The squash ran on a new database: it recorded the name that a new file has now."""
    replaced = [f"shop.{name}" for name in V1]
    squash = text([], model("Thing", "a", "b"), replaces=replaced)
    child = {"0004_d": text([f"shop.{SQUASH}"], add("thing", "d"))}
    story.commit("m", {"shop": {SQUASH: squash, **child}}, day=0)
    story.migrate("m", day=1)
    new = {"0002_blah": text(["shop.0004_d"], add("thing", "new"))}
    story.commit("f", {"shop": {SQUASH: SQUASHED, **child, **new}}, day=30)
    answer = story.migrate("f", day=31)

    assert columns(answer, "shop_thing") == ["a", "b", "d", "id"]
    assert said(story.drift("f"))[0] == f"D208 shop.0002_blah shop.{SQUASH}"
    without = story.drift("f", knowledge=NO_KNOWLEDGE)
    assert said(without)[-1] == "D305 shop.0002_blah shop.0004_d"
    assert not [finding for finding in without.findings if finding.code is Code.OUT_OF_ORDER]
    only_releases = Knowledge(releases=story.knowledge.releases)
    assert said(story.drift("f", knowledge=only_releases))[0] == f"D208 shop.0002_blah shop.{SQUASH}"


def test_a_first_migration_that_was_made_anew_under_its_name(story: Story):
    first = {
        "0001_initial": text([], model("Thing")),
        "0002_a": text(["shop.0001_initial"], add("thing", "a")),
        "0003_b": text(["shop.0002_a"], model("Extra")),
    }
    reset = {"0001_initial": text([], model("Thing", "a", "z"), model("Extra"), model("Added"))}
    story.commit("w1", {"shop": first}, day=0)
    story.migrate("w1", day=1)
    story.commit("w2", {"shop": reset}, day=30)
    answer = story.migrate("w2", day=31)

    assert "shop_added" not in answer["schema"]
    assert "D209 shop.0001_initial" in said(story.drift("w2"))
    assert "w1 held something else under this name:" in reasons(story, "w2")


def test_an_operation_added_to_a_released_file(story: Story):
    more = {
        "0001_initial": text([], model("Thing")),
        "0002_a": text(["shop.0001_initial"], add("thing", "a")),
    }
    story.commit("e1", {"shop": {"0001_initial": text([], model("Thing"))}}, day=0)
    story.migrate("e1", day=1)
    edited = more | {"0001_initial": text([], model("Thing"), model("Extra"))}
    story.commit("e2", {"shop": edited}, day=30)
    answer = story.migrate("e2", day=31)

    assert "shop_extra" not in answer["schema"]
    drift = story.drift("e2")
    assert (drift.verdict, said(drift)) == (Verdict.DRIFTED, ["D209 shop.0001_initial"])
    assert story.migrate("e2", day=32, database="new")["schema"]["shop_extra"] == ["id"]
    assert said(story.drift("e2", database="new")) == []


def test_an_environment_that_lagged_behind_ran_the_old_content(story: Story):
    """The row is younger than the edit, but the rows of that day are those of the older release."""
    story.commit("v1", {"shop": {"0001_initial": text([], model("Thing"))}}, day=0)
    edited = {"0001_initial": text([], model("Thing"), model("Extra"))}
    story.commit("v2", {"shop": edited | {"0002_a": text(["shop.0001_initial"], add("thing", "a"))}}, day=10)
    story.migrate("v1", day=20)
    story.migrate("v2", day=30)

    assert said(story.drift("v2")) == ["D209 shop.0001_initial"]


def test_nothing_is_said_where_only_the_way_back_was_added(story: Story):
    run = "migrations.RunPython(migrations.RunPython.noop{})"
    for day, way_back in enumerate(["", ", migrations.RunPython.noop"]):
        files = {
            "0001_initial": text([], model("Thing")),
            "0002_run": text(["shop.0001_initial"], run.format(way_back)),
        }
        story.commit(f"v{day}", {"shop": files}, day=day * 20)
        story.migrate(f"v{day}", day=day * 20 + 5)

    assert said(story.drift("v1")) == []


def test_a_file_that_came_back_unchanged_is_the_same_file(story: Story):
    """Somebody removed it, and somebody reverted that: its row is older than the file, and it is its row."""
    without = {name: content for name, content in V1.items() if name != "0003_more"}
    for day, files in enumerate([V1, without, V1]):
        story.commit(f"v{day}", {"shop": files}, day=30 * day)
        story.migrate(f"v{day}", day=30 * day + 1)

    assert said(story.drift("v2")) == []


OWN_NAME = {
    "v1": {
        "0001_initial": text([], model("A")),
        "0002_a": text(["shop.0001_initial"], add("a", "a")),
        "0003_b": text(["shop.0002_a"], add("a", "b")),
    },
}
BOTH = (add("a", "a"), add("a", "b"))
OWN_NAME["v2"] = OWN_NAME["v1"] | {
    "0002_release2": text(["shop.0001_initial"], *BOTH, replaces=["shop.0002_a", "shop.0003_b"])
}
OWN_NAME["v3"] = {
    "0001_initial": OWN_NAME["v1"]["0001_initial"],
    "0002_release2": text(["shop.0001_initial"], *BOTH),
    "0004_c": text(["shop.0002_release2"], add("a", "c")),
}


@pytest.mark.parametrize("releases_only", [False, True])
def test_the_residue_of_a_squash_with_a_name_of_its_own_is_no_trouble(story: Story, *, releases_only: bool):
    for day, (label, files) in enumerate(OWN_NAME.items()):
        story.commit(label, {"shop": files}, day=30 * day)
        answer = story.migrate(label, day=30 * day + 1)

    assert answer["error"] == ""
    knowledge = Knowledge(releases=story.knowledge.releases) if releases_only else story.knowledge
    drift = story.drift("v3", knowledge=knowledge)
    assert (drift.verdict, said(drift)) == (Verdict.IN_STEP, ["D304 shop.0002_a", "D304 shop.0003_b"])
    assert not any(
        "checkout" in command for f in drift.findings for w in entry_of(f).ways for command in w.commands
    )


def test_a_squash_that_this_database_has_no_row_of_would_run_again(story: Story):
    for day, (label, files) in enumerate(OWN_NAME.items()):
        story.commit(label, {"shop": files}, day=30 * day)
    story.migrate("v1", day=61)

    drift = story.drift("v3")
    assert said(drift) == ["D214 shop.0002_release2 shop.0002_a shop.0003_b"]
    (record,) = entry_of(drift.findings[0]).ways[1].commands
    (checkout, _migrate) = entry_of(drift.findings[0]).ways[0].commands
    assert checkout == "git checkout <that release>"
    story.migrate("v1", day=61, database="other")
    story.migrate("v2", "shop", "0002_release2", day=62, database="other")
    assert story.drift("v3", database="other").verdict is Verdict.BEHIND
    assert "duplicate column" in story.migrate("v3", day=63)["error"]
    story.execute(record)
    assert story.migrate("v3", day=64)["error"] == ""
    assert story.drift("v3").verdict is Verdict.IN_STEP


def test_a_squash_whose_child_is_recorded_blocks_and_the_rest_is_residue(story: Story):
    files = V1 | {"0004_d": text(["shop.0003_more"], add("thing", "d"))}
    story.commit("v1", {"shop": files}, day=0)
    story.migrate("v1", day=1)
    squash = text([], model("Thing", "a", "b"), replaces=[f"shop.{name}" for name in V1])
    child = {"0004_d": text([f"shop.{SQUASH}"], add("thing", "d"))}
    story.commit("v2", {"shop": {SQUASH: squash, **child}}, day=20)
    story.commit("v3", {"shop": {SQUASH: SQUASHED, **child}}, day=30)

    drift = story.drift("v3")
    assert drift.verdict is Verdict.BLOCKED
    assert said(drift) == [f"D101 shop.0004_d shop.{SQUASH}", *(f"D304 shop.{name}" for name in V1)]


def test_a_rename_by_a_squash_of_one_leaves_nothing_to_do(story: Story):
    first = {"0001_initial": text([], model("A"))}
    good = ["shop.0001_initial"]
    versions = {
        "v1": first | {"0002_bad_name": text(good, add("a", "a"))},
        "v2": first | {"0002_good": text(good, add("a", "a"), replaces=["shop.0002_bad_name"])},
        "v3": first | {"0002_good": text(good, add("a", "a"))},
    }
    for day, (label, files) in enumerate(versions.items()):
        story.commit(label, {"shop": files}, day=30 * day)
        story.migrate(label, day=30 * day + 1)

    assert (story.drift("v3").verdict, said(story.drift("v3"))) == (
        Verdict.IN_STEP,
        ["D304 shop.0002_bad_name"],
    )


@pytest.fixture
def renamed(story: Story) -> Story:
    v1 = {"0001_initial": text([], model("Act")), "0002_old": text(["shop.0001_initial"], add("act", "a"))}
    v2 = {"0001_initial": v1["0001_initial"], "0002_new": v1["0002_old"]}
    story.commit("v1", {"shop": v1}, day=0)
    story.migrate("v1", day=1)
    story.commit("v2", {"shop": v2}, day=30)
    return story


@pytest.mark.parametrize("releases_only", [False, True])
def test_a_renamed_migration_would_run_again(renamed: Story, *, releases_only: bool):
    knowledge = Knowledge(releases=renamed.knowledge.releases) if releases_only else renamed.knowledge
    drift = renamed.drift("v2", knowledge=knowledge)

    assert said(drift) == ["D212 shop.0002_old shop.0002_new"]
    assert "duplicate column" in renamed.migrate("v2", day=31)["error"]


@pytest.mark.parametrize("way", [0, 1])
def test_what_is_advised_for_a_renamed_migration_works(renamed: Story, way: int):
    (statement,) = entry_of(renamed.drift("v2").findings[0]).ways[way].commands
    renamed.execute(statement)

    answer = renamed.migrate("v2", day=31)

    assert answer["error"] == ""
    drift = renamed.drift("v2")
    assert (drift.verdict, said(drift)) == (Verdict.IN_STEP, ["D306 shop.0002_old shop.0002_new"] * way)


def test_a_renamed_migration_in_the_middle_blocks_and_the_row_is_told(story: Story):
    v1 = {
        "0001_initial": text([], model("Act")),
        "0002_old": text(["shop.0001_initial"], add("act", "a")),
        "0003_next": text(["shop.0002_old"], add("act", "b")),
    }
    v2 = {
        "0001_initial": v1["0001_initial"],
        "0002_new": v1["0002_old"],
        "0003_next": text(["shop.0002_new"], add("act", "b")),
    }
    story.commit("v1", {"shop": v1}, day=0)
    story.migrate("v1", day=1)
    story.commit("v2", {"shop": v2}, day=30)

    drift = story.drift("v2")
    assert said(drift) == ["D101 shop.0003_next shop.0002_new", "D212 shop.0002_old shop.0002_new"]
    story.execute(entry_of(drift.findings[1]).ways[0].commands[0])
    assert story.migrate("v2", day=31)["error"] == ""
    assert story.drift("v2").verdict is Verdict.IN_STEP


def app(label: str) -> dict[str, str]:
    return {
        "0001_initial": text([], model("Thing", table="things")),
        "0002_more": text([f"{label}.0001_initial"], add("thing", "a")),
    }


@pytest.mark.parametrize("knows", [False, True])
def test_an_app_with_a_new_label_meets_its_own_tables(story: Story, *, knows: bool):
    story.commit("v1", {"old": app("old")}, day=0)
    story.migrate("v1", day=1)
    story.commit("v2", {"new": app("new")}, day=30)
    knowledge = story.knowledge if knows else NO_KNOWLEDGE

    drift = story.drift("v2", knowledge=knowledge)
    assert said(drift) == ["D213 new.0001_initial old.0001_initial old.0002_more"]
    assert drift.verdict is Verdict.DRIFTED
    assert "already exists" in story.migrate("v2", day=31)["error"]
    (update,) = entry_of(drift.findings[0]).ways[0].commands
    story.execute(update)
    assert story.migrate("v2", day=32)["error"] == ""
    assert story.drift("v2").verdict is Verdict.IN_STEP


def test_the_label_of_an_app_with_one_migration_needs_the_history_of_the_code(story: Story):
    """Every app has a 0001_initial: the name alone proves nothing."""
    for day, label in enumerate(["old", "new"]):
        story.commit(label, {label: {"0001_initial": app(label)["0001_initial"]}}, day=30 * day)
    story.migrate("old", day=1)

    assert said(story.drift("new", knowledge=NO_KNOWLEDGE)) == ["D303 old.0001_initial"]
    assert said(story.drift("new")) == ["D213 new.0001_initial old.0001_initial"]


@pytest.mark.parametrize("releases_only", [False, True])
def test_rows_of_a_newer_release_are_told_as_such(story: Story, *, releases_only: bool):
    story.commit("v1", {"shop": {"0001_initial": V1["0001_initial"]}}, day=0)
    story.commit("v2", {"shop": V1}, day=10)
    story.migrate("v2", day=11)
    knowledge = Knowledge(releases=story.knowledge.releases) if releases_only else story.knowledge

    drift = story.drift("v1", knowledge=knowledge)
    assert said(drift) == ["D215 shop.0002_blah", "D215 shop.0003_more"]
    assert "v2 has it, a newer release" in "\n".join(
        explanation_of(knowledge, drift).sentences(drift.findings[0])
    )
    assert story.migrate("v1", day=12)["error"] == ""


def test_a_row_of_a_branch_stays_unknown(story: Story):
    story.commit("v1", {"shop": {"0001_initial": V1["0001_initial"]}}, day=0)
    story.repository.git("switch", "--quiet", "--create", "side")
    story.commit("trial", {"shop": V1}, day=10)
    story.migrate("trial", day=11)
    story.repository.git("switch", "--quiet", "main")
    story.commit("v2", {"shop": V1 | {"0002_blah": V1["0002_blah"].replace("'a'", "'x'")}}, day=20)
    only_first = {"0001_initial": V1["0001_initial"]}
    story.commit("v3", {"shop": only_first}, day=30)

    assert [finding.code for finding in story.drift("v3").findings] == [Code.UNKNOWN, Code.UNKNOWN]
    assert "D209 shop.0002_blah" in said(story.drift("v2"))


def test_what_latest_stood_for_before_and_what_changed_it(story: Story):
    first = {"0001_initial": text([], model("T"))}
    cms = {
        "0001_initial": text([], model("Page")),
        "0002_structure": text(["cms.0001_initial", "ctyp.__latest__"], add("page", "x")),
    }
    story.commit("v1", {"ctyp": first, "cms": cms}, day=0)
    story.migrate("v1", day=1)
    more = first | {"0002_drop_name": text(["ctyp.0001_initial"], add("t", "f"))}
    story.commit("v2", {"ctyp": more, "cms": cms}, day=30)

    assert "InconsistentMigrationHistory" in story.migrate("v2", day=31)["error"]
    told = reasons(story, "v2")
    assert (
        "by ctyp.__latest__: it is the last migration of ctyp here; in v1 that was ctyp.0001_initial" in told
    )
    assert "ctyp.0002_drop_name came in" in told
    assert "since it was added" not in told
    drift = story.drift("v2", knowledge=NO_KNOWLEDGE)
    assert "by ctyp.__latest__" in "\n".join(indirect_explanation(drift).sentences(drift.findings[0]))
    assert titles(drift) == [
        "Record the row by hand",
        "Name a migration in the file, in place of __first__ or __latest__",
        "Restore",
    ]
    pinned = cms | {"0002_structure": text(["cms.0001_initial", "ctyp.0001_initial"], add("page", "x"))}
    story.commit("v3", {"ctyp": more, "cms": pinned}, day=40)
    assert story.migrate("v3", day=41)["error"] == ""


def test_a_user_model_that_was_swapped_is_told_by_the_setting(story: Story):
    user = {"0001_initial": text([], model("User"))}
    shop = {"0001_initial": text([USER], model("Order"))}
    story.commit("v1", {"auth": user, "shop": shop}, day=0, user_model="auth.User")
    story.migrate("v1", day=1)
    apps = {"auth": user, "shop": shop, "accounts": user}
    story.commit("v2", apps, day=30, user_model="accounts.User")

    assert "InconsistentMigrationHistory" in story.migrate("v2", day=31)["error"]
    told = reasons(story, "v2")
    assert "needs accounts.0001_initial by the setting AUTH_USER_MODEL, which is accounts.User here" in told
    assert "In v1 it was auth.User and stood for auth.0001_initial; v2 is the first known release" in told
    drift = story.drift("v2", knowledge=NO_KNOWLEDGE)
    assert "by the setting AUTH_USER_MODEL" in "\n".join(
        indirect_explanation(drift).sentences(drift.findings[0])
    )
    assert titles(drift) == ["Record the row by hand", "Set the setting back", "Restore"]
    story.execute(entry_of(drift.findings[0]).ways[0].commands[0])
    assert story.migrate("v2", day=32)["error"] == ""


def test_a_dependency_on_a_setting_that_a_later_commit_added_has_that_commit(story: Story):
    user = {"0001_initial": text([], model("User"))}
    for day, needs in enumerate([[], [USER]]):
        shop = {"0001_initial": text(needs, model("Order"))}
        story.commit(f"v{day}", {"shop": shop, "accounts": user}, day=30 * day, user_model="accounts.User")
        if not needs:
            story.migrate("v0", "shop", day=1)

    assert "v1 added this dependency in" in reasons(story, "v1")
