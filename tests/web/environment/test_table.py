"""The twin of the map: its rows, the form that narrows them, and what they weigh."""

from datetime import timedelta
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest

from app.web.map.elements import KEY
from tests import build
from tests.web.conftest import BLOCKED, IN_STEP, Site
from tests.web.dom import Element

PAGE = "/shop/environments/sandbox-1"
ALL = f"{PAGE}?view=all&as=table"


def rows(site: Site, address: str = ALL) -> list[Element]:
    return site.main(address).by_id("map-section").one("tbody").all("tr")


def keys(site: Site, address: str) -> list[str]:
    return [row.one("th").text for row in rows(site, address)]


def test_the_table_has_what_the_map_has(story):
    twin = story.get(f"{PAGE}/map.json").json()
    nodes = twin["nodes"]
    found = rows(story, f"{PAGE}?as=table")
    marks = [node for node in nodes if node.get("kind", "card") in ("card", "focus")]

    for node in marks:
        (row,) = [tr for tr in found if tr.by_role("rowheader")[0].text == node["id"]]
        assert node["status"].replace("-", " ") in row.text
        link = row.by_role("rowheader")[0].by_role("link")[0]
        assert urljoin(f"{PAGE}?as=table", link.href) == f"{twin['link'].replace(KEY, node['id'])}&as=table"
    capsules = [node for node in nodes if node.get("kind") == "capsule"]
    assert len(found) == len(marks) + len(capsules) >= 2


def test_without_a_script_the_table_is_there_beside_the_drawing(story):
    (hidden,) = [one for one in story.main(PAGE).all("noscript") if one.all("table")]

    assert "orders.0001_initial" in hidden.text


def test_the_app_stands_in_the_key_alone_and_the_status_beside_it(story):
    table = story.main(ALL).by_id("map-section").one("table")

    assert [th.text for th in table.one("thead").all("th")] == [
        "Migration", "Status", "Recorded", "Needs", "Needed by",
    ]  # fmt: skip
    first = table.one("tbody").all("tr")[0]
    assert first.one("th").text == "orders.0001_initial"
    assert first.all("td")[0].text == "missing dependency"
    assert "missing users.0010_add_unique_id_migration" in first.all("td")[2].text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=orders", ["orders.0001_initial", "orders.0002_status"]),
        ("q=INITIAL+orders", ["orders.0001_initial"]),
        ("q=app:user", ["users.0001_initial", "users.0010_add_unique_id_migration"]),
        ("status=missing", ["users.0010_add_unique_id_migration"]),
        ("q=initial&status=applied", ["users.0001_initial"]),
        ("q=&status=", ["orders.0001_initial", "users.0001_initial", "users.0010_add_unique_id_migration",
                        "orders.0002_status"]),
        ("status=nonsense&q=0002", ["orders.0002_status"]),
    ],
)  # fmt: skip
def test_words_and_a_status_of_the_address_narrow_the_table(story, query: str, found: list[str]):
    assert keys(story, f"{ALL}&{query}") == found


def test_a_narrowed_table_says_how_many_are_left_and_its_links_stay_narrow(story):
    section = story.main(f"{ALL}&q=orders&status=applied").by_id("map-section")

    assert "1 of 4 shown Show all" in section.text
    assert keys(story, section.link("Show all").href) == keys(story, ALL)
    (row,) = section.one("tbody").all("tr")
    assert parse_qs(urlsplit(row.one("th").one("a").href).query) == {
        "focus": ["orders.0002_status"], "view": ["all"], "as": ["table"], "q": ["orders"], "status": ["applied"],
    }  # fmt: skip
    assert "No migration fits." in rows(story, f"{ALL}&q=billng")[0].text


def test_the_form_looks_at_everything_and_keeps_what_the_address_says(site):
    site.release(label="v1.2", ago=timedelta(days=2))
    site.release(build.release("users: 0001_initial"), label="v1.0")
    site.seen("a", *BLOCKED)
    form = site.main("/shop/environments/a?release=v1.2&as=table").by_id("map-section").one("form")

    assert form.attributes["method"] == "get"
    assert [
        (one.attributes["name"], one.attributes["value"]) for one in form.all("input", type="hidden")
    ] == [
        ("release", "v1.2"),
        ("view", "all"),
        ("as", "table"),
    ]
    assert form.one("input", type="search").attributes["placeholder"] == "Filter 4 migrations"
    assert form.one("select").one("option", value="missing").text == "missing"
    whole = site.main("/shop/environments/a?release=v1.2&view=all&as=table").by_id("map-section")
    assert whole.one("option", value="missing").text == "missing, 1"


def test_what_is_typed_is_escaped(story):
    assert "<script>" not in story.get(f'{ALL}&q="><script>').text


def test_a_migration_that_many_need_names_some_and_counts_the_others(site):
    site.release(build.release("a: 1", *(f"b{number}: 1 @a.1" for number in range(9))))
    site.seen("one", "a.1")
    row = rows(site, "/shop/environments/one?view=all&as=table")[0]

    assert row.all("td")[3].text.endswith("b5.1 3 more")


def test_a_row_weighs_some_700_bytes_however_many_there_are(site):
    weights = []
    for slug, size in (("small", 100), ("large", 300)):
        chain = " < ".join(f"{number:04}_alter_rate_reference" for number in range(size))
        site.release(build.release(f"notifications: {chain}"), label=slug)
        site.seen(slug, *(f"notifications.{number:04}_alter_rate_reference" for number in range(size)))
        address = f"/shop/environments/{slug}?release={slug}&view=all&as=table"
        weights.append(len(site.get(address).content) - len(site.get(f"{address}&q=billng").content))

    assert weights[1] / 300 < 720
    assert weights[1] <= 3.1 * weights[0]  # no cell grows with the table


def test_the_steps_of_a_plan_are_as_light_as_rows_and_lead_to_their_migrations(site):
    site.release()
    site.seen("old", *IN_STEP[:2])
    address = "/shop/environments/old?view=all"
    plan = site.main(address).one("ol", **{"class": "plan"})

    assert plan.attributes["data-panel"] == "/shop/environments/old/migrations/{key}?view=all"
    link = plan.link("orders.0001_initial")
    assert link.href == "?focus=orders.0001_initial&view=all"
    assert site.main(urljoin(address, link.href)).by_id("panel").one("h2").text == "orders.0001_initial"


def test_a_pinned_table_is_narrowed_too(site):
    site.release()
    site.seen("a", *IN_STEP)
    pinned = site.main("/shop/environments/a").link("Copy pinned link").href

    assert keys(site, f"{pinned}?view=all&as=table&q=0010") == ["users.0010_add_unique_id_migration"]
