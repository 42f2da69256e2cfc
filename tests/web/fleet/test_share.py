"""The fleet as CSV and Markdown, and its JSON page by page."""

import csv
import io

from app.store import snapshots
from tests import build
from tests.web.conftest import BEHIND, IN_STEP, Site


def table(site: Site, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(site.get(address).text)))


def test_the_csv_has_what_the_filters_let_through_in_the_order_of_the_page(story: Site):
    answer = story.get("/shop.csv")
    rows = table(story, "/shop.csv")

    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="fleet-shop.csv"'
    assert [row["environment"] for row in rows] == [
        "sandbox-1",
        "sandbox-2",
        "sandbox-4",
        "sandbox-3",
        "sandbox-6",
        "sandbox-5",
    ]
    assert rows[0]["verdict"] == "blocked"
    assert rows[0]["findings"] == "missing-dependency"
    assert rows[4]["last_verdict"] == "in-step"
    assert [row["environment"] for row in table(story, "/shop.csv?q=is:behind")] == ["sandbox-3"]
    link = story.main("/shop?verdict=behind").link("CSV").href
    assert link == "/shop.csv?verdict=behind"


def test_no_cell_is_a_formula(site: Site):
    site.release()
    site.environments("a", tier="=1+1", region="@sum")
    site.seen("a", *IN_STEP)

    (row,) = table(site, "/shop.csv")
    assert (row["tier"], row["region"]) == ("'=1+1", "'@sum")


def test_the_markdown_says_the_cause_with_its_environments_and_the_numbers(story: Site):
    text = story.get("/shop.md").text
    copied = story.main("/shop").one("copy-command", **{"data-key": "C"}).one("code").text

    assert "2 of 6 environments are blocked, all by one missing row." in text
    assert "- sandbox-1 and sandbox-2: `orders.0001_initial`" in text
    assert "- Counts: Blocked 2 · Drifted 1 · Behind 1 · Unseen 1 · In step 1" in text
    assert "/fleet/at/" in text
    assert copied.split() == text.split()


def test_a_pinned_fleet_has_the_same_files(story: Site):
    page = story.main(story.main("/shop?verdict=blocked").link("Copy pinned link").href)
    link = page.link("CSV").href

    assert [row["environment"] for row in table(story, link)] == ["sandbox-1", "sandbox-2"]
    assert "immutable" not in story.get(page.link("Markdown").href).headers["cache-control"]


def test_the_json_of_a_large_fleet_has_pages(site: Site):
    site.release()
    site.environments(*(f"t-{number:04}" for number in range(1_203)))
    with site.store.writing() as session:
        history = build.history(*BEHIND)
        for number in range(1_203):
            snapshots.add(session, "shop", f"t-{number:04}", history, at=site.now)

    first = site.get("/shop.json").json()
    second = site.get(first["next"]).json()

    assert (len(first["environments"]), first["total"], first["next"]) == (1_000, 1_203, "/shop.json?page=2")
    assert (len(second["environments"]), second["next"]) == (203, None)
    assert second["environments"][0]["environment"] == "t-1000"
    assert first["counts"] == second["counts"]


def test_without_a_release_there_are_no_files_to_take(site: Site):
    site.seen("a", *IN_STEP)

    assert "As files" not in site.main("/shop").text
    assert table(site, "/shop.csv")[0]["verdict"] == ""
