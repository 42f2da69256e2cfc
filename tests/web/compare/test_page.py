"""Two environments beside each other: what the page says, its form, its links, and what is missing."""

import csv
import io

import pytest

from app.config import Database, Secret
from app.domain.pair.pair import HistoryPair
from app.domain.table_location import TableLocation
from app.store import snapshots
from app.web.facts import comparisons
from tests import build
from tests.web import dom
from tests.web.conftest import BEHIND, DRIFTED, IN_STEP, SECRETS, SHOP, Site, environment

LIVE = "/shop/compare/staging/production"


@pytest.fixture
def pair(site: Site) -> Site:
    """Staging has all and one row that no release knows, production is behind."""
    site.release()
    site.seen("staging", *DRIFTED)
    site.seen("production", *BEHIND)
    return site


def headline(site: Site, address: str) -> str:
    return site.main(address).one("h1").text


def test_the_sentence_and_the_two_sides(pair: Site):
    page = pair.main(LIVE)

    assert page.one("h1").text == (
        "staging ran 2 migrations that production did not, and has one row that v1.2 does not know."
    )
    assert "seen through release v1.2" in page.text
    assert "2 in both" in page.text
    assert "3 only in staging" in page.text
    assert "only in production" not in page.text
    assert "Both have everything up to users.0010_add_unique_id_migration." in page.text


@pytest.mark.acceptance(37)
def test_what_is_in_both_and_what_one_has_alone_are_all_rows_of_a_side(pair: Site):
    document = pair.get(LIVE + ".json").json()

    assert document["in_both"] == {"first": 2, "second": 2}
    assert document["in_both"]["first"] + len(document["only_first"]) == document["first"]["rows"] == 5
    assert document["unknown"] == ["orders.0003_wip"]
    assert document["apps"] == [
        {
            "app": "orders",
            "first": 3,
            "second": 0,
            "sentence": "staging ran 2 more; staging has orders.0003_wip, which v1.2 does not know",
        }
    ]
    assert document["same_up_to"] == ["users.0010_add_unique_id_migration"]


@pytest.mark.acceptance(37)
def test_swap_exchanges_the_sides_and_keeps_the_counts(pair: Site):
    swapped = pair.main(LIVE).link("Swap").href
    first, second = (pair.get(address + ".json").json() for address in (LIVE, swapped))

    assert swapped == "/shop/compare/production/staging"
    assert (first["only_first"], first["in_both"]["first"]) == (
        second["only_second"],
        second["in_both"]["second"],
    )


@pytest.mark.acceptance(38)
def test_two_orders_of_which_one_is_odd_are_harmless(site: Site):
    site.release()
    site.seen("staging", *IN_STEP)
    site.seen("production", *reversed(IN_STEP[:2]), *IN_STEP[2:])

    assert (
        headline(site, "/shop/compare/staging/staging")
        == "staging and staging have recorded the same 4 migrations."
    )
    assert headline(site, LIVE) == (
        "staging and production have recorded the same 4 migrations, "
        "1 pair of them in another order, which is harmless."
    )
    assert "Django compares no order of rows: this is harmless." in site.main(LIVE).text


def test_an_environment_beside_itself_at_an_earlier_time(site: Site):
    site.release()
    site.seen("staging", *BEHIND)
    site.environments("production")
    site.later(days=3)
    site.seen("staging", *IN_STEP)
    link = site.main("/shop/environments/staging").link("compare with the current one").href

    assert headline(site, link) == (
        "staging now ran 2 migrations that staging of 19 Jun 2026, 09:12 UTC did not."
    )


def test_the_pinned_page_never_changes_and_asks_what_is_true_now(pair: Site):
    pinned = pair.main(LIVE).link("Copy pinned link").href
    before = pair.get(pinned)
    assert "immutable" in before.headers["cache-control"]
    assert headline(pair, pinned + "/now") == "Both still have these histories."

    pair.later(days=1)
    pair.seen("production", *IN_STEP)

    assert pair.get(pinned).text == before.text
    assert headline(pair, pinned + "/now") == (
        "Staging has one row that v1.2 does not know, and production lacks."
    )
    assert pair.get(pinned + "/now.json").json()["page"] == LIVE
    assert pair.get(pinned + ".json").json()["links"]["pinned"] == pinned
    assert pair.get(pinned + "/preview.png").headers["content-type"] == "image/png"


def test_other_words_with_right_fingerprints_lead_to_the_canonical_address(pair: Site):
    pinned = pair.main(LIVE).link("Copy pinned link").href
    other = pinned.replace("/v1.2~", "/v9~")

    assert pair.get(other + ".json", status=308).headers["location"] == pinned + ".json"


def test_a_pinned_page_of_an_environment_that_is_gone_still_opens(pair: Site):
    pinned = pair.main(LIVE).link("Copy pinned link").href
    pair.remove("production")

    assert headline(pair, pinned).startswith("staging ran 2 migrations")
    assert headline(pair, pinned + "/now") == "Production is not looked at by this dashboard."


def test_a_pinned_page_says_when_one_of_them_cannot_be_measured_now(pair: Site):
    pinned = pair.main(LIVE).link("Copy pinned link").href
    pair.project = pair.project.__class__(
        "shop", "The shop", environments=pair.project.environments, release="gone"
    )
    pair.later(days=1)
    pair.seen("production", *IN_STEP)
    pair._client = None

    assert headline(pair, pinned + "/now") == "One of them cannot be compared now."


def test_a_side_that_was_never_read(site: Site):
    site.release()
    site.seen("staging", *IN_STEP)
    site.environments("production")
    page = site.main(LIVE)

    assert page.one("h1").text == "production was never read: there is nothing to compare."
    assert "never read" in page.text
    assert "only_first" not in site.get(LIVE + ".json").json()


def test_without_a_release_the_page_says_how_to_add_one(site: Site):
    site.seen("staging", *IN_STEP)
    site.seen("production", *BEHIND)

    assert headline(site, LIVE) == "No release is known, so nothing says which order means something."
    assert "driftboard releases add" in site.main(LIVE).text


def test_a_side_that_is_not_seen_shows_its_last_history(pair: Site):
    pair.later(days=9)
    page = pair.main(LIVE)

    assert page.one("h1").text.startswith("staging ran 2 migrations")
    assert "Unseen" in page.text


def test_the_form_leads_to_the_page(pair: Site):
    answer = pair.get("/shop/compare?first=staging&second=production&release=v1.2&go=1", status=303)
    address = answer.headers["location"]

    assert headline(pair, "/shop/compare") == "Which two environments?"
    assert address == LIVE + "?release=v1.2"
    assert headline(pair, address).startswith("staging ran")
    link = pair.main("/shop/environments/production").link("Compare with another").href
    assert link == "/shop/compare?first=production"
    assert pair.get("/shop/compare.json").json()["environments"] == ["staging", "production"]


def test_a_project_with_one_environment_has_nothing_to_compare(site: Site):
    site.environments("staging")

    assert "fewer than two environments" in site.main("/shop/compare").text


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/shop/compare/staging/nothing", "There is no environment nothing in shop."),
        ("/shop/compare/staging~00000000/production", "No history 00000000 of staging is stored here."),
        ("/shop/compare/staging~x/production", "staging~x names no fingerprint"),
        ("/shop/compare/staging/production?release=00000000", "No release 00000000 is stored here."),
        ("/shop/compare/staging/production?schema=x", "staging has no schema x."),
    ],
)
def test_what_is_not_there_is_said(pair: Site, address: str, sentence: str):
    assert sentence in pair.page(address, status=404).text


def test_the_newer_of_two_releases_is_the_measure(site: Site):
    newer = build.release(
        "users: 0001_initial < 0010_add_unique_id_migration",
        "orders: 0001_initial @users.0010_add_unique_id_migration < 0002_status < 0003_wip",
    )
    site.release(SHOP, label="v1.2")
    site.release(newer, label="v1.3")
    site.add(environment("staging", release="v1.3"), environment("production", release="v1.2"))
    site.seen("staging", *DRIFTED)
    site.seen("production", *IN_STEP)

    for address in (LIVE, "/shop/compare/production/staging"):
        assert site.get(address + ".json").json()["release"] == "v1.3"


def test_two_databases_of_one_environment_are_named(site: Site):
    databases = tuple(
        Database(Secret(f"postgresql://{SECRETS[2]}/{alias}"), alias) for alias in ("default", "archive")
    )
    site.release()
    site.add(environment("staging", databases=databases))
    with site.store.writing() as session:
        for alias, keys in (("default", IN_STEP), ("archive", BEHIND)):
            history, location = build.history(*keys), TableLocation(alias)
            snapshots.add(session, "shop", "staging", history, at=site.now, location=location)
    address = "/shop/compare/staging/staging?database=default&second_database=archive"

    assert headline(site, address) == "staging, default, ran 2 migrations that staging, archive, did not."
    assert site.get(address.replace("?", ".json?")).json()["second"]["database"] == "archive"


def test_very_many_migrations_are_counted(site: Site):
    names = [f"{number:04}" for number in range(700)]
    site.release(build.release("shop: " + " < ".join(names)))
    site.seen("staging", *(f"shop.{name}" for name in names))
    site.seen("production", "shop.0000")
    answer = site.get(LIVE)

    assert "399 more migrations not shown here" in answer.text
    assert len(answer.text) < 200_000


def test_the_differences_as_csv_and_as_markdown(pair: Site):
    page = pair.main(LIVE)
    rows = list(csv.DictReader(io.StringIO(pair.get(page.link("CSV").href).text)))
    text = pair.get(page.link("Markdown").href).text

    assert [(row["difference"], row["migration"], row["in_release"]) for row in rows] == [
        ("only in first", "0001_initial", "yes"),
        ("only in first", "0002_status", "yes"),
        ("only in first", "0003_wip", "no"),
    ]
    assert rows[0]["applied_in_first"]
    assert not rows[0]["applied_in_second"]
    assert text.startswith("**staging and production** (histories of 19 Jun 2026, 09:12 UTC, through v1.2)\n")
    assert "- Only in staging: `orders.0001_initial`, `orders.0002_status` and `orders.0003_wip`" in text
    assert "/against/v1.2~" in text
    assert pair.get(page.link("Copy pinned link").href + ".csv").text == pair.get(LIVE + ".csv").text
    copied = page.one("copy-command", **{"data-key": "C"}).one("code").text
    assert copied.split() == text.split()


def test_another_order_is_a_row_of_the_csv_and_a_line_of_the_message(site: Site):
    site.release()
    site.seen("staging", *IN_STEP)
    site.seen("production", *reversed(IN_STEP[:2]), *IN_STEP[2:])
    (row,) = csv.DictReader(io.StringIO(site.get(LIVE + ".csv").text))

    assert row["difference"] == "other order, first is in order"
    assert row["needs"] == "users.0001_initial"
    assert "- Order: " in site.get(LIVE + ".md").text


def test_where_there_is_nothing_to_compare_the_files_say_so(site: Site):
    site.release()
    site.environments("staging", "production")

    assert site.get(LIVE + ".csv").text.count("\n") == 1
    assert "There is nothing to compare here yet." in site.get(LIVE + ".md", status=404).text


def test_of_very_many_environments_the_names_are_typed(site: Site):
    site.release()
    site.environments(*(f"t-{number:04}" for number in range(1_500)))
    page = site.get("/shop/compare?first=t-1499")
    main = dom.read(page.text)

    assert main.by_id("pair-first").attributes["value"] == "t-1499"
    assert len(main.all("option")) == 1_000 + 2
    assert len(page.content) < 100_000
    assert site.get("/shop/compare?first=t-1499&second=t-3&go=1", status=303)


def test_a_pair_of_histories_is_put_together_once(pair: Site, monkeypatch: pytest.MonkeyPatch):
    pair.seen("staging", *DRIFTED, "orders.0004_of_this_test")
    made = []

    def put_together(*sides: object) -> HistoryPair:
        made.append(HistoryPair(*sides))
        return made[-1]

    monkeypatch.setattr(comparisons, "HistoryPair", put_together)
    first, second = (pair.get(LIVE).text for _ in range(2))

    assert first == second
    assert len(made) == 1
