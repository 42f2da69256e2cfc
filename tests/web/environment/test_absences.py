"""What the page says of what is not there: apps, a source, an environment."""

from dataclasses import replace

from tests.web.conftest import IN_STEP, SHOP
from tests.web.environment.test_page import BOTH


def test_apps_that_the_release_does_not_hold_are_named(site):
    site.release(replace(SHOP, complete=False))
    site.seen("a", *IN_STEP, "auth.0001_initial")

    assert (
        "Not checked, because this release does not contain this app: auth."
        in site.main("/shop/environments/a").text
    )


def test_a_source_that_could_not_be_read_gives_no_verdict(site):
    from app.domain.release import Unreadable

    site.release(replace(SHOP, unreadable=(Unreadable("orders/migrations/0003.py", 3, "not a literal"),)))
    site.seen("a", *IN_STEP)

    main = site.main("/shop/environments/a")

    assert "Not judged" in main.text
    assert main.one("h1").text == "This cannot be judged: 1 place in the source of v1.2 could not be read."
    assert "orders/migrations/0003.py:3: not a literal" in main.text


def test_an_unknown_environment_is_not_found(story):
    assert (
        "There is no environment sandbox-99 in shop."
        in story.main("/shop/environments/sandbox-99", status=404).text
    )


def test_a_removed_environment_leads_to_what_was_seen_of_it(story):
    story.remove("sandbox-1")

    main = story.main("/shop/environments/sandbox-1", status=404)

    assert "sandbox-1 is not looked at by this dashboard." in main.text
    assert "it was taken out, or somebody collects with another file. It was seen last at 19 Jun" in main.text
    assert story.main(main.by_role("link")[0].href).one("h1").text == BOTH
