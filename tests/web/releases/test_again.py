"""Pages about a release that are asked for again: they ask the store what it is at, and say what is so now."""

import pytest
from sqlalchemy import event

from app.store import releases
from app.web.releases import reach
from tests import build
from tests.web.conftest import BLOCKED, IN_STEP, SHOP, Site

PAGE = "/shop/releases/v1.2"
DIFFERENCE = "/shop/releases/v1.1/diff/v1.2"
PAGES = (
    PAGE,
    f"{PAGE}?open=all",
    f"{PAGE}/readiness",
    f"{PAGE}/readiness/sandbox-1",
    "/shop/environments/sandbox-1/upgrade/v1.2",
    "/shop/releases",
    DIFFERENCE,
    f"{DIFFERENCE}.json",
)
NEXT = build.release("users: 0001_initial < 0010_add_unique_id_migration < 0011_next")


def statements(site: Site, address: str) -> list[str]:
    """What a page asks the store for."""
    seen: list[str] = []
    with site.store.reading() as session:
        event.listen(session.get_bind(), "before_cursor_execute", lambda *args: seen.append(args[2]))
    site.get(address)
    return [statement for statement in seen if "SELECT" in statement]


@pytest.mark.parametrize("address", PAGES)
def test_nothing_is_read_again_until_something_is_written(shop: Site, address: str):
    first = len(statements(shop, address))
    shop.later(seconds=1)

    assert first > 1
    assert statements(shop, address) == ["SELECT token FROM revisions"]


def test_the_environments_are_counted_anew(shop: Site):
    before = shop.main(PAGE).text
    shop.seen("sandbox-3", *BLOCKED)
    after = shop.main(PAGE).text

    assert "Blocked 2" in before
    assert "Blocked 3" in after


def test_a_release_says_how_long_ago_it_was_read(shop: Site):
    before = shop.main(PAGE).text
    shop.later(days=1)
    after = shop.main(PAGE).text

    assert "24 h ago" in before
    assert "read 18 Jun 2026" in after
    assert "24 h ago" not in after


def test_a_label_that_moves_leads_to_the_release_of_now(shop: Site):
    before = [shop.get(address).text for address in PAGES]
    with shop.store.writing() as session:
        releases.add(session, "shop", NEXT, label="v1.2", at=shop.now)
    after = [shop.get(address).text for address in PAGES]

    assert [NEXT.fingerprint[:8] in text for text in before] == [False] * len(PAGES)
    assert [NEXT.fingerprint[:8] in text for text in after] == [True] * len(PAGES)
    assert f"{SHOP.fingerprint[:8]} pointed to another release before" in shop.main(PAGE).text


def test_a_label_that_is_removed_has_no_page_any_more(shop: Site):
    shop.get(PAGE)
    with shop.store.writing() as session:
        releases.remove(session, "shop", "v1.2", at=shop.now)

    assert "v1.2 was removed" in shop.get(PAGE, status=404).text


def test_each_address_unfolds_its_own_apps(shop: Site):
    folded, unfolded = shop.main(PAGE).text, shop.main(f"{PAGE}?open=users").text

    assert len(unfolded) > len(folded)
    assert shop.main(PAGE).text == folded


@pytest.mark.parametrize(
    ("address", "name", "part"),
    [
        ("/shop/environments/sandbox-1/upgrade/v1.2", "upgrade/path.html", "upgrade-path"),
        (f"{PAGE}/readiness/sandbox-1", "readiness/plan.html", "plan-and-way-back"),
    ],
)
def test_a_path_and_a_plan_are_written_out_again_when_they_are_others(
    shop: Site, address: str, name: str, part: str
):
    template = shop.client.app.state.dashboard.jinja.get_template(name)
    write, written = template.root_render_func, []
    template.root_render_func = lambda *args: written.append(1) or write(*args)
    first, again = (shop.main(address).one("section", id=part).text for _ in range(2))
    assert (again, len(written)) == (first, 1)
    shop.seen("sandbox-1", *IN_STEP)

    assert shop.main(address).one("section", id=part).text != first


@pytest.mark.parametrize("address", ["/shop/releases", PAGE, DIFFERENCE, f"{DIFFERENCE}.json"])
def test_whom_an_edit_reaches_is_looked_up_once(shop: Site, address: str, monkeypatch):
    blocked_by, looked_up = reach.blocked_by, []
    monkeypatch.setattr(reach, "blocked_by", lambda *args: looked_up.append(1) or blocked_by(*args))
    first, again = (shop.get(address).text for _ in range(2))
    assert (again, len(looked_up)) == (first, 1)
    shop.seen("sandbox-3", *BLOCKED)

    assert "sandbox-3" not in first
    assert "sandbox-3" in shop.get(address).text


def test_a_difference_says_as_of_when_it_is_read(shop: Site):
    shop.get(DIFFERENCE)
    shop.later(hours=1)

    assert "As of 10:14 UTC." in shop.get(DIFFERENCE).text


def test_time_alone_takes_an_environment_from_a_difference(shop: Site):
    before = shop.main(DIFFERENCE).text
    shop.later(days=1)
    after = shop.main(DIFFERENCE).text

    assert "Blocked by it now: sandbox-1 sandbox-2" in before
    assert "Unseen now, blocked by it when last seen: sandbox-1 sandbox-2" in after


def test_each_two_releases_have_a_difference_of_their_own(shop: Site):
    """Both are held against one release, so one fleet keeps both."""
    one, other = (
        shop.main(f"/shop/releases/{before}/diff/v1.2").one("h1").text for before in ("v1.1", "v1.0")
    )

    assert one != other
    assert shop.main(DIFFERENCE).one("h1").text == one
