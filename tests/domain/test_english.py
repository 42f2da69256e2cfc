"""The small words of sentences."""

from datetime import UTC, datetime, timedelta

import pytest

from app.domain import english

NOON = datetime(2026, 6, 19, 12, 0, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("names", "most", "text"),
    [
        ([], None, ""),
        (["a"], None, "a"),
        (["a", "b"], None, "a and b"),
        (["a", "b", "c"], None, "a, b and c"),
        (["a", "b", "c", "d"], 3, "a, b, c and 1 more"),
        (["a", "b", "c"], 3, "a, b and c"),
        (["a", "b"], 1, "a and 1 more"),
    ],
)
def test_names_are_listed_as_people_list_things(names, most, text):
    assert english.listed(names, most) == text


def test_numbers_take_their_plural():
    assert [english.count(number, "row") for number in (0, 1, 1988)] == ["0 rows", "1 row", "1,988 rows"]
    assert english.count(2, "leaf", "leaves") == "2 leaves"
    assert [english.plural(number, "is", "are") for number in (1, 2)] == ["is", "are"]


def test_dates_are_in_utc():
    late = datetime(2026, 6, 19, 1, 30, tzinfo=UTC).astimezone()

    assert english.date(late) == "19 Jun 2026"
    assert english.absolute(NOON) == "19 Jun 2026, 12:00 UTC"
    assert english.absolute(NOON, seconds=True) == "19 Jun 2026, 12:00:05 UTC"


@pytest.mark.parametrize(
    ("length", "digits", "words"),
    [
        (timedelta(seconds=-3), "0 s", "less than a minute"),
        (timedelta(seconds=40), "40 s", "less than a minute"),
        (timedelta(minutes=1), "1 min", "a minute"),
        (timedelta(minutes=12), "12 min", "twelve minutes"),
        (timedelta(hours=1), "1 h", "an hour"),
        (timedelta(hours=3, minutes=12), "3 h 12 min", "three hours"),
        (timedelta(days=1), "1 day", "a day"),
        (timedelta(days=20), "20 days", "20 days"),
    ],
)
def test_a_length_of_time_is_said_in_digits_or_in_words(length, digits, words):
    assert english.span(length) == digits
    assert english.duration(length) == words


@pytest.mark.parametrize(
    ("length", "text"),
    [
        (timedelta(seconds=3), "just now"),
        (timedelta(seconds=-60), "just now"),
        (timedelta(seconds=-61), "later than now"),
        (timedelta(days=-30), "later than now"),
        (timedelta(seconds=40), "40 s ago"),
        (timedelta(minutes=2), "2 min ago"),
        (timedelta(hours=5), "5 h ago"),
        (timedelta(days=2), "19 Jun 2026"),
    ],
)
def test_a_moment_is_told_by_its_distance_for_a_day(length, text):
    assert english.ago(NOON, now=NOON + length) == text


def test_a_text_is_cut_between_words_and_its_ending_stays():
    assert english.cut("short", 10, "!") == "short!"
    assert english.cut("one two, three", 10) == "one two…"
    assert english.cut("unbreakable", 6) == "unbre…"
    assert english.cut("one two three", 10, " End.") == "one… End."


def test_a_sentence_begins_with_a_large_letter():
    assert english.capital("the rest As it is") == "The rest As it is"


def test_a_moment_of_today_is_its_time_and_another_one_has_its_date():
    now = datetime(2026, 6, 19, 9, 14, tzinfo=UTC)

    assert english.clock(now.replace(hour=0), now=now) == "00:14 UTC"
    assert english.clock(now.replace(day=18), now=now) == "18 Jun 2026, 09:14 UTC"


def test_what_cannot_be_seen_is_written_out():
    assert english.visible("日本語 é") == "日本語 é"
    assert english.visible("a\n\x1b[2J\u2028\u202eb\ud800") == r"a\n\x1b[2J\u2028\u202eb\ud800"
