"""The map on the page of an environment: what is hidden, and how it is shown."""

from tests import build
from tests.web.conftest import BEHIND, BLOCKED, IN_STEP

MANY = build.release(
    "users: 0001_initial < 0010_add_unique_id_migration",
    "orders: 0001_initial @users.0010_add_unique_id_migration < 0002_status",
    "blog: 1 < 2",
    "tags: 1",
)


def test_in_step_nothing_is_drawn_and_the_table_has_every_migration(site):
    site.release()
    site.seen("good", *IN_STEP)
    section = site.main("/shop/environments/good").by_id("map-section")

    assert "4 migrations, 2 apps hidden" in section.text
    assert "Nothing to run. No problems on this map. The table lists every migration." in section.text
    assert section.all("migration-map") == section.all("svg", **{"class": "map-svg"}) == []
    for link in (section.link("The table"), section.link("Table")):
        assert len(site.main(link.href).by_id("map-section").one("tbody").all("tr")) == 4
    assert len(site.main("/shop/environments/good?as=table").by_id("map-section").one("tbody").all("tr")) == 4


def test_the_data_of_a_map_that_is_drawn_is_asked_for_with_the_page(site):
    site.release()
    site.seen("bad", *BLOCKED)
    site.seen("good", *IN_STEP)

    def preloaded(address: str) -> list[str]:
        return [link.href for link in site.page(address).all("link", rel="preload")]

    for query in ("", "?view=all"):
        page = site.page(f"/shop/environments/bad{query}")
        (asked,) = preloaded(f"/shop/environments/bad{query}")
        assert asked == page.one("migration-map").attributes["src"]
    assert preloaded("/shop/environments/bad?as=table") == preloaded("/shop/environments/good") == []


def test_hidden_apps_are_opened_by_a_link_that_the_links_of_the_map_keep(site):
    site.release(MANY)
    site.seen("bad", *BLOCKED, "tags.1", "blog.1")
    section = site.main("/shop/environments/bad").by_id("map-section")
    bars = [element.text for element in section.all("p", **{"class": "map-bar-folded"})]

    assert bars == [
        "1 app without differences Show them 1 migration, all applied: tags",
        "1 more app with pending migrations Show them 2 migrations, 1 pending, 1 applied: blog",
    ]
    opened = section.all("a")[-1].href
    assert opened == "/shop/environments/bad?lanes=differing"
    shown = site.main(opened).by_id("map-section")
    assert "1 more app with pending migrations Hide them" in shown.text
    drawing = shown.one("svg", **{"class": "map-svg"})
    (pending,) = [link for link in drawing.all("a") if "1 pending" in link.text]
    assert pending.href == "/shop/environments/bad?focus=blog.2&lanes=differing"
    assert site.main(pending.href).by_id("panel").one("h2").text == "blog.2"
    twin = site.get("/shop/environments/bad/map.json?lanes=differing").json()
    assert [lane["app"] for lane in twin["lanes"]] == ["users", "orders", "blog"]
    assert site.main("/shop/environments/bad?lanes=sideways").by_id("map-section").text == section.text


def test_the_views_say_what_they_show(site):
    site.release()
    for slug, rows, word in (
        ("bad", BLOCKED, "Findings"),
        ("old", BEHIND, "What runs next"),
        ("good", IN_STEP, "Apps"),
    ):
        site.seen(slug, *rows)
        views = site.main(f"/shop/environments/{slug}").one("nav", aria_label="How much the map shows")

        assert [link.text for link in views.all("a")] == [word, "All differences", "All 4"]
