"""The page of a blast radius: whom a release harms that is followed before it is merged, and by which edit."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import event

from app.config import Environment
from app.domain.fleet.deployment import Deployment
from app.domain.keys import MigrationKey
from app.domain.provenance import CodeHistory
from app.domain.provenance.code_history import Change, ChangedPart, ChangeKind, Commit, Ref, RefKind
from app.domain.provenance.excerpt import Excerpt, ExcerptLine
from app.store import codehistory
from app.store.pushed import deployments
from tests import build
from tests.web.conftest import NOW, Site

USERS = "users: 0001_initial < 0010_add_unique_id_migration"
BEFORE = build.release(USERS, "orders: 0001_initial < 0002_status", commit="a" * 40)
EDITED = build.release(
    USERS, "orders: 0001_initial @users.0010_add_unique_id_migration < 0002_status", commit="b" * 40
)
MOVED = build.release(
    USERS,
    "orders: 0001_initial < 0002_status < 0003_link @users.0010_add_unique_id_migration",
    commit="c" * 40,
)
FILE = "orders/migrations/0001_initial.py"
ORDERS, NEEDED = MigrationKey("orders", "0001_initial"), MigrationKey("users", "0010_add_unique_id_migration")
RAN = ("users.0001_initial", "orders.0001_initial", "orders.0002_status")
ADDRESS = "/shop/releases/topic/blast-radius"
CODE = CodeHistory(
    {
        "a" * 40: Commit("a" * 40),
        "b" * 40: Commit(
            "b" * 40,
            ("a" * 40,),
            "Ada",
            datetime(2026, 6, 18, 9, tzinfo=NOW.tzinfo),
            datetime(2026, 6, 18, 9, tzinfo=NOW.tzinfo),
            "Orders know their users",
        ),
    },
    (
        Change(
            "b" * 40,
            ORDERS,
            ChangedPart.DEPENDENCIES,
            ChangeKind.ADDED,
            NEEDED,
            FILE,
            Excerpt(
                6,
                (
                    ExcerptLine(" ", "dependencies = ["),
                    ExcerptLine("+", '    ("users", "0010_add_unique_id_migration"),'),
                    ExcerptLine(" ", "]"),
                ),
            ),
        ),
    ),
    (
        Ref("topic", RefKind.BRANCH, "b" * 40, commit="b" * 40),
        Ref("v1.1", RefKind.TAG, "a" * 40, commit="a" * 40),
    ),
)


def with_paths(release):
    """The same release, whose files lie somewhere."""
    return replace(
        release,
        migrations={
            key: replace(migration, path=f"{key.app_label}/migrations/{key.name}.py")
            for key, migration in release.migrations.items()
        },
    )


@pytest.fixture
def shop(site: Site) -> Site:
    """Three environments run v1.1; a branch that nobody runs edits a migration that two of them have run."""
    site.project = replace(site.project, commit_url="https://git.example/shop/commit/{commit}")
    site.release(with_paths(BEFORE), label="v1.1", ago=timedelta(days=3))
    site.release(with_paths(EDITED), label="topic")
    site.seen("sandbox-1", *RAN)
    site.seen("sandbox-2", *RAN)
    site.seen("sandbox-3", *RAN[:1], "users.0010_add_unique_id_migration", *RAN[1:])
    deployed(site, "v1.1", "sandbox-1", "sandbox-2", "sandbox-3")
    with site.store.writing() as session:
        codehistory.add(session, "shop", CODE, at=NOW)
    return site


def deployed(site: Site, label: str, *slugs: str) -> None:
    with site.store.writing() as session:
        for slug in slugs:
            deployments.add(session, "shop", Deployment(slug, label, None, site.now - timedelta(hours=1)))


def test_the_edit_its_file_and_line_and_its_commit_are_named(shop: Site):
    main = shop.main(ADDRESS)
    cause = main.by_id("causes")

    assert main.one("h1").text == "With topic, 2 of 3 environments would be refused: sandbox-1 and sandbox-2."
    assert (
        "orders.0001_initial is applied, but users.0010_add_unique_id_migration, which it depe" in cause.text
    )
    assert f"{FILE}:7" in cause.text
    assert "dependencies: users.0010_add_unique_id_migration added" in cause.text
    assert "Commit bbbbbbb by Ada, 18 Jun 2026, 09:00 UTC: Orders know their users" in cause.text
    links = {link.text: link.attributes["href"] for link in cause.all("a")}
    assert links["bbbbbbb"] == "https://git.example/shop/commit/" + "b" * 40
    assert links["sandbox-1"] == "/shop/environments/sandbox-1?release=topic"
    assert "sandbox-3" not in links


def test_each_environment_says_what_it_runs_and_how_it_fares(shop: Site):
    main = shop.main(ADDRESS)
    rows = [[cell.text for cell in row.all("td")][:3] for row in main.all("tbody") for row in row.all("tr")]

    assert [section.text for section in main.all("h2")] == [
        "What becomes worse",
        "Would be harmed 2",
        "No harm 1",
    ]
    assert rows == [["v1.1", "Behind", "Blocked"]] * 2 + [["v1.1", "In step", "In step"]]


def test_after_the_edge_is_moved_to_a_new_migration_nobody_is_harmed(shop: Site):
    shop.release(with_paths(MOVED), label="topic")
    main = shop.main(ADDRESS)

    assert main.one("h1").text == "topic does no harm to any of 3 environments."
    assert [section.text for section in main.all("h2")] == ["No harm 3"]


def test_what_was_refused_already_stands_apart(shop: Site):
    shop.seen("sandbox-1", "orders.0002_status")
    main = shop.main(ADDRESS)

    assert "1 was refused already and stays so: sandbox-1." in main.one("h1").text
    assert [section.text for section in main.all("h2")][1:] == [
        "Would be harmed 1",
        "Refused already, and stays so 1",
        "No harm 1",
    ]


def test_what_cannot_be_told_is_told(shop: Site):
    shop.later(minutes=20)
    shop.failed("sandbox-2")
    shop.add(Environment("never", ()))
    main = shop.main(ADDRESS)
    unknown = main.text

    assert (
        "It was last seen on 19 Jun 2026, 09:12 UTC, and cannot be seen since: the database could" in unknown
    )
    assert "It was last seen on 19 Jun 2026, 09:12 UTC, and that is too long ago." in unknown
    assert "Nothing was handed over from it yet." in unknown
    assert "does no harm" not in main.one("h1").text


def test_without_environments_nothing_can_be_told(site: Site):
    site.release(with_paths(EDITED), label="topic")

    assert site.main(ADDRESS).one("h1").text == "No environment is known, so nothing can be told."


def test_what_nobody_runs_is_held_against_the_newest_other_release(site: Site):
    site.release(with_paths(BEFORE), label="v1.1", ago=timedelta(days=3))
    site.release(with_paths(EDITED), label="topic")
    site.seen("sandbox-1", *RAN)

    assert site.get(f"{ADDRESS}.json").json()["environments"][0]["base_release"] == "v1.1"


def test_the_json_is_that_of_the_command_and_says_where_the_page_is(shop: Site):
    content = shop.get(f"{ADDRESS}.json").json()
    (harmed, _, well) = content["environments"]

    assert (content["format"], content["answer"]) == ("driftboard-check/1", "no")
    assert content["page"] == ADDRESS
    assert (harmed["environment"], harmed["base"], harmed["candidate"]) == ("sandbox-1", "behind", "blocked")
    assert (well["answer"], well["causes"]) == ("yes", [])
    (cause,) = harmed["causes"]
    assert (cause["code"], cause["migration"], cause["needs"]) == ("D101", str(ORDERS), str(NEEDED))
    assert (cause["path"], cause["line"], cause["commit"]) == (FILE, 7, "b" * 40)


def test_the_markdown_names_the_edit(shop: Site):
    markdown = shop.get(f"{ADDRESS}.md").text

    assert "With topic, 2 of 3 environments would be refused" in markdown
    assert f"{FILE}:7" in markdown
    assert "/blast-radius/at/2026-06-19T091420Z" in markdown


def test_a_pinned_page_stays_whatever_comes_later(shop: Site):
    shop.later(seconds=1)
    pinned = shop.get(f"{ADDRESS}.json").json()["pinned"]
    shop.later(seconds=1)
    first = shop.get(pinned)
    headline = shop.main(pinned).one("h1").text
    shop.release(with_paths(MOVED), label="topic")
    shop.seen("sandbox-1", *RAN, "users.0010_add_unique_id_migration", ago=timedelta(0))
    deployed(shop, "topic", "sandbox-2")
    with shop.store.writing() as session:
        codehistory.add(session, "shop", CodeHistory({"d" * 40: Commit("d" * 40, ("b" * 40,))}), at=NOW)
    again = shop.get(pinned)

    assert headline == "With topic, 2 of 3 environments would be refused: sandbox-1 and sandbox-2."
    assert first.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert first.text == again.text
    assert "This page always shows what release topic" in first.text


def test_a_pinned_page_loads_the_commits(shop: Site):
    pinned = shop.get(f"{ADDRESS}.json").json()["pinned"]
    causes = shop.page(pinned).by_id("causes")
    why = causes.attributes["hx-get"]

    assert "Commit" not in causes.one("ol").text
    assert "Commit bbbbbbb by Ada" in shop.page(why).by_id("causes").text
    assert "immutable" not in shop.get(why).headers["Cache-Control"]


def test_the_bar_of_a_pinned_page_says_what_is_true_now(shop: Site):
    pinned = shop.get(f"{ADDRESS}.json").json()["pinned"]
    path, _, query = pinned.partition("?")
    still = shop.get(f"{path}/now.json?{query}").json()
    shop.release(with_paths(MOVED), label="topic")
    later = shop.get(f"{path}/now.json?{query}").json()

    assert "With topic, 2 of 3 environments would be refused" in str(still)
    assert "Topic points to another release" in str(later)


def test_a_pinned_address_names_what_runs_where(shop: Site):
    shop.release(with_paths(BEFORE), label="v1.0", ago=timedelta(days=9))
    deployed(shop, "v1.0", "sandbox-1")
    deployed(shop, "v9", "sandbox-3")
    live = shop.get(f"{ADDRESS}.json").json()
    pinned = shop.get(live["pinned"].replace("?", ".json?", 1)).json()
    shown = {each["environment"]: (each["base_release"], each["answer"]) for each in pinned["environments"]}

    assert shown == {
        each["environment"]: (each["base_release"], each["answer"]) for each in live["environments"]
    }
    assert shown["sandbox-3"] == ("v9", "yes")
    assert "&on=told~" in live["pinned"]


@pytest.mark.parametrize("tail", ["", "/now", "/why"])
def test_an_address_that_is_not_canonical_leads_to_the_one_that_is(shop: Site, tail: str):
    pinned = shop.get(f"{ADDRESS}.json").json()["pinned"].partition("?")[0]
    longer = pinned.replace("topic~", "other~") + tail

    assert shop.get(longer, status=308).headers["Location"] == pinned + tail


def test_a_moment_that_has_not_come_and_a_release_that_is_not_known(shop: Site):
    pinned = shop.get(f"{ADDRESS}.json").json()["pinned"].partition("?")[0]

    assert "has not come yet" in shop.main(pinned.replace("/at/2026", "/at/2036"), status=404).text
    assert "No release of shop is called v9." in shop.main("/shop/releases/v9/blast-radius", status=404).text


def test_the_picture_of_a_link_is_there(shop: Site):
    page = shop.page(ADDRESS)
    picture = next(
        meta.attributes["content"]
        for meta in page.all("meta")
        if meta.attributes.get("property") == "og:image"
    )
    title = next(
        meta.attributes["content"]
        for meta in page.all("meta")
        if meta.attributes.get("property") == "og:title"
    )

    assert shop.get(picture.removeprefix("http://testserver")).content.startswith(b"\x89PNG")
    assert title == "topic would harm 2 of 3 · The shop"


def test_the_number_of_queries_does_not_grow(shop: Site):
    def queries() -> int:
        statements = []
        with shop.store.reading() as session:
            engine = session.get_bind()
        event.listen(engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
        shop.get(ADDRESS)
        return len([statement for statement in statements if "SELECT" in statement])

    few = queries()
    for number in range(25):
        shop.seen(f"edge-{number}", *RAN, f"users.{number:04}_own")

    assert 0 < queries() <= few


def test_very_many_environments_are_counted(shop: Site):
    for number in range(70):
        shop.seen(f"edge-{number:02}", *RAN, f"users.{number:04}_own")
    main = shop.main(ADDRESS)
    harmed = next(section for section in main.all("section") if section.text.startswith("Would be harmed"))

    assert len(harmed.one("tbody").all("tr")) == 60
    assert "12 more environments not shown here: the JSON of this page has them" in harmed.text
    assert "and 60 more" in main.by_id("causes").text
    assert len(shop.get(f"{ADDRESS}.json").json()["environments"]) == 73
