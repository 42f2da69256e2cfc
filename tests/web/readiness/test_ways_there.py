"""How one gets to the readiness of a release: the top bar, the lists, "Go to…"."""

from datetime import timedelta

from tests.web.conftest import IN_STEP, Site

PAGE = "/shop/releases/v1.2/readiness"


def test_the_top_bar_leads_to_the_newest_release(story: Site):
    story.release(label="v1.10", ago=timedelta(days=9))
    story.release(label="v1.9")
    entry = story.page("/shop").one("nav", aria_label="Pages").link("Readiness")

    assert entry.href == "/shop/readiness"
    assert story.get(entry.href, status=307).headers["location"] == "/shop/releases/v1.10/readiness"
    current = story.page(PAGE).one("nav", aria_label="Pages").link("Readiness")
    assert current.attributes["aria-current"] == "true"


def test_another_release_is_chosen_by_its_name(story: Site):
    story.release(label="release/3")
    form = story.main(PAGE).one("form", action="/shop/readiness")

    assert [option.text for option in form.all("option")] == ["release/3", "v1.2"] or len(
        form.all("option")
    ) == 2
    answer = story.get("/shop/readiness?release=release/3", status=307)
    assert answer.headers["location"] == "/shop/releases/release=2F3/readiness"
    story.get(answer.headers["location"])


def test_without_a_release_it_says_how_to_add_one(site: Site):
    site.environments("a")
    page = site.main("/shop/readiness")

    assert page.one("h1").text == "No release is known for The shop."
    assert page.all("pre")


def test_lists_and_pages_lead_there(story: Site):
    story.release(label="v1.3")

    assert story.main("/shop").link("Can v1.3 go there?").href == "/shop/releases/v1.3/readiness"
    assert story.main("/shop/releases/v1.2").link("Which of them can take it").href == PAGE
    hrefs = {link.href for link in story.main("/shop/releases").by_role("link", "Who can take it")}
    assert hrefs == {PAGE, "/shop/releases/v1.3/readiness"}


def test_go_to_finds_it_by_its_word(story: Site):
    story.release(label="v1.3")

    for text in ("readiness", "readi 1.3", ".3 readiness"):
        links = story.main(f"/shop/go?q={text}").all("a")
        hrefs = {link.href for link in links if link.text.startswith("Readiness of v1.3")}
        assert hrefs == {"/shop/releases/v1.3/readiness"}, text
    exact = story.get("/shop/go?q=v1.3 readiness", status=303)
    assert exact.headers["location"] == "/shop/releases/v1.3/readiness"
    assert "Readiness of v1.3" not in story.main("/shop/go?q=readiness 1.2").text


def test_the_row_of_an_environment_leads_to_its_plan(story: Site):
    row = story.main(PAGE).one("table", id="readiness-table").link("Plan and way back of sandbox-3")
    page = story.main(row.href)

    assert row.attributes["hx-select"] == "#plan-and-way-back"
    assert [step.attributes["value"] for step in page.one("section", id="plan-and-way-back").all("li")] == [
        "1",
        "2",
    ]
    story.get(f"{PAGE}/none", status=404)


def test_a_history_that_arrives_is_told_to_the_page(story: Site):
    asks = story.page(PAGE).one("div", id="newer").attributes["hx-get"]
    story.get(asks, status=204)
    story.later(seconds=30)
    story.seen("sandbox-1", *IN_STEP, ago=timedelta(seconds=1))

    assert "1 environment changed" in story.get(asks, status=286).text
