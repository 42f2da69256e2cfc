"""Numbers, times, addresses and parts of sentences."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from app.domain import english
from app.web.urls import segments
from app.web.urls.environment import EnvironmentAddress
from app.web.urls.segments import AddressError, MomentSegment
from app.web.wording import rich_text as text
from app.web.wording.moments import Times
from tests.build import key

NOW = datetime(2026, 6, 19, 9, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    ("number", "said"),
    [(0, "0 migrations"), (1, "1 migration"), (13, "13 migrations"), (1988, "1,988 migrations")],
)
def test_numbers_agree_with_their_noun(number, said):
    assert english.count(number, "migration") == said


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (timedelta(seconds=-5), "0 s"),
        (timedelta(seconds=59), "59 s"),
        (timedelta(minutes=12, seconds=50), "12 min"),
        (timedelta(hours=3, minutes=12), "3 h 12 min"),
        (timedelta(hours=3), "3 h"),
        (timedelta(days=1, hours=3), "1 day"),
        (timedelta(days=2), "2 days"),
    ],
)
def test_spans(length, said):
    assert english.span(length) == said


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (timedelta(seconds=9), "just now"),
        (timedelta(seconds=40), "40 s ago"),
        (timedelta(minutes=2, seconds=59), "2 min ago"),
        (timedelta(hours=23, minutes=59), "23 h ago"),
        (timedelta(days=2), "17 Jun 2026"),
    ],
)
def test_ages(length, said):
    assert english.ago(NOW - length, now=NOW) == said


def test_times_are_told_in_utc():
    moment = datetime(2026, 6, 19, 1, 30, tzinfo=timezone(timedelta(hours=5)))

    assert english.absolute(moment) == "18 Jun 2026, 20:30 UTC"


def test_a_pinned_page_speaks_absolutely():
    assert Times(None).of(NOW).text == "19 Jun 2026, 09:14 UTC"
    assert Times(None).since(NOW) == "since 19 Jun 2026, 09:14 UTC"
    assert Times(NOW).of(NOW - timedelta(minutes=2)).text == "2 min ago"
    assert Times(NOW).of(NOW).iso == "2026-06-19T09:14:00Z"


@pytest.mark.parametrize("moment", [NOW, NOW + timedelta(seconds=59, microseconds=999_999)])
def test_a_minute_holds_its_seconds(moment):
    assert moment in MomentSegment.parse(segments.minute(moment))
    assert moment in MomentSegment.parse(segments.second(moment))
    assert moment + timedelta(minutes=1) not in MomentSegment.parse(segments.minute(moment))


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "2026-06-19",
        "2026-06-19T09:12Z",
        "2026-06-31T0912Z",
        "2026-06-19T0912",
        "9" * 30,
        "9999-12-31T2359Z",
    ],
)
def test_what_is_no_moment_is_refused(wrong):
    with pytest.raises(AddressError):
        MomentSegment.parse(wrong)


@pytest.mark.parametrize("wrong", ["v2.4", "~4be19d02aa", "v2.4~4be19d0", "v2.4~4be19d0g", f"v~{'a' * 65}"])
def test_a_segment_without_a_fingerprint_is_refused(wrong):
    with pytest.raises(AddressError):
        segments.split_segment(wrong)


def test_addresses_leave_out_what_is_not_said():
    address = EnvironmentAddress.live("shop", "a", release="v1")

    assert address.page(focus=None, view="all") == "/shop/environments/a?release=v1&view=all"
    assert address.panel(key("a.b/c")) == "/shop/environments/a/migrations/a.b=2Fc?release=v1"


def test_keys_in_a_sentence_are_marked_the_longest_first():
    sentence = "a.0001_initial needs a.0001."

    parts = text.with_keys(sentence, [key("a.0001"), key("a.0001_initial")])

    assert [(part.app, part.text) for part in parts] == [
        ("a", "0001_initial"),
        ("", " needs "),
        ("a", "0001"),
        ("", "."),
    ]
    assert text.flat(parts) == sentence


def test_a_moment_that_is_yet_to_come_is_told_and_no_month_is_counted():
    times, ahead = Times(NOW), NOW + timedelta(days=30)

    assert times.of(ahead).text == times.short(ahead).text == "later than now"
    assert (
        times.since(ahead)
        == "since 19 Jul 2026, 09:14 UTC, which is later than now: the clock here was ahead"
    )
