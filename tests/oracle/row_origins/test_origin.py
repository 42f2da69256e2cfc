"""Rows without a file: replaced by a squash, renamed, relabelled, of a newer release, of a branch."""

import pytest

from app.domain.findings import Code, Verdict
from app.domain.provenance import NO_KNOWLEDGE, Knowledge
from app.domain.runbook import entry_of
from tests.oracle.row_origins.things import SQUASH, SQUASHED, V1
from tests.oracle.shop_story import Story, add, model, said, text

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
    assert (drift.verdict, said(drift)) == (Verdict.AHEAD, [])
    assert [str(lead) for lead in drift.leads] == ["all 2 migrations that v2 adds"]
    assert story.migrate("v1", day=12)["error"] == ""


def test_a_row_of_a_branch_stays_unknown(story: Story):
    story.commit("v1", {"shop": {"0001_initial": V1["0001_initial"]}}, day=0)
    story.switch("side")
    story.commit("trial", {"shop": V1}, day=10)
    story.migrate("trial", day=11)
    story.switch("main")
    story.commit("v2", {"shop": V1 | {"0002_blah": V1["0002_blah"].replace("'a'", "'x'")}}, day=20)
    only_first = {"0001_initial": V1["0001_initial"]}
    story.commit("v3", {"shop": only_first}, day=30)

    assert [finding.code for finding in story.drift("v3").findings] == [Code.UNKNOWN, Code.UNKNOWN]
    assert "D209 shop.0002_blah" in said(story.drift("v2"))
