"""The fleet page and its JSON."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event

from app.domain.failure import Cause
from app.domain.findings import Verdict
from app.domain.release import Release, Unreadable
from tests import build
from tests.web.conftest import BEHIND, BLOCKED, DRIFTED, IN_STEP, SHOP


def rows(main):
    return [row for row in main.by_role("listitem") if "environment-row" in row.attributes.get("class", "")]


@pytest.mark.acceptance(1)
def test_the_sentence_counts_the_blocked_and_names_the_one_cause(story):
    main = story.main("/shop")

    assert [h1.text for h1 in main.all("h1")] == ["2 of 6 environments are blocked, all by one missing row."]


@pytest.mark.acceptance(2)
def test_the_strip_has_a_named_link_for_each_environment_worst_first(story):
    strip = story.main("/shop").by_id("verdict-strip").by_role("list") or story.main("/shop").by_id(
        "verdict-strip"
    ).all("ul")

    assert [link.name for link in strip[0].by_role("link")] == [
        "sandbox-1: blocked",
        "sandbox-2: blocked",
        "sandbox-4: drifted",
        "sandbox-3: behind",
        "sandbox-6: unseen",
        "sandbox-5: in step",
    ]


@pytest.mark.acceptance(3)
def test_one_cause_is_one_card_and_rows_say_what_is_particular(story):
    group = story.main("/shop").by_id("group-blocked")

    assert (
        "orders.0001_initial is applied, but users.0010_add_unique_id_migration, which it depends on, is not."
        in group.text
    )
    assert group.text.count("users.0010_add_unique_id_migration") == 1
    assert group.text.count("Recorded 5 Jan 2026, 12:01 UTC, row 2 of 3.") == 2
    assert "2 environments" in group.text


def test_each_verdict_has_its_sentence(story):
    text = story.main("/shop").text

    assert "orders.0003_wip is recorded, but this release has no such migration." in text
    assert "2 migrations to run." in text


def test_an_environment_that_cannot_be_reached_is_unseen_and_says_what_it_was(story):
    group = story.main("/shop").by_id("group-unseen")

    assert "Not seen for 4 min: the database could not be reached. In step when last seen." in group.text


@pytest.mark.acceptance(6)
def test_an_environment_past_its_limit_is_unseen_without_any_failure(site):
    site.release()
    site.environments("slow", stale_after=timedelta(hours=1))
    site.seen("slow", *IN_STEP, ago=timedelta(hours=1, minutes=1))

    assert (
        "Not collected for 1 h 1 min. In step when last seen."
        in site.main("/shop").by_id("group-unseen").text
    )


def test_an_environment_that_was_never_seen_says_why(site):
    site.release()
    site.seen("a", *IN_STEP)
    site.failed("b", Cause.FORBIDDEN)
    site.environments("c")

    text = site.main("/shop").by_id("group-unseen").text

    assert "Never seen: no permission to read django_migrations." in text
    assert "Not collected yet." in text


def test_an_environment_whose_release_cannot_be_read_is_not_judged_and_never_unseen(site):
    site.release(replace(SHOP, unreadable=(Unreadable("orders/migrations/0003.py", 3, "not a literal"),)))
    site.seen("a", *IN_STEP)
    main = site.main("/shop")
    group = main.by_id("group-not-judged")
    reason = "1 place in the source of v1.2 could not be read."

    assert [h1.text for h1 in main.all("h1")] == [f"The environment cannot be judged: {reason}"]
    assert "seen, but the release is not known, or could not be read whole" in group.text
    assert f"This cannot be judged: {reason}" in group.text
    assert "not readable" in main.by_id("verdict-strip").text
    assert [
        bar.attributes["title"]
        for bar in group.all("span")
        if "app-barcode" in bar.attributes.get("class", "")
    ] == ["not readable"]
    assert [part for part in main.walk() if part.attributes.get("id") == "group-unseen"] == []
    assert "no fresh data" not in main.by_id("group-not-judged").text

    content = site.get("/shop.json").json()
    assert content["counts"]["not-judged"] == 1
    assert content["counts"]["unseen"] == 0
    assert content["environments"][0]["verdict"] == "not-judged"
    assert content["environments"][0]["pending"] is None
    assert content["sentence"] == f"The environment cannot be judged: {reason}"


def test_all_unseen_says_since_when_what_was_blocked_then_and_why(site):
    site.release()
    site.seen("a", *IN_STEP, ago=timedelta(hours=3))
    site.seen("b", *BLOCKED, ago=timedelta(hours=2))
    site.failed("a", Cause.NOT_LISTENING)
    site.failed("b", Cause.NOT_LISTENING)

    main = site.main("/shop")

    sentence = "None of the 2 environments has been read since 19 Jun 2026, 07:14 UTC. 1 was blocked then."
    assert main.one("h1").text == sentence
    assert "Nothing listens at the host and port of the URL (2 of 2). Start the server" in main.text


def test_one_way_steps_are_named(site):
    one_way = SHOP.migrations[build.key("orders.0001_initial")]
    from dataclasses import replace

    from app.domain.release import Operation

    changed = replace(one_way, operations=(Operation("RunPython", None, reversible=False),))
    others = [migration for migration in SHOP.migrations.values() if migration.key != one_way.key]
    site.release(Release.of([*others, changed]))
    site.seen("a", *BEHIND)

    assert "2 migrations to run, 1 irreversible: orders.0001_initial" in site.main("/shop").text


def test_an_empty_database_says_so(site):
    site.release()
    site.seen("fresh", table=False)

    assert (
        "no django_migrations table: nothing is applied. Django would run all 4 migrations."
        in site.main("/shop").text
    )


def test_no_environment_yet_gives_the_steps(site):
    main = site.main("/shop")

    assert main.one("h1").text == "No release is known for The shop."
    site.release()
    main = site.main("/shop")
    assert main.one("h1").text == "No environment yet."
    assert "GRANT SELECT ON django_migrations" in main.text


def test_no_release_says_how_to_add_one_and_still_lists_the_rows(site):
    site.seen("sandbox-1", *BLOCKED)

    main = site.main("/shop")

    assert main.one("h1").text == "No release is known for The shop."
    assert "driftboard releases add" in main.text
    assert "3 rows recorded." in main.text
    assert "In step" not in main.text


def test_a_label_that_nothing_has_is_said(story):
    assert story.main("/shop?release=v9").one("h1").text == "No release is called v9. Known is v1.2."


def test_a_filter_narrows_the_list_and_dims_the_strip(story):
    main = story.main("/shop?q=sandbox-3")

    assert [row.by_role("link")[0].text for row in rows(main)] == ["sandbox-3"]
    assert len([a for a in main.by_id("verdict-strip").all("a") if "data-dim" in a.attributes]) == 5


def test_a_filter_finds_migrations(story):
    assert [row.by_role("link")[0].text for row in rows(story.main("/shop?q=0003_WIP"))] == ["sandbox-4"]


@pytest.mark.acceptance(5)
def test_a_filter_without_matches_says_so_and_can_be_cleared(story):
    main = story.main("/shop?q=billng")

    assert 'No environment matches "billng".' in main.text
    assert main.link("Clear filters").href == "/shop"


def test_verdict_links_filter_and_take_the_filter_away(story):
    counts = story.main("/shop?q=sandbox").by_id("verdict-strip").all("ul")[1]
    blocked = counts.by_role("link")[0]
    assert blocked.text == "Blocked 2 Django refuses"
    assert blocked.href == "/shop?q=sandbox&verdict=blocked"

    main = story.main(blocked.href)

    assert [row.by_role("link")[0].text for row in rows(main)] == ["sandbox-1", "sandbox-2"]
    assert main.by_id("verdict-strip").all("ul")[1].by_role("link")[0].href == "/shop?q=sandbox"


def test_a_finding_filters_and_groups(story):
    main = story.main("/shop?finding=unknown&group=cause")

    assert [row.by_role("link")[0].text for row in rows(main)] == ["sandbox-4"]
    assert [h2.text for h2 in main.all("h2")] == ["Trouble that Django lets pass"]


def test_tiers_and_regions_filter_and_group(site):
    site.release()
    site.environments("a", tier="qa", region="eu")
    site.environments("b", tier="production", region="us")
    site.seen("a", *BEHIND)
    site.seen("b", *BEHIND)

    assert [row.by_role("link")[0].text for row in rows(site.main("/shop?tier=qa"))] == ["a"]
    assert [row.by_role("link")[0].text for row in rows(site.main("/shop?region=us"))] == ["b"]
    main = site.main("/shop?group=tier")
    assert [h2.text for h2 in main.all("h2")] == ["production", "qa"]


def test_sorting_by_name_and_by_what_is_to_run(site):
    site.release()
    site.seen("b", *BEHIND)
    site.seen("a", *IN_STEP[:3])

    assert [row.by_role("link")[0].text for row in rows(site.main("/shop?sort=name"))] == ["a", "b"]
    assert [row.by_role("link")[0].text for row in rows(site.main("/shop?sort=pending"))] == ["b", "a"]


@pytest.mark.acceptance(4)
def test_the_form_works_without_a_script(story):
    form = story.main("/shop").one("form")

    assert (form.attributes["method"], form.attributes["action"]) == ("get", "/shop")
    assert [select.attributes["name"] for select in form.all("select")] == [
        "release",
        "finding",
        "group",
        "sort",
    ]


def test_the_address_bar_gets_the_short_form(story):
    answer = story.get("/shop?q=bil&release=&tier=&finding=&group=&sort=")

    assert answer.headers["HX-Push-Url"] == "/shop?q=bil"


def test_another_release_shows_who_will_be_blocked(site):
    """
    v1.1:  orders.0001 needs users.0001      a sandbox that ran it is in step
    v1.2:  orders.0001 needs users.0010      the same sandbox would be blocked
    """
    site.release(label="v1.2", ago=timedelta(days=2))
    before = build.release("users: 0001_initial", "orders: 0001_initial @users.0001_initial < 0002_status")
    site.release(before, label="v1.1", ago=timedelta(days=1))
    site.seen("sandbox-1", *BLOCKED)

    assert site.main("/shop").one("h1").text == "The environment has everything v1.1 has."
    assert (
        site.main("/shop?release=v1.2").one("h1").text == "1 of 1 environment is blocked, by one missing row."
    )
    link = site.main("/shop?release=v1.2").link("sandbox-1")
    assert link.href == "/shop/environments/sandbox-1?release=v1.2"


def test_the_release_of_the_project_stands_over_the_newest(site):
    from dataclasses import replace

    site.release(label="v1.2")
    site.release(build.release("users: 0001_initial"), label="main")
    site.project = replace(site.project, release="v1.2")
    site.seen("a", *IN_STEP)

    assert site.main("/shop").one("h1").text == "The environment has everything v1.2 has."


def test_a_fingerprint_names_a_release(story):
    page = story.main(f"/shop?release={SHOP.fingerprint[:10]}")

    assert page.one("h1").text.startswith("2 of 6")
    story.page("/shop?release=0123456789", status=404)


def test_a_release_without_a_label_is_called_by_its_fingerprint_everywhere(site):
    site.release(label="main", ago=timedelta(days=2))
    later = build.release("users: 0001_initial", "orders: 0001_initial @users.0001_initial")
    site.release(later, label="main", ago=timedelta(days=1))
    site.seen("a", *IN_STEP)
    digits = SHOP.fingerprint[:10]

    assert (
        site.main(f"/shop?release={digits}").one("h1").text == f"The environment has everything {digits} has."
    )
    content = site.get(f"/shop.json?release={digits}").json()
    assert content["sentence"] == f"The environment has everything {digits} has."
    assert content["environments"][0]["sentence"] == f"Everything {digits} has."


@pytest.mark.acceptance(45)
def test_the_title_and_the_icon_carry_the_worst_verdict(story):
    page = story.page("/shop")

    assert page.title == "2 of 6 environments are blocked, all by one missing row · The shop · Driftboard"
    assert page.one("link", rel="icon").href.endswith("/img/favicon-blocked.svg")


def test_the_twin_says_the_same(story):
    page = story.page("/shop")
    content = story.get(page.one("link", rel="alternate").href).json()

    assert content["format"] == "driftboard-fleet/1"
    assert content["sentence"] == page.one("h1").text
    assert content["counts"] == {
        "blocked": 2,
        "drifted": 1,
        "behind": 1,
        "not-judged": 0,
        "unseen": 1,
        "ahead": 0,
        "in-step": 1,
    }
    by_name = {one["environment"]: one for one in content["environments"]}
    assert by_name["sandbox-1"]["findings"][0]["related"] == ["users.0010_add_unique_id_migration"]
    assert by_name["sandbox-6"]["verdict"] == "unseen"
    assert by_name["sandbox-6"]["last_verdict"] == "in-step"
    assert by_name["sandbox-1"]["seen_at"] == "2026-06-19T09:12:20Z"


def test_an_unknown_project_is_not_found(story):
    assert "There is no project nowhere here." in story.main("/nowhere", status=404).text


def test_the_number_of_queries_does_not_grow(site):
    site.release()

    def queries() -> int:
        seen = []
        with site.store.reading() as session:
            engine = session.get_bind()
        event.listen(engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
        site.get("/shop")
        return len([statement for statement in seen if "SELECT" in statement])

    site.seen("e-0", *BLOCKED)
    few = queries()
    for number in range(1, 25):
        site.seen(f"e-{number}", *IN_STEP, f"users.{number:04}_own")
    many = queries()

    assert 0 < many <= few


def test_every_verdict_is_counted_also_when_nobody_has_it(site):
    site.release()
    site.seen("a", *DRIFTED)

    counts = site.main("/shop").by_id("verdict-strip").all("ul")[1]

    assert len(counts.by_role("link")) == len(Verdict)


@pytest.mark.acceptance(46)
def test_five_hundred_environments_stay_within_the_budget(site):
    site.release()
    site.environments(*(f"environment-{number:03}" for number in range(500)))
    histories = (BLOCKED, BEHIND, DRIFTED, IN_STEP, IN_STEP)
    for number in range(500):
        site.seen(f"environment-{number:03}", *histories[number % 5])

    answer = site.get("/shop")

    assert len(answer.content) < 900_000
    assert len(site.main("/shop").by_id("verdict-strip").all("ul")[0].all("a")) == 500
