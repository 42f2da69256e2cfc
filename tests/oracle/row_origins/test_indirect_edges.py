"""What `__first__`, `__latest__` and a setting stood for before, and what changed that."""

from app.domain.drift import Drift
from app.domain.provenance import NO_KNOWLEDGE, indirect_explanation
from app.domain.runbook import Circumstances, entry_of
from app.domain.runbook.edges import edge_variant
from tests.oracle.row_origins.things import reasons
from tests.oracle.shop_story import USER, Story, add, model, text


def titles(drift: Drift) -> list[str]:
    """The ways out of the first finding."""
    circumstances = Circumstances(edge_variant(drift.release, drift.findings[0]))
    return [way.title for way in entry_of(drift.findings[0], circumstances).ways]


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
        "Restore a backup",
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
    assert titles(drift) == ["Record the row by hand", "Set the setting back", "Restore a backup"]
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
