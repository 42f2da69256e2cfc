"""Many environments that are seen first in one round are one event of the page; JSON and Atom have each."""

from datetime import timedelta

from tests.web.conftest import IN_STEP, Site

EVENTS = "/shop/events"
NUMBER = 60


def seen_first(site: Site, number: int, *, ago: timedelta) -> None:
    for each in range(number):
        site.seen(f"edge-{each:02}-{ago.seconds}", *IN_STEP, ago=ago - timedelta(seconds=each / 4))


def test_the_first_looks_of_a_round_are_one_line_that_opens(site: Site):
    site.release(ago=timedelta(days=2))
    seen_first(site, NUMBER, ago=timedelta(minutes=4))
    page = site.main(EVENTS)
    day = page.all("section")[0]
    (line,) = day.all("details")

    assert page.text.count("60 environments first seen.") == 1
    assert line.one("summary").text.startswith("Show the 60 environments")
    assert line.text.count("First seen, with 4 rows.") == NUMBER
    assert len([link for link in line.all("a") if link.href.endswith("/events")]) == NUMBER
    content = site.get(f"{EVENTS}.json").json()
    assert [each["what"] for each in content["events"]].count("first-seen") == NUMBER
    assert site.get(f"{EVENTS}.atom").text.count("<title>edge-") == NUMBER


def test_each_round_is_one_of_its_own(site: Site):
    site.release(ago=timedelta(days=2))
    for minutes in (4, 9):
        seen_first(site, 5, ago=timedelta(minutes=minutes))

    assert site.main(EVENTS).text.count("5 environments first seen.") == 2


def test_a_few_keep_a_line_each(site: Site):
    site.release(ago=timedelta(days=2))
    seen_first(site, 3, ago=timedelta(minutes=4))

    assert "environments first seen" not in site.main(EVENTS).text
    assert site.main(EVENTS).text.count("First seen, with 4 rows.") == 3
