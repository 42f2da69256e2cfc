"""What brought a finding, how it came about and where else it is: live, and loaded by a pinned page."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.config import ReleaseSource, RepositorySource
from app.domain.provenance.code_history import ChangedPart, ChangeKind
from app.domain.provenance.excerpt import Excerpt, ExcerptLine
from app.store import codehistory
from tests.web.conftest import BEHIND, BLOCKED, IN_STEP, SHOP
from tests.web.environment.finding.test_since import LIVE, pinned
from tests.web.environment.test_why import CODE, EDIT, UNIQUE_ID

PATH = "orders/migrations/0001_initial.py"
HOSTILE = "<script>alert(1)</script>"
LINES = Excerpt(
    9,
    (
        ExcerptLine(" ", "dependencies = ["),
        ExcerptLine("+", f'    ("users", "{HOSTILE}"),'),
        ExcerptLine("…"),
    ),
)


@pytest.fixture
def told(site):
    """One that is blocked, and the commits that led to it with the lines of the edit."""
    changes = tuple(
        replace(change, excerpt=LINES, path=PATH)
        if (change.part, change.kind) == (ChangedPart.DEPENDENCIES, ChangeKind.ADDED)
        else change
        for change in CODE.changes
    )
    with site.store.writing() as session:
        codehistory.add(session, "shop", replace(CODE, changes=changes), at=site.now)
    site.release(replace(SHOP, commit=EDIT.id))
    site.seen("sandbox-3", *BLOCKED)
    return site


def configured(site, **facts) -> None:
    site.project = replace(site.project, **facts)
    site._client = None


def test_the_commit_its_author_and_time_and_the_lines_of_the_diff_are_the_cause(told):
    cause = told.main(LIVE).one("dd", id="cause")

    assert cause.text.startswith(
        "Commit bbbbbbb by Tomas, 9 Jan 2026, 00:00 UTC, added the dependency on "
        "users.0010_add_unique_id_migration to orders.0001_initial, three days after sandbox-3 had recorded "
        "orders.0001_initial. Number orders"
    )
    diff = cause.one("div", **{"class": "diff"})
    assert PATH in diff.text
    assert [line.attributes.get("data-line", "") for line in diff.all("pre")] == ["", "added", "left-out"]
    assert HOSTILE in diff.text
    assert HOSTILE not in told.get(LIVE).text


def test_the_commit_leads_to_where_people_read_it(told):
    assert told.main(LIVE).one("dd", id="cause").all("a") == []
    configured(told, commit_url="https://git.example/shop/commit/{commit}")

    link = told.main(LIVE).one("dd", id="cause").one("a")

    assert (link.href, link.text) == (f"https://git.example/shop/commit/{EDIT.id}", "bbbbbbb")


def test_a_pinned_page_holds_none_of_it_and_loads_all_of_it_from_one_address(told):
    address = pinned(told)
    page = told.main(address)
    cause = page.one("dd", id="cause")

    assert "bbbbbbb" not in page.text
    assert cause.attributes["hx-get"] == cause.one("a").href == f"{address}/why"
    assert cause.attributes["hx-select-oob"] == "#story,#same-cause"
    assert [part.attributes["id"] for part in page.all("section") if "hidden" in part.attributes] == [
        "story",
        "same-cause",
    ]
    answer = told.get(f"{address}/why")
    later = told.main(f"{address}/why")
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "Commit bbbbbbb by Tomas" in later.one("dd", id="cause").text
    assert "How it came about" in later.one("section", id="story").text
    assert later.link("D101 orders.0001_initial").href == address


def test_the_story_is_told_in_order_and_marked_from_the_cause_on(told):
    moments = told.main(LIVE).one("section", id="story").all("li")

    assert [moment.text for moment in moments] == [
        "5 Jan 2026, 12:01 UTC orders.0001_initial was recorded.",
        f"9 Jan 2026, 00:00 UTC bbbbbbb added the dependency on {UNIQUE_ID} to orders.0001_initial.",
        "19 Jun 2026, 09:12 UTC sandbox-3 is looked at for the first time. Blocked.",
    ]
    assert ["data-marked" in moment.attributes for moment in moments] == [False, True, True]


def test_other_environments_with_it_are_links_and_the_rest_is_one_sentence(told):
    told.seen("sandbox-4", *BLOCKED)
    told.seen("sandbox-5", *IN_STEP)
    told.seen("sandbox-6", *BEHIND)

    part = told.main(LIVE).one("section", id="same-cause")

    assert [link.name for link in part.all("a")] == ["Blocked sandbox-4"]
    assert part.one("a").href == LIVE.replace("sandbox-3", "sandbox-4")
    assert part.text.endswith(
        "Of the other 2 environments with fresh data, 1 recorded users.0010_add_unique_id_migration and 1 did "
        "not run orders.0001_initial. None of them will be blocked by this."
    )


def test_who_else_has_it_and_what_unblocks_them_is_what_is_so_now(story):
    address = "/shop/environments/sandbox-1/findings/missing-dependency/orders.0001_initial"
    before = story.main(address)
    story.seen("sandbox-2", *IN_STEP)
    after = story.main(address)

    assert "sandbox-2" in before.one("section", id="same-cause").text
    assert "Unblocks sandbox-2 too." in before.by_id("way-take-edge-back").text
    assert "sandbox-2" not in after.one("section", id="same-cause").text
    assert "Unblocks" not in after.by_id("way-take-edge-back").text


def test_very_many_with_it_are_counted(told):
    for number in range(14):
        told.seen(f"more-{number:02}", *BLOCKED)

    part = told.main(LIVE).one("section", id="same-cause")

    assert len(part.all("a")) == 12
    assert "And 2 more." in part.text


def test_without_a_repository_it_is_said_what_to_add(site):
    site.release()
    site.seen("sandbox-3", *BLOCKED)

    cause = site.main(LIVE).one("dd", id="cause")

    assert (
        "Every release known here that has it also has this dependency. Which commit it was is not known."
        in cause.text
    )
    assert "[projects.shop.repository]" in cause.one("pre").text


def test_a_repository_that_does_not_tell_it_is_not_asked_for_again(site):
    configured(site, repository=RepositorySource(ReleaseSource("", Path("shop.git")), ("main",)))
    site.release()
    site.seen("sandbox-3", "users.0001_initial", "users.0010_add_unique_id_migration", "users.0002_odd")

    text = (
        site.main("/shop/environments/sandbox-3/findings/unknown/users.0002_odd").one("dd", id="cause").text
    )

    assert "driftboard.toml" not in text
    assert text.startswith("users.0002_odd: No release known here contains it")


def test_the_json_of_a_live_page_holds_it_and_that_of_a_pinned_one_says_where_it_is(told):
    told.seen("sandbox-4", *BLOCKED)
    live, address = told.get(f"{LIVE}.json").json(), pinned(told)
    fixed = told.get(f"{address}.json").json()

    (cause,) = live["cause"]
    assert (cause["commit"], cause["author"], cause["at"]) == ("bbbbbbb", "Tomas", "2026-01-09T00:00:00Z")
    assert cause["lines"] == [" dependencies = [", f'+    ("users", "{HOSTILE}"),', "…"]
    assert [moment["is_after"] for moment in live["story"]] == [False, True, True]
    assert live["same_cause"]["environments"] == ["sandbox-4"]
    assert "cause" not in fixed
    assert told.get(fixed["links"]["why"]).json() == {
        name: live[name] for name in ("cause", "story", "same_cause")
    }
    assert (fixed["since"], fixed["django"]) == (live["since"], live["django"])
    assert fixed["since"]["arrival"] == "first"
    assert fixed["django"]["messages"][0].endswith("on database 'default'.")
    assert told.get(fixed["links"]["now"]).json()["word"] == "Still blocked"


def test_of_a_pinned_finding_that_is_not_reported_there_is_no_cause_and_no_error(told):
    address = pinned(told).replace("orders.0001_initial", "users.0001_initial")

    assert "does not report this finding any more" in told.main(f"{address}/why").text
    assert told.get(f"{address}/why.json").status_code == 200
