"""A pasted error leads to its finding; where there is none, the answer says so, what it means and what to do next."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.config import CurrentSettings, Database, Project, Settings
from app.domain.failure import Cause
from app.domain.table_location import TableLocation
from app.store import releases, snapshots
from tests import build
from tests.web import dom
from tests.web.conftest import BLOCKED, IN_STEP, SHOP, Site, environment
from tests.web.parts import URL, with_tenants

INCONSISTENT = (
    "django.db.migrations.exceptions.InconsistentMigrationHistory: Migration orders.0001_initial is applied "
    "before its dependency users.0010_add_unique_id_migration on database 'default'."
)
FINDING = "/shop/environments/{}/findings/missing-dependency/orders.0001_initial"


def sent(site: Site, text: str, *, path: str = "/shop/go", status: int = 200, **headers: str):
    """What the form answers to a text."""
    answer = site.client.post(path, data={"q": text}, headers=headers)
    assert answer.status_code == status, answer.text[:2000]
    return answer


def main(site: Site, text: str) -> dom.Element:
    return dom.read(sent(site, text).text).one("main")


def links(site: Site, text: str) -> list[str]:
    return [link.href for link in main(site, text).all("a", **{"class": "go-hit"})]


def test_an_error_of_several_environments_lists_their_findings(story: Site):
    page = main(story, f"Traceback (most recent call last):\n  …\n{INCONSISTENT}")

    assert page.one("h1").text == "sandbox-1 and sandbox-2 show this error."
    assert [link.href for link in page.all("a", **{"class": "go-hit"})] == [
        FINDING.format("sandbox-1"),
        FINDING.format("sandbox-2"),
    ]
    assert "Django refuses every migrate until both have a row" in page.text
    assert page.link("D101 Missing dependency").href == "/runbook/D101"
    assert "Look which database" not in page.text


@pytest.mark.parametrize(
    "text",
    [
        f"sandbox-2-web-1  | {INCONSISTENT}",
        f"{INCONSISTENT}\nJob of SANDBOX-2 failed",
        f"[pod/web-sandbox-2-7d9f/web] {INCONSISTENT}",
    ],
)
def test_the_environment_that_a_text_names_is_the_one(story: Site, text: str):
    answer = sent(story, text, status=303)

    assert answer.headers["location"] == FINDING.format("sandbox-2")
    story.get(answer.headers["location"])


@pytest.mark.parametrize("text", [f"sandbox-20: {INCONSISTENT}", f"my_sandbox-2: {INCONSISTENT}"])
def test_a_longer_word_names_no_environment(story: Site, text: str):
    assert len(links(story, text)) == 2


def test_the_longer_of_two_names_is_the_one_that_is_named(site: Site):
    site.release()
    for slug in ("shop", "shop-eu"):
        site.seen(slug, *BLOCKED)

    assert sent(site, f"shop-eu {INCONSISTENT}", status=303).headers["location"] == FINDING.format("shop-eu")
    assert len(links(site, f"shop-eu and shop {INCONSISTENT}")) == 2


def test_an_error_of_one_environment_leads_to_its_finding_from_an_address_too(site: Site):
    site.release()
    site.seen("sandbox-1", *BLOCKED)
    for address in (f"/shop/go?q={INCONSISTENT}", f"/go?q={INCONSISTENT}"):
        assert site.get(address, status=303).headers["location"] == FINDING.format("sandbox-1")


@pytest.mark.parametrize("alias", ["default", "replica"])
def test_the_alias_tells_which_database_it_is(site: Site, alias: str):
    site.release()
    site.add(environment("staging", databases=(Database(URL), Database(URL, "replica"))))
    with site.store.writing() as session:
        for each in ("default", "replica"):
            location = TableLocation(each)
            snapshots.add(session, "shop", "staging", build.history(*BLOCKED), at=site.now, location=location)
    location = sent(site, INCONSISTENT.replace("'default'", f"'{alias}'"), status=303).headers["location"]

    assert location == f"{FINDING.format('staging')}?database={alias}"
    site.get(location)


def test_of_many_schemas_the_worst_one_leads_to_its_finding(site: Site):
    with_tenants(site)
    location = sent(site, INCONSISTENT, status=303).headers["location"]

    assert location == f"{FINDING.format('production')}?schema=tenant_07&database=default"
    site.get(location)


def test_an_error_that_was_shown_when_last_seen_says_so(site: Site):
    site.release()
    site.seen("sandbox-1", *BLOCKED, ago=timedelta(hours=2))
    site.failed("sandbox-1")
    site.seen("sandbox-2", *BLOCKED)

    assert "So it was when it was last seen." in main(site, INCONSISTENT).text


def test_an_error_that_nothing_shows_says_what_it_means_and_what_to_do(site: Site):
    site.release()
    site.seen("sandbox-1", *IN_STEP)
    page = main(site, INCONSISTENT.replace("users.0010_add_unique_id_migration", "users.0099_gone"))

    assert page.one("h1").text == "No environment seen here shows this error."
    assert "Django refuses every migrate until both have a row." in page.text
    assert "Look which database the command ran on" in page.text
    assert "No release known here has users.0099_gone." in page.text
    assert page.link("D101 Missing dependency").href == "/runbook/D101"
    assert [link.href for link in page.all("a", **{"class": "go-hit"})] == ["/shop/releases/v1.2?open=orders"]


def test_the_same_kind_of_error_on_one_of_its_migrations_is_close_and_never_led_to(story: Site):
    page = main(story, INCONSISTENT.replace("users.0010_add_unique_id_migration", "users.0001_initial"))

    assert page.one("h1").text == (
        "No environment shows exactly this error. sandbox-1 and sandbox-2 have one of the same kind."
    )


def test_migrations_to_run_lead_to_the_environment_that_has_just_these(story: Site):
    text = (
        "You have 2 unapplied migration(s). Your project may not work properly until you apply the migrations for "
        "app(s): orders.\nRun 'python manage.py migrate' to apply them."
    )

    location = sent(story, text, status=303).headers["location"]
    assert location == "/shop/environments/sandbox-3?focus=orders.0001_initial"
    story.get(location)


def test_where_migrate_stopped_the_environments_are_listed_in_which_the_migration_waits(story: Site):
    page = main(story, "  Applying orders.0002_status...Traceback (most recent call last):\n  boom")

    assert page.one("h1").text == "No finding shows this error. In sandbox-3 a migration of it waits to run."
    assert "the tables that it had changed stay changed" in page.text


def test_a_missing_schema_leads_to_the_environment_whose_collection_says_so(site: Site):
    site.release()
    site.failed("sandbox-1", Cause.NO_SCHEMA)
    text = (
        "MigrationSchemaMissing: Unable to create the django_migrations table (no schema has been selected)"
    )

    assert sent(site, text, status=303).headers["location"] == "/shop/environments/sandbox-1"


def test_an_argument_that_matches_nothing_or_too_much_leads_to_the_migrations_that_are_known(story: Site):
    several = main(story, "CommandError: More than one migration matches '000' in app 'orders'.")
    none = main(story, "CommandError: Cannot find a migration matching '0010' from app 'users'.")

    assert several.one("h1").text == "This error is about the code or the command, not about a database."
    assert "orders.0001_initial" in several.text
    assert "orders.0002_status" in several.text
    assert "users.0010_add_unique_id_migration" in none.text
    assert "Give the whole name" in several.text


def test_several_errors_have_an_answer_each(site: Site):
    site.release()
    site.seen("sandbox-1", *IN_STEP)
    page = main(site, f"{INCONSISTENT}\nKeyError: ('users', '0002_a')")

    assert page.one("h1").text == "2 errors in this text."
    assert len(page.all("section")) == 2


def test_an_error_that_is_shown_is_not_hidden_by_others(site: Site):
    site.release()
    site.seen("sandbox-1", *BLOCKED)

    assert sent(site, f"KeyError: ('a', 'b')\n{INCONSISTENT}", status=303)


def test_a_log_without_an_error_leads_to_the_migrations_that_it_mentions(story: Site):
    page = main(story, "  Applying users.0001_initial... OK\n  Applying orders.0002_status... OK\n")

    assert page.one("h1").text == "No error of Django’s migrations was found in this text. It mentions:"
    assert "orders.0002_status" in page.text
    assert "paste the whole text" in main(story, "a\nb").text


def test_more_environments_than_are_listed_lead_to_the_fleet(site: Site):
    site.release()
    site.add(*(environment(f"sandbox-{number}") for number in range(45)))
    for number in range(45):
        site.seen(f"sandbox-{number}", *BLOCKED)
    page = main(site, INCONSISTENT)

    assert len(page.all("a", **{"class": "go-hit"})) == 40
    assert page.link("All 45 in the fleet").href == "/shop?finding=missing-dependency"
    assert page.one("h1").text == "sandbox-0, sandbox-1, sandbox-10 and 42 more show this error."
    assert sent(site, INCONSISTENT, **{"HX-Request": "true"}).text.count('class="go-hit"') == 12


def test_an_error_is_looked_for_in_what_the_store_holds_now(site: Site):
    site.release()
    site.seen("one", *BLOCKED)
    site.seen("two", *IN_STEP)
    first = [sent(site, INCONSISTENT, status=303).headers["location"] for _ in range(2)]
    site.seen("two", *BLOCKED, ago=timedelta(0))

    assert first == [FINDING.format("one")] * 2
    assert links(site, INCONSISTENT) == [FINDING.format("one"), FINDING.format("two")]
    assert sent(site, f"two: {INCONSISTENT}", status=303).headers["location"] == FINDING.format("two")
    site.later(minutes=14)
    assert links(site, INCONSISTENT) == [FINDING.format("two"), FINDING.format("one")]


def test_in_several_projects_each_environment_that_shows_an_error_is_listed(site: Site):
    site.release()
    site.seen("one", *BLOCKED)
    with site.store.writing() as session:
        releases.add(session, "bank", SHOP, label="v1.2", at=site.now)
        snapshots.add(session, "bank", "two", build.history(*BLOCKED), at=site.now)
    site.more = (Project("bank", "The bank", environments=(environment("two"),)),)
    answer = sent(site, INCONSISTENT, path="/go").text

    assert [link.href for link in dom.read(answer).all("a", **{"class": "go-hit"})] == [
        FINDING.format("one"),
        FINDING.format("two").replace("/shop/", "/bank/"),
    ]


def test_without_a_project_an_error_is_explained(site: Site):
    state = site.client.app.state
    state.dashboard = replace(state.dashboard, current=CurrentSettings(Settings("sqlite:///not-used.db")))
    page = dom.read(sent(site, INCONSISTENT, path="/go").text)

    assert page.one("h1").text == "No environment seen here shows this error."
    assert "No release known here has orders.0001_initial and users.0010" in page.text


def test_a_form_with_a_name_leads_to_an_address_that_can_be_shared(story: Site):
    assert sent(story, " sand ", status=303).headers["location"] == "/shop/go?q=sand"
    assert sent(story, "", status=303).headers["location"] == "/shop/go"
    assert sent(story, "D101", status=303).headers["location"] == "/runbook/D101"
    assert sent(story, "sand", path="/go", status=303).headers["location"] == "/go?q=sand"


def test_a_pasted_text_is_in_no_address_and_stays_in_the_form(story: Site):
    page = main(story, f"host db.example\n{INCONSISTENT}")

    assert page.one("textarea").text.startswith("host db.example django.db")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("x" * 70_000, "This text is longer than 64 kB. Paste its last lines"),
        ("x" * 400_000, "This text is longer than 64 kB. Paste its last lines"),
        ("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", "This is no text. Paste the lines"),
    ],
)
def test_what_is_too_long_or_no_text_is_refused_kindly(story: Site, text: str, sentence: str):
    answer = sent(story, text, status=413)

    assert dom.read(answer.text).one("h1").text.startswith(sentence)
    assert sentence in sent(story, text, **{"HX-Request": "true"}).text


def test_the_dialog_gets_answers_where_a_page_would_lead_on(site: Site):
    site.release()
    site.seen("sandbox-1", *BLOCKED)
    answer = sent(site, INCONSISTENT, **{"HX-Request": "true"})

    assert "<html" not in answer.text
    assert FINDING.format("sandbox-1") in answer.text


def test_the_answer_as_json(site: Site):
    site.release(build.release("users: 1 < 2", "orders: 1 @users.2"))
    site.seen("sandbox-1", "users.1", "orders.1")
    text = "Migration orders.1 is applied before its dependency users.2 on database 'default'."
    (error,) = site.client.post("/shop/go.json", data={"q": text}).json()["errors"]

    assert error["kind"] == "inconsistent-history"
    assert error["words"] == text.rstrip(".")
    assert error["exact"] is True
    assert error["runbook"] == "/runbook/D101"
    assert [hit["page"] for hit in error["hits"]] == [
        "/shop/environments/sandbox-1/findings/missing-dependency/orders.1"
    ]
