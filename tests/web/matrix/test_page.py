"""The page of the matrix: its sentence, its columns, its cells, its rows."""

import re

from app.domain.status import Status
from tests import build
from tests.web.conftest import IN_STEP, Site
from tests.web.dom import Element
from tests.web.matrix import fleet

PAGE = "/shop/matrix"


def heads(main: Element) -> list[str]:
    row = next(row for row in main.all("tr") if row.attributes.get("class") == "matrix-environments")
    return [head.text for head in row.all("th")]


def cells(main: Element, name: str) -> dict[str, Element]:
    """The cells of a row by the heads of their columns."""
    row = next(
        row
        for row in main.all("tr")
        if name in (row.attributes.get("data-app"), row.attributes.get("data-key"))
    )
    return dict(zip(heads(main), row.all("td"), strict=True))


def content(cell: Element) -> str:
    facts = cell.attributes
    return " ".join(filter(None, (facts.get("data-status"), facts.get("data-blank"), cell.text))) or "applied"


def rows(main: Element) -> list[str]:
    names = (row.attributes.get("data-app") or row.attributes.get("data-key") for row in main.all("tr"))
    return [name for name in names if name]


def test_the_sentence_names_the_apps_that_block(full: Site):
    main = full.main(PAGE)

    assert main.one("h1").text == "3 of 4 apps differ somewhere; only orders and users block."
    assert "Against release v1.2" in main.text
    assert "4 apps × 8 environments, worst first" in main.text
    assert full.get(PAGE).text.partition("<title>")[2].startswith("3 of 4 apps differ somewhere")


def test_the_columns_are_worst_first_and_lead_to_their_environments(full: Site):
    main = full.main(PAGE)

    assert heads(main) == [
        "qa-eu",
        "sandbox-3",
        "staging",
        "production-eu",
        "two",
        "away",
        "production-us",
        "edge-1",
    ]
    verdicts = next(row for row in main.all("tr") if row.attributes.get("class") == "matrix-verdicts")
    assert [head.text for head in verdicts.all("th")][1:] == [
        "Blocked 2",
        "Drifted 1",
        "Behind 2",
        "Unseen 1",
        "In step 2",
    ]
    assert main.link("qa-eu").href == "/shop/environments/qa-eu"


def test_an_app_has_the_worst_of_its_migrations(full: Site):
    main = full.main(PAGE)

    assert rows(main) == ["orders", "users", "tags"]
    assert {name: content(cell) for name, cell in cells(main, "orders").items()} == {
        "qa-eu": "missing-dependency missing dependency",
        "sandbox-3": "missing-dependency missing dependency",
        "staging": "applied",
        "production-eu": "pending 1 pending",
        "two": "pending 1 pending in 1 of 2 databases",
        "away": "unseen",
        "production-us": "applied",
        "edge-1": "applied",
    }
    assert content(cells(main, "tags")["staging"]) == "unknown unknown"
    assert content(cells(main, "users")["qa-eu"]) == "missing missing"
    same = next(row for row in main.all("tr") if row.attributes.get("class") == "matrix-same")
    assert same.text == "1 app is the same wherever they were seen 1 migrations sites"


def test_an_open_app_has_what_differs_with_its_neighbours(full: Site):
    main = full.main(f"{PAGE}?open=tags,users")

    assert rows(main) == [
        "orders",
        "users",
        "users.0001_initial",
        "users.0010_add_unique_id_migration",
        "tags",
        *(f"tags.000{n}_step" for n in (5, 6, 7)),
        "tags.0099_wip",
    ]
    assert "4 more, the same wherever they were seen" in main.text
    assert content(cells(main, "tags.0006_step")["production-eu"]) == "pending pending"
    assert content(cells(main, "tags.0006_step")["two"]) == "pending pending in 1 of 2 databases"
    assert content(cells(main, "tags.0006_step")["away"]) == "unseen"
    assert content(cells(main, "tags.0099_wip")["staging"]) == "unknown unknown"
    assert content(cells(main, "tags.0099_wip")["edge-1"]) == "absent"
    one_way = [row.attributes.get("data-key") for row in main.all("tr") if "one way" in row.text]
    assert one_way == ["users.0010_add_unique_id_migration"]


def test_everything_can_be_shown(full: Site):
    main = full.main(f"{PAGE}?show=all&open=sites,tags")

    assert rows(main)[-2:] == ["sites", "sites.0001_initial"]
    assert len([name for name in rows(main) if name.startswith("tags.")]) == 8
    assert "the same wherever" not in main.text


def test_the_legend_has_the_signs_of_the_page_in_their_order(full: Site):
    main = full.main(f"{PAGE}?open=orders,users")
    legend = next(each for each in main.all("ul") if each.attributes.get("aria-label") == "Signs")

    assert [entry.text.removeprefix("3") for entry in legend.all("li")] == [
        "applied",
        "pending",
        "missing dependency",
        "missing",
        "unknown",
        "migrations to run",
        "one way",
        "no fresh data",
    ]


def test_the_statuses_are_the_words_of_the_sheet(site: Site):
    sheet = re.sub(r"/\*.*?\*/", "", site.get(_sheet(site)).text, flags=re.DOTALL)
    drawn = set(re.findall(r'&\[data-status="([a-z-]+)"\]', sheet))

    assert drawn == {status.value for status in Status}


def _sheet(site: Site) -> str:
    found = re.search(r'href="([^"]*css/matrix\.css)"', site.get("/shop/matrix").text)
    assert found
    return found[1]


def test_filters_narrow_the_columns_and_the_search_narrows_the_rows(full: Site):
    main = full.main(f"{PAGE}?verdict=blocked&tier=qa")
    assert heads(main) == ["qa-eu", "sandbox-3"]
    assert "4 of 4 apps, 2 of 8 environments shown" in main.text

    assert rows(full.main(f"{PAGE}?q=unique")) == ["users"]
    assert heads(full.main(f"{PAGE}?q=sandbox")) == ["sandbox-3"]
    assert heads(full.main(f"{PAGE}?q=env:us+env:production-us")) == ["production-us"]
    assert rows(full.main(f"{PAGE}?q=app:tags+sandbox")) == []
    assert heads(full.main(f"{PAGE}?q=tags+env:staging")) == ["staging"]
    assert heads(full.main(f"{PAGE}?finding=unknown")) == ["staging"]
    assert heads(full.main(f"{PAGE}?region=us")) == ["production-eu", "production-us"]


def test_a_search_without_a_match_says_so(full: Site):
    for query in ("q=billng", "q=app:billng", "q=orders+env:billng"):
        main = full.main(f"{PAGE}?{query}")
        assert "No app, migration or environment matches" in main.text
        assert main.link("Clear filters").href == PAGE
    assert "billng" in full.main(f"{PAGE}?q=billng").text


def test_every_filter_can_be_taken_away(full: Site):
    main = full.main(f"{PAGE}?verdict=blocked&q=orders&open=orders")

    assert main.link('Without "orders" ×').href == f"{PAGE}?verdict=blocked&open=orders"
    assert main.link("Without verdict blocked ×").href == f"{PAGE}?q=orders&open=orders"
    assert main.link("Clear filters").href == PAGE


def test_without_an_environment_it_says_how_to_add_one(site: Site):
    main = site.main(PAGE)

    assert main.one("h1").text == "No environment yet."
    assert "Add one to see it here." in main.text


def test_without_a_release_it_says_how_to_add_one(site: Site):
    site.seen("a", *IN_STEP)
    main = site.main(PAGE)

    assert main.one("h1").text.startswith("No release is known")
    assert "driftboard" in main.text
    assert not main.all("table")


def test_all_the_same_is_one_row(site: Site):
    site.release()
    site.seen("a", *IN_STEP)
    site.seen("b", *IN_STEP)
    main = site.main(PAGE)

    assert main.one("h1").text == "All 2 apps are the same in all 2 environments."
    assert "2 apps are the same everywhere" in main.text
    assert rows(main) == []


def test_what_nobody_saw_is_hatched_everywhere(site: Site):
    site.release()
    site.seen("a", *IN_STEP)
    site.seen("b", *IN_STEP)
    site.later(days=9)
    main = site.main(f"{PAGE}?show=all&open=orders")

    assert main.one("h1").text == "Nothing is known of 2 apps: of 2 environments 2 are unseen."
    for name in ("orders", "orders.0002_status"):
        assert {content(cell) for cell in cells(main, name).values()} == {"unseen"}


def test_each_environment_is_held_against_its_own_release(site: Site):
    site.environments("a", release="v1.2")
    site.environments("b", release="v1.1")
    site.release(build.release("users: 0001_initial"), label="v1.1")
    site.release()
    site.seen("a", *IN_STEP)
    site.seen("b", "users.0001_initial")
    main = site.main(f"{PAGE}?show=all&open=users")

    assert "Each against the release that runs there:" in main.text
    assert content(cells(main, "users.0010_add_unique_id_migration")["b"]) == "absent"
    picked = site.main(f"{PAGE}?release=v1.2&open=users")
    assert content(cells(picked, "users.0010_add_unique_id_migration")["b"]) == "pending pending"


def test_with_many_environments_the_equal_ones_share_a_column(site: Site):
    fleet.many(site, 130)
    main = site.main(PAGE)

    assert heads(main) == ["blocked × 6", "behind × 7", "in step × 117"]
    assert "117 environments with the same column:" in main.text
    assert "and 77 more" in main.text
    assert main.link("behind × 7").href == "#column-2"
    assert len(heads(site.main(f"{PAGE}?q=env:e12"))) == 10


def test_of_very_many_columns_some_stand_on_the_page(site: Site):
    fleet.many(site, 124, own=True)
    main = site.main(f"{PAGE}?open=tags")

    assert len(heads(main)) == 120
    assert "4 more environments not shown here" in main.text
    assert re.search(r"\d+ more migrations not shown here: the CSV has them", main.text)
