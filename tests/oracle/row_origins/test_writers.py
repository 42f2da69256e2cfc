"""Rows that another file of the name wrote, or another content of the file."""

from app.domain.findings import Code, Verdict
from app.domain.provenance import NO_KNOWLEDGE, Knowledge
from app.domain.runbook import entry_of
from tests.oracle.row_origins.things import SQUASH, SQUASHED, V1, V2, V3, V4, reasons
from tests.oracle.shop_story import Story, add, model, said, text


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
