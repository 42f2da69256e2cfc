"""The environment page, its map data and its JSON."""

from dataclasses import replace
from datetime import timedelta

from app.domain.failure import Cause
from app.domain.history import Surroundings
from app.domain.release import Operation, Release
from tests import build
from tests.web.conftest import BEHIND, BLOCKED, DRIFTED, IN_STEP, SHOP

BOTH = (
    "Django refuses every migrate: orders.0001_initial is applied, "
    "but users.0010_add_unique_id_migration, which it depends on, is not."
)
MESSAGE = (
    "Migration orders.0001_initial is applied before its dependency "
    "users.0010_add_unique_id_migration on database 'default'."
)


def test_the_headline_holds_both_keys(story):
    page = story.page("/shop/environments/sandbox-1")

    assert [h1.text for h1 in page.all("h1")] == [BOTH]
    assert page.one("link", rel="icon").href.endswith("/img/favicon-blocked.svg")
    assert page.title == "sandbox-1 is blocked on v1.2 · The shop · Driftboard"


def test_the_line_below_says_against_what_and_since_when(story):
    text = story.main("/shop/environments/sandbox-1").text

    assert f"Against release v1.2 {SHOP.fingerprint[:8]}" in text
    assert "3 rows" in text
    assert "seen 2 min ago unchanged since 19 Jun 2026, 09:12 UTC" in text


def test_of_several_findings_the_worst_leads_and_the_others_are_cards_with_code_and_consequence(site):
    site.release()
    site.seen("two", *DRIFTED, "orders.0004_more", "orders.0005_last")
    main = site.main("/shop/environments/two?focus=orders.0005_last")
    lead, cards = main.by_id("ways-out"), main.one("section", aria_label="Findings").by_role("link")

    assert main.one("h1").text == (
        "orders.0003_wip is recorded, but this release has no such migration. Django ignores it. 2 more findings."
    )
    assert lead.text.startswith("Why what Git and the known releases say orders.0003_wip: ")
    assert "Why the others are there" in lead.text
    assert "First way out: " in lead.text
    site.seen("twice", *IN_STEP, IN_STEP[0])
    assert (
        site.main("/shop/environments/twice")
        .by_id("ways-out")
        .text.startswith("What it means The table has no")
    )
    assert [card.text for card in cards[::3]] == [
        f"Unknown row orders.{name} is recorded, but this release has no such migration. Django ignores it."
        for name in ("0004_more", "0005_last")
    ]
    card, code, page = cards[3:]
    assert card.href == "/shop/environments/two?focus=orders.0005_last"
    assert (code.text, code.href) == ("D201", "/runbook/D201")
    assert page.text == "Open the finding Unknown row"
    assert page.href == "/shop/environments/two/findings/unknown/orders.0005_last"
    assert card.attributes["aria-current"] == "true"
    (other,) = main.by_id("ways-out-in-focus").all("article")
    assert "orders.0005_last is recorded" in other.text


def test_one_finding_alone_has_no_card_but_its_first_way_out(story):
    main = story.main("/shop/environments/sandbox-1")
    lead = main.by_id("ways-out")
    finding = "/shop/environments/sandbox-1/findings/missing-dependency/orders.0001_initial"

    assert main.all("section", aria_label="Findings") == []
    assert "First way out: Record the row" in lead.text
    assert lead.one("pre").text == (
        "INSERT INTO django_migrations (app, name, applied) "
        "VALUES ('users', '0010_add_unique_id_migration', now());"
    )
    assert "after it: in step" in lead.text
    assert lead.link("Check first").href == f"{finding}#way-record-row"
    assert lead.link("2 more ways").href == f"{finding}#ways-out"
    assert main.link("Open the finding").href == finding
    assert "<" not in lead.text


def test_a_first_way_out_with_very_many_lines_stands_on_its_own_page(site):
    labels = [f"o{number}" for number in range(60)]
    site.release(build.release(*(f"{label}: 1 < 2 < 3 @{label}.2" for label in labels)))
    site.seen("a", *(f"{label}.{name}" for label in labels for name in (1, 3)))
    lead = site.main("/shop/environments/a").by_id("ways-out")

    assert "lines stand on its page." in lead.text
    assert lead.all("pre") == []
    assert "#way-everything" in lead.link("Check first").href


def test_django_is_quoted_word_for_word(story):
    (said,) = (
        story.main("/shop/environments/sandbox-1")
        .one("section", aria_labelledby="would-do-title")
        .all("samp")
    )

    assert said.children == [MESSAGE]


def test_the_drawing_outlines_the_migration_of_the_panel(story):
    for query, shown in (("", "orders.0001_initial"), ("?focus=orders.0002_status", "orders.0002_status")):
        drawing = story.main(f"/shop/environments/sandbox-1{query}").one("svg", **{"class": "map-svg"})
        (current,) = [link for link in drawing.all("a") if link.attributes.get("aria-current")]

        assert current.href.endswith(f"?focus={shown}")


def test_every_pair_is_shown_as_django_names_one_at_random(site):
    site.release(build.release("a: 1 < 2", "b: 1 @a.1 @a.2"))
    site.seen("two", "b.1")

    section = site.main("/shop/environments/two").one("section", aria_labelledby="would-do-title")

    assert [samp.text for samp in section.all("samp")] == [
        "Migration b.1 is applied before its dependency a.1 on database 'default'.",
        "Migration b.1 is applied before its dependency a.2 on database 'default'.",
    ]
    assert "Django prints one of these 2, at random; all of them hold." in section.text


def test_the_plan_is_numbered_and_irreversible_steps_are_marked(site):
    order = SHOP.migrations[build.key("orders.0001_initial")]
    changed = replace(
        order,
        operations=(
            Operation("CreateModel", "Order", reversible=True),
            Operation("RunPython", None, reversible=False),
        ),
    )
    site.release(Release.of([*(m for m in SHOP.migrations.values() if m.key != order.key), changed]))
    site.seen("a", *BEHIND)

    main = site.main("/shop/environments/a")
    section = main.one("section", aria_labelledby="would-do-title")

    assert main.one("h1").text == "2 migrations to run, 1 of them irreversible."
    assert (
        "Run 2 migrations in this order; of them 1 irreversible: take a backup first. "
        "There is no full way back: orders.0001_initial is irreversible."
    ) in section.text
    assert [(step.attributes["value"], step.text) for step in section.by_role("listitem")] == [
        ("1", "orders.0001_initial irreversible CreateModel, RunPython"),
        ("2", "orders.0002_status"),
    ]


def test_in_step_has_nothing_to_run(story):
    main = story.main("/shop/environments/sandbox-5")

    assert main.one("h1").text == "sandbox-5 has everything v1.2 has."
    assert "Nothing to run." in main.text


def test_a_database_without_the_table_says_so(site):
    site.release()
    site.seen("fresh", table=False)

    main = site.main("/shop/environments/fresh")

    assert main.one("h1").text == (
        "This database has no django_migrations table: nothing is applied. Django would run all 4 migrations."
    )
    assert "No django_migrations table." in main.text


def test_an_empty_table_says_so(site):
    site.release()
    site.seen("fresh")

    assert site.main("/shop/environments/fresh").one("h1").text.startswith("No row is recorded here")


def test_a_table_in_another_schema_is_told_on_the_page_in_its_twin_and_in_the_fleet(site):
    site.release()
    site.seen("one", table=False, surroundings=Surroundings("public", other_schemas=("acme",)))
    told = "No row is recorded here, but a django_migrations table lies in schema acme"

    main = site.main("/shop/environments/one")
    twin = site.get("/shop/environments/one.json").json()

    assert main.one("h1").text.startswith(told)
    finding = site.main(main.link("What the runbook advises").href)
    assert "?options=-csearch_path%3Dacme" in finding.text
    assert (twin["verdict"], twin["findings"][0]["names"]) == ("drifted", ["acme"])
    assert twin["findings"][0]["sentence"].startswith(told)
    assert twin["history"]["surroundings"]["other_schemas"] == ["acme"]
    assert told in site.main("/shop").text


def test_rows_of_another_schema_are_told_on_the_page_in_its_twin_and_in_the_fleet(site):
    site.release()
    site.seen("one", *IN_STEP, surroundings=Surroundings("orphan", "public", is_schema_chosen=True))
    told = "The table that was read is that of schema public; schema orphan"

    assert told in site.main("/shop/environments/one").one("h1").text
    assert told in site.get("/shop/environments/one.json").json()["history"]["surroundings"]["sentence"]
    assert told in site.get("/shop.json").text


def test_an_unseen_environment_keeps_its_last_known_page(story):
    main = story.main("/shop/environments/sandbox-6")

    why = "Not seen for 4 min: the database could not be reached."
    assert main.one("h1").text == f"{why} In step when last seen at 09:05 UTC."
    assert "Below is what was last seen: sandbox-6 has everything v1.2 has." in main.text
    assert main.all("section", id="map-section")


def test_an_environment_that_is_seen_has_no_next_step(site):
    site.release()
    site.environments("slow", stale_after=timedelta(hours=1))
    site.seen("slow", *IN_STEP, ago=timedelta(hours=1, minutes=1))
    site.seen("a", *IN_STEP)

    assert "next-step" not in site.get("/shop/environments/a").text
    assert Cause.NOT_COLLECTED.next_step in site.main("/shop/environments/slow").by_id("head").text


def test_a_busy_database_says_that_a_migration_may_be_running(site):
    site.release()
    site.seen("a", *IN_STEP)
    site.failed("a", Cause.BUSY)

    assert "a migration may be running" in site.main("/shop/environments/a").one("h1").text


def test_an_environment_that_was_never_seen_has_a_page(site):
    site.release()
    site.failed("dark", Cause.FORBIDDEN)

    main = site.main("/shop/environments/dark")

    assert main.one("h1").text == "Never seen: no permission to read django_migrations."
    assert Cause.FORBIDDEN.next_step in main.by_id("head").text
    assert site.get("/shop/environments/dark.json").json()["failure"] == {
        "cause": "forbidden",
        "sentence": Cause.FORBIDDEN.sentence,
        "next_step": Cause.FORBIDDEN.next_step,
        "since": "2026-06-19T09:14:20Z",
    }
    assert (
        site.get("/shop.json").json()["environments"][0]["failure"]["next_step"] == Cause.FORBIDDEN.next_step
    )
    assert not main.all("section", id="map-section")


def test_without_a_release_the_rows_are_still_listed(site):
    site.seen("a", *BLOCKED)

    main = site.main("/shop/environments/a")

    assert main.one("h1").text == "No release is known for The shop."
    assert "driftboard releases add" in main.text
    assert "orders.0002_status" in main.text


def test_rows_come_on_demand_in_recorded_order(story):
    main = story.main("/shop/environments/sandbox-1")
    show = main.link("Show 3 rows")
    assert show.href == "/shop/environments/sandbox-1?rows=all"

    rows = story.main(show.href).by_id("rows").one("tbody").all("tr")

    assert [row.text for row in rows] == [
        "1 1 users.0001_initial applied 5 Jan 2026, 12:00:00 UTC",
        "2 2 orders.0001_initial missing dependency 5 Jan 2026, 12:01:00 UTC",
        "3 3 orders.0002_status applied 5 Jan 2026, 12:02:00 UTC",
    ]


def test_keys_with_odd_letters_have_addresses(site):
    site.release()
    site.seen("odd", *IN_STEP, "orders.0003/we ird?#ü")

    panel = site.main("/shop/environments/odd").by_id("panel")
    assert panel.one("h2").text == "orders.0003/we ird?#ü"

    alone = site.page("/shop/environments/odd/migrations/orders.0003%2Fwe%20ird%3F%23%C3%BC")
    assert alone.by_id("panel").text == panel.text


def test_markup_in_a_row_stays_text(site):
    site.release()
    site.seen("bad", *IN_STEP, "orders.<img src=x onerror=alert(1)>")

    assert "<img" not in site.get("/shop/environments/bad?rows=all").text
    assert "<img" not in site.get("/shop").text


def test_a_migration_that_nobody_knows_is_not_found(story):
    page = story.page("/shop/environments/sandbox-1/migrations/orders.0099_nothing", status=404)

    assert "Neither this release nor sandbox-1 knows orders.0099_nothing." in page.text
    story.page("/shop/environments/sandbox-1/migrations/nonsense", status=404)


def test_links_keep_the_release_that_was_asked_for(site):
    site.release(label="v1.2", ago=timedelta(days=2))
    site.release(build.release("users: 0001_initial"), label="v1.0")
    site.seen("a", *BLOCKED)

    panel = site.main("/shop/environments/a?release=v1.2&view=differs").by_id("panel")
    link = panel.link("orders.0002_status")

    assert link.href == "/shop/environments/a?release=v1.2&focus=orders.0002_status&view=differs"
    assert (
        link.attributes["hx-get"]
        == "/shop/environments/a/migrations/orders.0002_status?release=v1.2&view=differs"
    )


def test_snapshots_are_pinned_links(story):
    story.later(hours=1)
    story.seen("sandbox-1", *IN_STEP)

    links = (
        story.main("/shop/environments/sandbox-1")
        .one("section", aria_labelledby="snapshots-title")
        .by_role("link")
    )

    assert [link.text for link in links] == [
        "19 Jun 2026, 10:12 UTC",
        "19 Jun 2026, 09:12 UTC",
        "compare with the current one",
    ]
    assert story.main(links[1].href).one("h1").text == BOTH


def test_the_twin_is_the_report_and_says_which_facts_it_compares(story):
    page = story.page("/shop/environments/sandbox-1")
    content = story.get(page.one("link", rel="alternate").href).json()

    assert content["format"] == "driftboard-drift/1"
    assert content["verdict"] == "blocked"
    assert content["outcome"]["messages"] == [MESSAGE]
    assert content["environment"] == "sandbox-1"
    assert content["seen_at"] == "2026-06-19T09:12:20Z"
    assert content["links"]["pinned"] == page.link("Copy pinned link").href


def test_the_crumbs_filter_the_fleet(site):
    site.release()
    site.environments("a", tier="qa", region="eu-west")
    site.seen("a", *DRIFTED)

    nav = site.main("/shop/environments/a").one("nav", aria_label="Where this is")

    assert [(link.text, link.href) for link in nav.by_role("link")] == [
        ("Fleet", "/shop"),
        ("qa", "/shop?tier=qa"),
        ("eu-west", "/shop?region=eu-west"),
    ]


def test_what_stands_below_the_headline_is_what_is_so_now(site):
    site.release()
    site.seen("sandbox-1", *BEHIND)
    site.main("/shop/environments/sandbox-1")
    site.later(minutes=2)
    before = site.main("/shop/environments/sandbox-1")
    site.release(label="v1.3", ago=timedelta(days=2))
    labelled = site.main("/shop/environments/sandbox-1")
    site.seen("sandbox-1", *IN_STEP)
    after = site.main("/shop/environments/sandbox-1")

    assert "Run 2 migrations" in before.text
    assert "v1.3" not in before.text
    assert "v1.3" in labelled.text
    assert "Nothing to run." in after.text
