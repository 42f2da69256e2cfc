"""The words of a message, and its length."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.findings import Verdict
from app.domain.fleet.announcement import Announcement, ToldChange, VerdictChange
from app.domain.fleet.announcement.announcement import MAX_ENTRIES, ChannelForm
from app.domain.fleet.announcement.sentences import IS, WAS, WORDS, change_words, release_words, title_words
from tests.build import NOON

BLOCKED, DRIFTED, BEHIND = Verdict.BLOCKED, Verdict.DRIFTED, Verdict.BEHIND
UNSEEN, IN_STEP, NOT_JUDGED = Verdict.UNSEEN, Verdict.IN_STEP, Verdict.NOT_JUDGED
PUBLIC = "https://drift.example"
SAID = "orders.0001_initial has a row, but users.0010_more has none."


def entry(slug="production", verdict=BLOCKED, **facts) -> ToldChange:
    made = ToldChange(
        "Shop", slug, verdict, "is blocked", "is blocked now, it was in step", SAID, "", NOON, f"/shop/{slug}"
    )
    return replace(made, **facts)


def many(number: int, verdict=BLOCKED) -> Announcement:
    entries = tuple(entry(f"edge-{index}", verdict) for index in range(min(number, MAX_ENTRIES)))
    return Announcement(entries, {verdict: number}, ("Shop",), "/shop/fleet/at/x")


@pytest.mark.parametrize(
    ("change", "words", "title"),
    [
        (VerdictChange(IN_STEP, IN_STEP, BLOCKED), "is blocked now, it was in step", "is blocked"),
        (VerdictChange(BLOCKED, BLOCKED, DRIFTED), "has drifted now, it was blocked", "has drifted"),
        (VerdictChange(BEHIND, BEHIND, IN_STEP), "is in step now, it was behind", "is in step"),
        (
            VerdictChange(BLOCKED, BLOCKED, IN_STEP),
            "has recovered: it was blocked and is in step now",
            "has recovered",
        ),
        (VerdictChange(BLOCKED, BLOCKED, UNSEEN), "is not seen any more", "is not seen any more"),
        (VerdictChange(UNSEEN, BLOCKED, BLOCKED), "is seen again and is blocked, as before", "is blocked"),
        (
            VerdictChange(UNSEEN, IN_STEP, BLOCKED),
            "is seen again: it was in step before, it is blocked now",
            "is blocked",
        ),
        (
            VerdictChange(UNSEEN, BLOCKED, BEHIND),
            "is seen again and has recovered: it was blocked before, it is behind now",
            "has recovered",
        ),
        (VerdictChange(UNSEEN, None, BLOCKED), "is seen now and is blocked", "is blocked"),
        (VerdictChange(UNSEEN, IN_STEP, NOT_JUDGED), "is seen now and cannot be judged", "cannot be judged"),
        (
            VerdictChange(NOT_JUDGED, DRIFTED, IN_STEP),
            "has recovered: it had drifted and is in step now",
            "has recovered",
        ),
        (VerdictChange(None, None, BLOCKED), "is blocked, as its first looks say", "is blocked"),
        (VerdictChange(None, None, UNSEEN), "is not seen, as its first looks say", "is not seen"),
    ],
)
def test_a_change_in_words(change, words, title):
    assert (change_words(change), title_words(change)) == (words, title)


def test_every_verdict_has_its_words():
    assert set(IS) == set(WAS) == set(WORDS) == set(Verdict)


@pytest.mark.parametrize(
    ("old", "new", "other", "said"),
    [
        ("v1", "v2", True, "It is held against v2 now, against v1 before."),
        ("main", "main", True, "main is another release than before."),
        ("v1", "v1", False, ""),
        ("", "", True, ""),
        ("", "v1", True, ""),
    ],
)
def test_another_release_is_said(old, new, other, said):
    assert release_words(VerdictChange(IN_STEP, IN_STEP, BEHIND, new, old, other)) == said


def test_one_change_is_a_sentence_and_its_link():
    text = Announcement((entry(),), {BLOCKED: 1}, ("Shop",), "/shop").text(PUBLIC, ChannelForm())

    assert text.title == "Shop: production is blocked"
    assert text.body.split("\n") == [
        f"production is blocked now, it was in step: {SAID} (5 Jan 2026, 12:00 UTC)",
        f"{PUBLIC}/shop/production",
    ]


def test_a_release_is_said_after_the_sentence_and_a_sentence_ends_once():
    one = entry(said="", release="It is held against v2 now, against v1 before.")

    assert one.sentence == (
        "production is blocked now, it was in step. It is held against v2 now, against v1 before. "
        "(5 Jan 2026, 12:00 UTC)"
    )


def test_a_channel_of_markdown_gets_a_link_with_words_and_lines_that_stay_apart():
    text = many(2).text(PUBLIC, ChannelForm(is_markdown=True))

    assert text.body.count("\n\n") == 3
    assert f"[Open in Driftboard]({PUBLIC}/shop/edge-1)" in text.body


def test_five_hundred_changes_are_one_message_of_bounded_length():
    text = many(500).text(PUBLIC, ChannelForm())

    assert text.title == "Shop: 500 changes of verdict: 500 blocked"
    assert text.body.split("\n")[-2:] == ["And 480 more:", f"{PUBLIC}/shop/fleet/at/x"]
    assert len(text.body) < 10_000


@pytest.mark.parametrize("most", [20_000, 2_000, 1_000, 400, 160, 70, 20])
@pytest.mark.parametrize("number", [1, 2, 500])
def test_a_message_is_no_longer_than_its_channel_takes(number, most):
    text = many(number).text(PUBLIC, ChannelForm(max_body=most, max_title=40))

    assert 0 < len(text.body) <= most
    assert len(text.title) <= 40


def test_a_short_channel_gets_the_link_whole():
    assert many(1).text(PUBLIC, ChannelForm(max_body=120)).body.endswith(f" {PUBLIC}/shop/edge-0")
    assert many(3).text(PUBLIC, ChannelForm(max_body=160)).body.endswith(f" {PUBLIC}/shop/fleet/at/x")


def test_what_was_given_up_is_said_by_the_next_message():
    body = many(1).text(PUBLIC, ChannelForm(), lost=1).body
    bodies = many(1).text(PUBLIC, ChannelForm(), lost=3).body

    assert body.endswith("1 earlier message was not taken by this channel and given up.")
    assert bodies.endswith("3 earlier messages were not taken by this channel and given up.")


def test_two_messages_as_one_keep_the_worst_and_count_all():
    first, second = many(30, BEHIND), many(2)
    both = first.with_more(second)

    assert both.counts == {BLOCKED: 2, BEHIND: 30}
    assert list(both.counts) == [BLOCKED, BEHIND]
    assert len(both.entries) == MAX_ENTRIES
    assert [one.verdict for one in both.entries] == [BEHIND] * 18 + [BLOCKED] * 2
    assert both.href == second.href


def test_changes_of_several_projects_say_which():
    other = Announcement((entry("qa", project="Blog"),), {BLOCKED: 1}, ("Blog",), "/blog")
    text = many(1).with_more(other).text(PUBLIC, ChannelForm())

    assert text.title == "2 projects: 2 changes of verdict: 2 blocked"
    assert [line.partition(":")[0] for line in text.body.split("\n")[::2]] == ["Shop", "Blog"]
    assert many(1).with_more(other).href == "/"


def test_names_are_inert_wherever_they_stand():
    hostile = entry(
        project="@here *Shop*", said="<!channel> _x_ https://evil.example", at=NOON + timedelta(1)
    )
    text = Announcement((hostile,), {BLOCKED: 1}, ("@here *Shop*",), "/shop").text(PUBLIC, ChannelForm())

    words = text.title + text.body.rpartition("\n")[0]
    assert not set("@*<>") & set(words)
    assert "://" not in words
