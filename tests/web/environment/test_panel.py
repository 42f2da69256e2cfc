"""The panel of a migration, beside the map of an environment and at an address of its own."""


def test_the_panel_opens_on_the_worst_finding(story):
    panel = story.main("/shop/environments/sandbox-1").by_id("panel")

    assert panel.one("h2").text == "orders.0001_initial"
    assert "Missing dependency" in panel.text
    assert "5 Jan 2026, 12:01:00 UTC row 2 of 3" in panel.text
    assert "Needs missing users.0010_add_unique_id_migration" in panel.text


def test_focus_opens_the_panel_of_that_migration(story):
    address = "/shop/environments/sandbox-1?focus=users.0010_add_unique_id_migration"

    panel = story.main(address).by_id("panel")

    assert panel.one("h2").text == "users.0010_add_unique_id_migration"
    assert "Recorded no row" in panel.text
    assert (
        story.main("/shop/environments/sandbox-1?focus=nonsense").by_id("panel").one("h2").text
        == "orders.0001_initial"
    )


def test_the_panels_own_address_answers_the_very_part_of_the_page(story):
    page = story.main("/shop/environments/sandbox-1?focus=orders.0002_status").by_id("panel")
    alone = story.page("/shop/environments/sandbox-1/migrations/orders.0002_status").by_id("panel")

    assert alone.text == page.text
    assert [a.attributes for a in alone.all("a")] == [a.attributes for a in page.all("a")]


def test_links_of_migrations_work_without_a_script(story):
    link = story.main("/shop/environments/sandbox-1").by_id("panel").link("orders.0002_status")

    assert link.href == "/shop/environments/sandbox-1?focus=orders.0002_status"
    assert link.attributes["hx-get"] == "/shop/environments/sandbox-1/migrations/orders.0002_status"
    assert link.attributes["hx-push-url"] == link.href
