"""The recorded order: bars along time, pins for the rows of findings, and odd edges with their reasons."""

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.deploys import Deploy
from app.domain.findings import Code, Finding
from app.domain.history import History, Row
from app.store import snapshots
from app.web.environment.history.time_axis import MAX_TICKS, ticks
from app.web.environment.history.timeline import LABEL_HEIGHT, LETTER_WIDTH, MIN_WIDTH, FindingRow, timeline
from tests import build
from tests.web.conftest import IN_STEP

START = datetime(2026, 1, 5, 12, tzinfo=UTC)
TIMES = "For orientation only: Django ignores these times."


def saw(site, slug: str, *rows: tuple[str, timedelta | None]) -> None:
    """Rows so long after the start; None is a text that is no time."""
    made = (
        Row(build.key(text), "soon" if after is None else (START + after).isoformat(sep=" "), number)
        for number, (text, after) in enumerate(rows, start=1)
    )
    site.environments(slug)
    with site.store.writing() as session:
        snapshots.add(session, "shop", slug, History(tuple(made)), at=site.now)


def section(site, address: str):
    return site.main(address).one("section", aria_labelledby="order-title")


def drawing(element):
    return element.one("svg", role="img")


def test_a_bar_for_each_deploy_and_a_pin_for_the_row_of_the_finding(site):
    site.release()
    saw(
        site,
        "a",
        ("users.0001_initial", timedelta()),
        ("orders.0001_initial", timedelta(seconds=30)),
        ("orders.0002_status", timedelta(days=40)),
    )
    order = section(site, "/shop/environments/a")

    assert f"3 rows, 2 deploys. {TIMES}" in order.text
    assert [title.children for title in drawing(order).all("title")] == [
        ["5 Jan 2026, 12:00 UTC: 2 rows"],
        ["14 Feb 2026, 12:00 UTC: 1 row"],
    ]
    assert drawing(order).name == (
        "Rows per deploy, 2 deploys from 5 Jan 2026, 12:00 UTC to 14 Feb 2026, 12:00 UTC"
        "; orders.0001_initial: missing dependency, row 2 of 3, 5 Jan 2026, 12:00:30 UTC"
    )
    assert [text.text for text in order.all("text")][-2:] == [
        "orders.0001_initial: missing dependency",
        "row 2 of 3, 5 Jan 2026, 12:00:30 UTC",
    ]


def test_a_narrow_screen_begins_at_the_pin_of_the_worst_finding_else_at_the_end(site):
    site.release()
    days = timedelta(days=40)
    saw(site, "early", ("orders.0001_initial", timedelta()), ("users.0001_initial", days), ("b.1", days))
    saw(site, "late", ("users.0001_initial", timedelta()), ("orders.0001_initial", days))
    saw(site, "good", *((text, timedelta(days=number)) for number, text in enumerate(IN_STEP)))

    def timeline_of(slug: str):
        return section(site, f"/shop/environments/{slug}").one("div", role="region").attributes

    assert float(timeline_of("early")["data-begin"]) < 10
    assert "data-from-end" not in timeline_of("early")
    for slug in ("late", "good"):
        assert float(timeline_of(slug)["data-begin"]) > 90
        assert "data-from-end" in timeline_of(slug)


def test_an_odd_edge_is_told_with_its_reason_and_that_it_is_harmless(site):
    site.release(build.release("users: 1 < 2", "orders: 1 @users.2"))
    saw(
        site,
        "odd",
        ("users.1", timedelta()),
        ("orders.1", timedelta(days=1, microseconds=1)),
        ("users.2", timedelta(days=2, microseconds=1)),
    )
    (odd,) = section(site, "/shop/environments/odd").one("ul", aria_label="Odd order").all("li")

    assert odd.text == (
        "orders.1 was recorded before users.2, which it needs. Harmless, both are applied."
        " Reason: none that is known here."
    )
    assert odd.link("users.2").href == "/shop/environments/odd?focus=users.2"


def test_ids_and_times_that_disagree_are_ambiguous_and_no_finding(site):
    site.release(build.release("users: 1", "orders: 1 @users.1"))
    saw(site, "copied", ("orders.1", timedelta(days=1)), ("users.1", timedelta()))
    main = site.main("/shop/environments/copied")

    assert "ids say so, but times do not: ids were reused or rows were copied." in main.text
    assert "Possible reason: ids say so, but times do not" in main.text
    assert main.one("h1").text == "copied has everything v1.2 has."


def test_without_a_time_that_can_be_read_it_is_said_in_words(site):
    site.release()
    saw(site, "old", *((text, None) for text in IN_STEP))
    order = section(site, "/shop/environments/old")

    assert "4 rows, none with a time that can be read: there is nothing to draw." in order.text
    assert order.all("svg", role="img") == []


def test_rows_without_a_time_are_left_out_and_counted(site):
    site.release()
    saw(site, "some", *((text, timedelta()) for text in IN_STEP[:3]), (IN_STEP[3], None))

    assert f"4 rows, 1 deploy. {TIMES} 1 row without a time that can be read left out." in (
        section(site, "/shop/environments/some").text
    )


def test_of_many_deploys_the_last_are_drawn_and_those_since_a_finding(site):
    site.release(build.release("a: " + " < ".join(f"{number:04d}" for number in range(1, 101))))
    rows = [(f"a.{number:04d}", timedelta(days=number)) for number in range(1, 101)]
    saw(site, "long", *rows)
    saw(site, "unknown", *rows[:20], ("b.1", timedelta(days=20, hours=9)), *rows[20:])

    assert "100 rows, the last 60 deploys of 100 shown." in section(site, "/shop/environments/long").text
    assert "the last 81 deploys of 101 shown" in section(site, "/shop/environments/unknown").text


def test_a_pinned_page_shows_the_same(site):
    site.release()
    saw(site, "a", *((text, timedelta(days=number)) for number, text in enumerate(IN_STEP)))
    live = section(site, "/shop/environments/a")
    pinned = section(site, site.main("/shop/environments/a").link("Copy pinned link").href)

    assert drawing(pinned).name == drawing(live).name
    assert pinned.text == live.text


def test_a_database_without_rows_has_nothing_to_draw(site):
    site.release()
    site.seen("empty")

    assert "No row." in section(site, "/shop/environments/empty").text


@pytest.mark.parametrize(
    "places", [(0, 0, 0), (0, 1, 99, 100), (0, 30, 50, 70, 100), (96, 97, 98), (5, 50, 55)]
)
def test_no_words_of_a_pin_cover_others_or_leave_the_drawing(places):
    key = build.key("orders.0001_a_name_that_is_long_enough_to_be_in_the_way")
    moments = [START + timedelta(days=place) for place in places]
    shown = [Deploy(START, START, 1), Deploy(START + timedelta(days=100), START + timedelta(days=100), 1)]
    drawn = timeline(
        History((Row(key, "soon"),)), shown, [FindingRow(Finding(Code.UNKNOWN, key), 1, at) for at in moments]
    )
    boxes = []
    for pin in drawn.pins:
        width = 100 * (12 + LETTER_WIDTH * len(pin.title)) / MIN_WIDTH
        low, high = (pin.x - width, pin.x) if pin.left else (pin.x, pin.x + width)
        boxes.append((pin.y, low, high, pin.x))

    assert all(low >= 0 and high <= 100 for _, low, high, _ in boxes)
    for y, low, high, x in boxes:
        for other_y, other_low, other_high, other_x in boxes:
            if (y, x) != (other_y, other_x):
                assert abs(y - other_y) >= LABEL_HEIGHT or low >= other_high or high <= other_low
            if other_y < y:  # its line comes down past these words
                assert not low < other_x < high


@pytest.mark.parametrize(
    ("length", "first", "last"),
    [
        (timedelta(minutes=6), "12:01", "12:06"),
        (timedelta(hours=9), "15:00", "21:00"),
        (timedelta(days=10), "6 Jan", "14 Jan"),
        (timedelta(days=200), "Feb 2026", "Jul 2026"),
        (timedelta(days=3000), "Jan 2027", "Jan 2034"),
    ],
)
def test_the_axis_has_at_most_eight_words_on_round_moments(length, first, last):
    begin = START + timedelta(seconds=7)
    found = ticks(begin, begin + length)

    assert 1 < len(found) <= MAX_TICKS
    assert (found[0][1], found[-1][1]) == (first, last)
    assert all(begin <= moment <= begin + length for moment, _ in found)


def test_an_axis_of_one_moment_has_no_round_one():
    assert ticks(START + timedelta(seconds=1), START + timedelta(seconds=2)) == ()
