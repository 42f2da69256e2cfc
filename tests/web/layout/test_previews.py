"""What a chat shows of a pasted link: short enough, with the facts of that moment."""

from dataclasses import replace

import pytest

from app.domain import english
from tests import build
from tests.web.conftest import BEHIND, IN_STEP

HOST = "http://testserver"


def shared(site, address: str) -> tuple[str, str]:
    page = site.page(address)
    title = page.one("meta", property="og:title").attributes["content"]
    description = page.one("meta", property="og:description").attributes["content"]
    assert page.one("meta", property="og:type").attributes["content"] == "website"
    assert len(title) <= 70
    assert len(description) <= 180
    return title, description


def test_a_fleet_says_how_many_are_blocked_by_what_and_how_the_rest_is(story):
    title, description = shared(story, "/shop")

    assert title == "2 of 6 blocked · The shop"
    assert description == (
        "One missing row blocks sandbox-1 and sandbox-2."
        " 1 drifted, 1 behind, 1 unseen, 1 in step. As of 09:14 UTC."
    )


def test_a_pinned_fleet_says_nothing_of_now(story):
    pinned = story.main("/shop").link("Copy pinned link").href

    assert shared(story, pinned)[1].endswith("1 drifted, 1 behind, 1 unseen, 1 in step.")


def test_a_fleet_in_which_nothing_is_blocked_says_the_worst_there_is(site):
    site.release()
    site.seen("sandbox-1", *BEHIND)
    site.seen("sandbox-2", *IN_STEP)

    assert shared(site, "/shop") == ("1 of 2 behind · The shop", "1 behind, 1 in step. As of 09:14 UTC.")


def test_several_causes_and_many_environments_are_counted(site):
    site.release(build.release("a: 1 < 2", "b: 1 @a.1 @a.2", "c: 1 @a.2"))
    for number in range(5):
        site.seen(f"sandbox-{number}", "b.1")
    assert shared(site, "/shop")[1] == (
        "2 missing rows block sandbox-0, sandbox-1, sandbox-2 and 2 more. As of 09:14 UTC."
    )

    site.seen("sandbox-9", "a.1", "c.1")
    assert shared(site, "/shop")[1].startswith("2 causes block sandbox-0, sandbox-1, sandbox-2 and 3 more.")


def test_an_environment_says_what_is_the_matter_with_whole_keys(story):
    title, description = shared(story, "/shop/environments/sandbox-1")

    assert title == "sandbox-1 is blocked on v1.2"
    assert description == (
        "orders.0001_initial is applied, but users.0010_add_unique_id_migration, which it depends on, is not."
        " As of 09:14 UTC."
    )


def test_the_canonical_address_of_a_live_page_is_its_pinned_one(story):
    for address in ("/shop", "/shop/environments/sandbox-1"):
        page = story.page(address)

        assert page.one("link", rel="canonical").href == HOST + page.link("Copy pinned link").href


@pytest.mark.parametrize(
    "address", ["/shop", "/shop/environments/a-slug-that-somebody-made-long", "/runbook/D204"]
)
def test_long_words_are_cut_and_what_is_said_of_the_moment_stays(site, address):
    long = "a_name_that_somebody_made_as_long_as_a_name_may_be_and_then_some_more_for_good_measure"
    site.project = replace(
        site.project, title="A shop with a title of which nobody will ever come to the end of"
    )
    site.release(build.release(f"users: 1 < {long}", f"orders: 1 @users.{long}"), label="v" + "1" * 60)
    site.seen("a-slug-that-somebody-made-long", "users.1", "orders.1")

    assert shared(site, address)[1].endswith(("As of 09:14 UTC.", "…", "."))


def test_the_tags_stand_within_the_first_four_kilobytes(story):
    assert story.get("/shop/environments/sandbox-1").text.index("og:description") < 4096


def test_a_sentence_is_cut_between_two_words():
    assert english.cut("one two three", 13) == "one two three"
    assert english.cut("one two three", 12) == "one two…"
    assert english.cut("one, two three", 12, " End.") == "one… End."
