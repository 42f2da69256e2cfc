"""The page at `/`: the list of projects, or the way to the only one."""

from dataclasses import replace

from app.config import CurrentSettings, Project, Settings
from tests.web.conftest import IN_STEP


def test_the_only_project_is_where_the_root_leads(story):
    assert story.get("/", status=307).headers["location"] == "/shop"


def test_several_projects_are_listed_with_their_numbers_the_worst_first(story):
    story.more = (Project("bank", "The bank"),)

    page = story.page("/")

    main = page.one("main")
    assert main.one("h1").text == "1 of 2 projects has blocked environments."
    lines = [link.text for link in main.all("a")]
    assert lines[0].startswith("The shop Blocked 2 of 6 environments are blocked, all by one missing row.")
    assert lines[0].endswith("2 blocked 1 drifted 1 behind 1 unseen 1 in step")
    assert lines[1] == "The bank No release is known for The bank."
    assert main.all("a")[1].href == "/bank"
    assert page.one("link", rel="icon").href.endswith("/favicon-blocked.svg")


def test_projects_without_trouble_say_so_without_claiming_what_was_not_seen(site):
    site.release()
    site.seen("a", *IN_STEP)
    site.more = (Project("bank", "The bank"),)

    assert site.main("/").one("h1").text == "2 projects, no environment that is judged is blocked."


def test_projects_of_which_nothing_is_seen_say_just_that(site):
    site.release()
    site.more = (Project("bank", "The bank"),)

    assert site.main("/").one("h1").text == "2 projects, no environment is judged yet."


def test_no_project_says_how_to_name_one(site):
    site.remove("nothing")
    state = site.client.app.state
    state.dashboard = replace(state.dashboard, current=CurrentSettings(Settings("sqlite:///not-used.db")))

    assert "driftboard.toml" in site.main("/").text
