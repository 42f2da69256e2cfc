"""What the list, the page of a release and that of a difference have in common."""

from datetime import timedelta

from sqlalchemy import event

from tests import build
from tests.web.conftest import IN_STEP
from tests.web.releases.shop import HEADLINE


def test_the_number_of_queries_does_not_grow(shop):
    def queries(address: str) -> int:
        seen = []
        with shop.store.reading() as session:
            engine = session.get_bind()
        event.listen(engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
        shop.get(address)
        return len([statement for statement in seen if "SELECT" in statement])

    pages = ("/shop/releases", "/shop/releases/v1.2", "/shop/releases/v1.1/diff/v1.2")
    few = [queries(page) for page in pages]
    for number in range(15):
        shop.release(build.release(f"users: {number:04}"), label=f"w{number}", ago=timedelta(days=20))
        shop.seen(f"more-{number}", *IN_STEP, f"users.{number:04}_own")
    many = [queries(page) for page in pages]

    # One query brings all releases that are not in memory.
    assert all(0 < after <= before + 1 for before, after in zip(few, many, strict=True))


def test_an_unknown_label_answers_with_the_known_ones(shop):
    for path in ("/shop/releases/v9", "/shop/releases/v9/diff/v1.2", "/shop/releases/v1.2/diff/v9"):
        main = shop.main(path, status=404)

        assert main.one("h1").text == "No release of shop is called v9."
        links = [link for link in main.by_role("link") if "/releases/" in link.href]
        assert [link.href for link in links] == [
            f"/shop/releases/{label}" for label in ("v1.2", "v1.1", "v1.0")
        ]
    assert len(shop.get("/shop/releases/v9.json", status=404).json()["links"]) == 3


def test_previews_are_short_and_say_the_matter(shop):
    for address in ("/shop/releases", "/shop/releases/v1.2", "/shop/releases/v1.1/diff/v1.2"):
        page = shop.page(address)
        title = page.one("meta", property="og:title").attributes["content"]
        description = page.one("meta", property="og:description").attributes["content"]

        assert len(title) <= 70
        assert description == f"{HEADLINE} As of 09:14 UTC."


def test_an_unknown_project_is_not_found(shop):
    assert "There is no project nowhere here." in shop.main("/nowhere/releases", status=404).text
