"""The runbook pages, and the ways out on the page of an environment."""

from datetime import timedelta
from pathlib import Path

import pytest

from app.config import Project
from app.domain.findings import Code, Severity
from app.store import releases, snapshots
from tests import build
from tests.web.conftest import BLOCKED, IN_STEP, SHOP, environment

CSS = Path(__file__).resolve().parents[3] / "static" / "css"
ORDER, UNIQUE_ID = "orders.0001_initial", "users.0010_add_unique_id_migration"
RECORD = (
    "INSERT INTO django_migrations (app, name, applied) "
    "VALUES ('users', '0010_add_unique_id_migration', CURRENT_TIMESTAMP);"
)


def commands(element) -> list[str]:
    return [copy.one("pre").text for copy in element.all("copy-command")]


def test_the_list_has_every_code_once_by_severity(site):
    main = site.main("/runbook")

    assert main.one("h1").text == f"{len(Code)} codes: what each means, how to check it, and the ways out."
    assert [h2.text for h2 in main.all("h2")] == [
        "D1xx: Django refuses",
        "D2xx: Trouble that Django lets pass",
        "D3xx: Information",
    ]
    assert [link.href for link in main.all("a")] == [f"/runbook/{code}" for code in Code]


def test_a_code_is_red_exactly_where_django_refuses(site):
    """The sheet paints `data-weight` alone; the icon's name chooses no colour."""
    weights = {Severity.BLOCKING: "blocked", Severity.TROUBLE: "drifted", Severity.INFORMATION: "note"}
    titles = site.main("/runbook").all("span", **{"class": "finding-title"})
    sheets = {name: (CSS / f"{name}.css").read_text(encoding="utf-8") for name in ("atoms", "findings")}

    assert [title.attributes["data-weight"] for title in titles] == [weights[code.severity] for code in Code]
    assert not any("data-status" in title.attributes for title in titles)
    assert '&[data-weight="blocked"] {\n      color: var(--verdict-blocked);' in sheets["findings"]
    assert sheets["findings"].count("--verdict-blocked") == 1
    assert "finding-title" not in sheets["atoms"]


@pytest.mark.parametrize("code", Code)
def test_every_code_has_a_page_with_its_ways_out_and_a_twin_that_says_the_same(site, code):
    main = site.main(f"/runbook/{code}")
    twin = site.get(f"/runbook/{code}.json").json()

    assert main.one("h1").text == twin["sentence"]
    assert [h2.text for h2 in main.all("h2")] == ["What it means", "Ways out"]
    assert twin["meaning"] in main.text
    assert commands(main) == [command for way in twin["ways"] for command in way["commands"]]
    assert all(way["title"] in main.text for way in twin["ways"])
    assert "Driftboard never writes to your database" in main.text


def test_the_twin_of_the_list_has_every_entry(site):
    twin = site.get("/runbook.json").json()

    assert twin["format"] == "driftboard-runbook/1"
    assert [entry["name"] for entry in twin["entries"]] == [code.word for code in Code]


@pytest.mark.parametrize("asked", ["missing-dependency", "d101"])
def test_a_code_word_moves_to_its_number_for_ever(site, asked):
    assert site.get(f"/runbook/{asked}", status=308).headers["location"] == "/runbook/D101"
    assert site.get(f"/runbook/{asked}.json", status=308).headers["location"] == "/runbook/D101.json"


def test_an_unknown_code_answers_with_the_known_ones(site):
    main = site.main("/runbook/D999", status=404)

    assert main.one("h1").text == "There is no code D999."
    assert main.link("D101 Missing dependency").href == "/runbook/D101"
    assert len(site.get("/runbook/D999.json", status=404).json()["links"]) == len(Code)


def test_the_bar_leads_to_the_runbook_from_everywhere(story):
    for address in ("/shop", "/shop/environments/sandbox-1", "/runbook", "/runbook/D101"):
        (pages,) = story.page(address).by_role("navigation", "Pages")

        assert [link.text for link in pages.all("a")] == [
            "Fleet",
            "Matrix",
            "Readiness",
            "Releases",
            "Compare",
            "Runbook",
        ]
        assert pages.link("Runbook").href == "/runbook"


def test_a_cause_leads_to_its_code(story):
    assert story.main("/shop").link("D101").href == "/runbook/D101"


def test_a_code_leads_to_its_findings_that_are_seen_now(story):
    main = story.main("/runbook/D101")

    assert [h2.text for h2 in main.all("h2")] == ["Seen now", "What it means", "Ways out"]
    assert main.link("sandbox-2: orders.0001_initial").href == (
        "/shop/environments/sandbox-2/findings/missing-dependency/orders.0001_initial"
    )
    assert story.main("/runbook/D104").all("section", aria_labelledby="seen-title") == []


def test_of_many_findings_of_a_code_the_others_are_counted(site):
    site.release()
    for number in range(23):
        site.seen(f"sandbox-{number:02}", *BLOCKED)

    assert "sandbox-19: orders.0001_initial and 3 more" in site.main("/runbook/D101").text


def test_what_is_seen_now_is_so_until_another_history_is_read_and_until_it_is_too_old(site):
    site.release()
    site.seen("a", *BLOCKED)
    site.seen("b", *IN_STEP)

    def seen() -> list[str]:
        return [link.text for link in site.main("/runbook/D101").all("a", **{"class": "link"})]

    assert seen() == seen() == ["a: orders.0001_initial"]
    site.seen("b", *BLOCKED, ago=timedelta(0))
    assert seen() == ["a: orders.0001_initial", "b: orders.0001_initial"]
    site.later(minutes=14)
    assert seen() == ["b: orders.0001_initial"]
    site.later(minutes=14)
    assert seen() == []


def test_of_two_projects_the_findings_of_the_first_come_first_and_the_others_are_counted(site):
    site.release()
    for number in range(19):
        site.seen(f"sandbox-{number:02}", *BLOCKED)
    with site.store.writing() as session:
        releases.add(session, "bank", SHOP, label="v1.2", at=site.now)
        for slug in ("one", "two"):
            snapshots.add(session, "bank", slug, build.history(*BLOCKED), at=site.now)
    site.more = (Project("bank", "The bank", environments=(environment("one"), environment("two"))),)

    assert (
        "sandbox-18: orders.0001_initial one: orders.0001_initial and 1 more"
        in site.main("/runbook/D101").text
    )


def test_the_first_way_out_of_an_environment_has_its_own_keys(story):
    main = story.main("/shop/environments/sandbox-1")

    assert commands(main.by_id("ways-out")) == [RECORD.replace("CURRENT_TIMESTAMP", "now()")]


def test_the_migration_in_focus_chooses_whose_ways_out_are_shown(site):
    site.release()
    site.seen("two", *BLOCKED, "orders.0003_wip")
    main = site.main("/shop/environments/two?focus=orders.0003_wip")

    (said,) = [p.text for p in main.by_id("ways-out-in-focus").all("p") if p.text.startswith("orders.")]
    assert said.startswith("orders.0003_wip is recorded")
    assert main.by_id("head").link("Open the finding").href == (
        "/shop/environments/two/findings/missing-dependency/orders.0001_initial"
    )


def test_the_panel_of_what_is_needed_leads_to_the_finding_of_who_needs_it(story):
    panel = story.page("/shop/environments/sandbox-1/migrations/users.0010_add_unique_id_migration")

    assert panel.link("Open the finding").href == (
        "/shop/environments/sandbox-1/findings/missing-dependency/orders.0001_initial"
    )


def test_without_a_finding_there_is_no_way_out(story):
    main = story.main("/shop/environments/sandbox-5")

    assert [link for link in main.all("a") if link.text.startswith("Open the finding")] == []
    assert "ways-out" not in [e.attributes.get("id") for e in main.walk()]


def test_information_is_a_folded_line_and_has_no_button(site):
    site.release(build.release("a: 1", "b: 1 @a.1"))
    site.seen("odd", "b.1", "a.1")
    main = site.main("/shop/environments/odd")

    assert "1 note: information, nothing has to be done" in main.one("section", aria_label="Information").text
    assert "ways-out" not in [e.attributes.get("id") for e in main.walk()]
    assert [link.text for link in main.by_id("head").all("a")] == [
        "v1.2",
        "What happened",
        "Copy pinned link",
    ]


def test_a_name_that_wants_to_be_a_command_stays_a_name(site):
    site.release()
    site.seen("odd", *IN_STEP, "orders.0003'; DROP TABLE users; --")
    (delete,) = [c for c in commands(site.main("/shop/environments/odd")) if c.startswith("DELETE")]

    assert "AND name = '0003''; DROP TABLE users; --'" in delete


def test_no_line_ends_within_a_flag(story):
    page = story.main("/shop/environments/sandbox-1")

    assert "--fake" in [span.text for span in page.all("span", **{"class": "whole"})]
