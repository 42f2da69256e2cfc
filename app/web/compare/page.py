"""Two sides as the view of their page."""

from collections.abc import Iterator

from app.domain import english
from app.domain.findings import Verdict
from app.domain.history import History
from app.domain.keys import MigrationKey
from app.domain.pair import sentences
from app.domain.pair.pair import HistoryPair
from app.domain.pair.track import AppTrack, app_count, tracks
from app.web.compare import choice
from app.web.compare.edits import row_edits
from app.web.compare.facts import CompareFacts
from app.web.compare.share.message import message
from app.web.compare.sides import release_link, side_views
from app.web.compare.track_drawing import track_drawing
from app.web.compare.views import BarPart, ComparePage, OnlyLine, OnlyList, TrackRow
from app.web.facts.target import missing_target
from app.web.layout.frame import frame
from app.web.layout.left_out import left_out
from app.web.layout.views import Empty, Frame, Head, Link, PinnedBar, Step
from app.web.urls.compare import choice as choice_address
from app.web.urls.pages import below
from app.web.wording import rich_text as text
from app.web.wording.messages import markdown
from app.web.wording.moments import Times
from app.web.wording.vocabulary import with_fingerprint

MAX_ROWS = 40
"""Further apps are shown on demand."""

MAX_ALL_ROWS = 200
"""So many apps are on the page at all."""

MAX_LINES = 12
"""Further migrations of a list are shown on demand."""

MAX_ALL_LINES = 300
"""So many migrations of a list are on the page at all."""

LEAST_SHARE = 1.0
"""A part of the bar is so wide at least, of 100, so that it is seen; its words stand below."""


def page(facts: CompareFacts, public: str = "") -> ComparePage:
    """
    The page of two sides; where there is no pair it says what is missing.

    `public` is the address of the dashboard, for the link in the text to copy.
    """
    pair = facts.pair
    if pair is None:
        return _empty_page(facts)
    said = message(facts)
    return _Composer(facts, pair).view("" if said is None else markdown(said, public))


class _Composer:
    """Makes the view of one pair."""

    def __init__(self, facts: CompareFacts, pair: HistoryPair) -> None:
        self.facts, self.pair, self.names = facts, pair, facts.names
        self.tracks = tracks(pair)
        self.twin = facts.address.json()
        shown = (key for track in self.tracks for key in (*track.only_first, *track.only_second))
        self.keys = tuple(shown)

    def view(self, said: str) -> ComparePage:
        facts, pair, names = self.facts, self.pair, self.names
        rows = tuple(self._row(track) for track in self.tracks[:MAX_ALL_ROWS])
        same = app_count(pair) - len(self.tracks)
        headline = text.plain(sentences.headline(pair, names))
        return ComparePage(
            frame=_frame(facts, text.flat(headline)),
            head=Head(
                headline,
                crumbs=(Link("Compare", choice_address(facts.project.slug)),),
                copy_link=None if facts.pinned is None else facts.pinned.page(),
                markdown=said,
            ),
            form=choice.form(facts),
            sides=side_views(facts),
            release=release_link(facts),
            bar=tuple(_bar(pair, names.first, names.second)),
            rows=rows[:MAX_ROWS],
            more_rows=rows[MAX_ROWS:],
            rows_left_out=left_out(len(self.tracks) - MAX_ALL_ROWS, "app", self.twin),
            rows_title=_differ(len(self.tracks)),
            same_note=f"{same:,} {english.plural(same, 'is', 'are')} the same in both" if same else "",
            counts_title=f"{names.first} : {names.second}",
            notes=tuple(self._notes()),
            lists=tuple(self._lists()),
            swap=Link("Swap", facts.swapped.page()),
            files=_files(facts),
        )

    def _row(self, track: AppTrack) -> TrackRow:
        words = sentences.track_words(self.pair, track, self.names)
        known = sum(not self.pair.is_unknown(key) for key in track.keys)
        counts = f"{track.first_count:,} : {track.second_count:,}"
        drawing = track_drawing(self.pair, track, f"{track.label}: {counts}")
        keys = (*track.only_first, *track.only_second)
        return TrackRow(track.label, known, drawing, counts, text.with_keys(words, keys))

    def _notes(self) -> Iterator[text.Text]:
        yield from row_edits(self.facts)
        note = sentences.order_note(self.pair)
        if note:
            yield text.plain(note)
        frontier = self.pair.frontier
        if frontier and not self.pair.is_same:
            words = f"Both have everything up to {english.listed(frontier, 4)}."
            yield text.with_keys(words, frontier)

    def _lists(self) -> Iterator[OnlyList]:
        pair, names = self.pair, self.names
        for side, name, history, keys in (
            ("first", names.first, pair.first, pair.only_first),
            ("second", names.second, pair.second, pair.only_second),
        ):
            if keys:
                lines = tuple(self._line(history, key) for key in keys[:MAX_ALL_LINES])
                yield OnlyList(
                    side,
                    f"Only in {name}, {len(keys):,}",
                    lines[:MAX_LINES],
                    lines[MAX_LINES:],
                    left_out(len(keys) - MAX_ALL_LINES, "migration", self.twin),
                )

    def _line(self, history: History, key: MigrationKey) -> OnlyLine:
        row = history.rows[history.first_position[key]]
        migration = self.pair.release.migrations.get(key)
        applied = row.applied_at
        return OnlyLine(
            (text.key_part(key),),
            "" if applied is None else english.date(applied),
            is_unknown=migration is None,
            irreversible=migration is not None and migration.irreversible,
            words=f"no file in {self.names.release}" if migration is None else "",
        )


def _files(facts: CompareFacts) -> tuple[Link, ...]:
    page = facts.address.page()
    return (
        Link("CSV", below(page, ".csv")),
        Link("Markdown", below(page, ".md")),
        Link("JSON", facts.address.json()),
    )


def _differ(number: int) -> str:
    return f"{english.count(number, 'app')} {english.plural(number, 'differs', 'differ')}"


def _bar(pair: HistoryPair, first: str, second: str) -> Iterator[BarPart]:
    """In both, only in the first, in another order, only in the second; each wide enough to be seen."""
    both = f"{pair.both_in_first:,}"
    if pair.both_in_first != pair.both_in_second:
        both += f" : {pair.both_in_second:,}"
    parts = [
        ("both", pair.both_in_first, f"{both} in both"),
        ("first", len(pair.only_first), f"{len(pair.only_first):,} only in {first}"),
        ("order", len(pair.other_orders), f"{len(pair.other_orders):,} in another order"),
        ("second", len(pair.only_second), f"{len(pair.only_second):,} only in {second}"),
    ]
    shown = [part for part in parts if part[1]]
    room = 100 - LEAST_SHARE * len(shown)
    total = sum(number for _, number, _ in shown)
    start = 0.0
    for kind, number, words in shown:
        share = LEAST_SHARE + room * number / total
        yield BarPart(kind, words, round(start, 2), round(share, 2))
        start += share


def _frame(facts: CompareFacts, headline: str) -> Frame:
    pinned = facts.pinned
    bar = None
    if facts.now is None and pinned is not None:
        histories = " and ".join(
            with_fingerprint(side.slug, side.fingerprint) for side in (facts.first, facts.second)
        )
        live = facts.latest
        bar = PinnedBar(
            text.plain(f"This page always shows the histories {histories}."),
            Link("See both now", live.page()),
        )
    return frame(
        facts.project,
        headline,
        current="Compare",
        share=f"{facts.names.first} and {facts.names.second} · {facts.project.name}",
        description=headline,
        times=Times(facts.now),
        tone=_worst_now(facts),
        twin=facts.address.json(),
        canonical=None if pinned is None else pinned.page(),
        pinned=bar,
    )


def _worst_now(facts: CompareFacts) -> str:
    """The worse verdict of two sides as they are now; empty where one of them is an earlier history."""
    sightings = [side.sighting for side in (facts.first, facts.second)]
    verdicts = [each.verdict for each in sightings if each is not None]
    return min(verdicts, key=list(Verdict).index).value if len(verdicts) == 2 else ""


def _empty_page(facts: CompareFacts) -> ComparePage:
    unread = [side.slug for side in (facts.first, facts.second) if side.snapshot is None]
    steps: tuple[Step, ...] = ()
    if unread:
        names = english.listed(dict.fromkeys(unread))
        headline = f"{names} {english.plural(len(set(unread)), 'was', 'were')} never read: there is nothing to compare."
        empty = Empty("The page of an environment says why it could not be read.")
    else:
        headline = "No release is known, so nothing says which order means something."
        steps = missing_target(facts.project, facts.chosen.label, facts.chosen.labels).steps
        empty = Empty("Add the release that they are meant to run:", tuple(steps))
    return ComparePage(
        frame=_frame(facts, headline),
        head=Head(text.plain(headline), crumbs=(Link("Compare", choice_address(facts.project.slug)),)),
        form=choice.form(facts),
        sides=side_views(facts),
        empty=empty,
    )
