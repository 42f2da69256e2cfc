"""The events of a time line as the view of their page."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date
from itertools import groupby

from app.domain import english
from app.domain.events.event import Event, VerdictChange
from app.domain.events.outage import Outage
from app.domain.events.row_changes import RowEdit
from app.domain.events.sentences import edit_words, keys, note, sentence
from app.domain.events.table_change import TableChange
from app.domain.events.what import KIND_WORDS, EventKind, What
from app.domain.table_location import DEFAULT_LOCATION
from app.web.events.links import links
from app.web.events.rounds import rounds
from app.web.events.views import Day, EventLine, EventsPage, Form
from app.web.facts.events.timeline import Timeline
from app.web.layout.frame import frame
from app.web.layout.views import Choice, Empty, Fact, Frame, Head, Link
from app.web.urls import pages as addresses
from app.web.urls.environment import EnvironmentAddress
from app.web.urls.events.address import EventsAddress
from app.web.wording import rich_text as text
from app.web.wording.moments import Times
from app.web.wording.rich_text import Text

MAX_ROWS = 20
"""Of one event so many rows stand on the page; the JSON has all."""

MAX_ENVIRONMENTS = 12
"""Of one event so many environments stand on the page; the JSON has all."""

ICONS = {
    EventKind.RECORDED: "applied",
    EventKind.REMOVED: "missing",
    EventKind.REWRITTEN: "out-of-order",
    EventKind.TABLE: "squash",
    EventKind.REACH: "unseen",
    EventKind.DEPLOYED: "pending",
    EventKind.LABEL: "pin",
}
"""The icon of each kind; a change of the verdict has that of the verdict."""

LATER = "later than now: the clock here was ahead"


def page(timeline: Timeline, address: EventsAddress) -> EventsPage:
    """The page of some events."""
    feed = address.first().form(".atom")
    return EventsPage(
        frame=_frame(timeline, address),
        head=_head(timeline, address),
        form=_form(address),
        days=tuple(_days(timeline, address)),
        empty=None if timeline.events else _empty(timeline, address),
        older=None if timeline.older is None else Link("Older events", address.older(timeline.older).page()),
        newest=Link("The newest events", address.first().page()) if address.before else None,
        feed=feed,
        forms=(Link("JSON", address.form(".json")), Link("Atom feed", feed)),
    )


def headline(timeline: Timeline) -> str:
    """What the time line is of."""
    return f"What happened in {timeline.environment or timeline.project.name}"


def _frame(timeline: Timeline, address: EventsAddress) -> Frame:
    said = headline(timeline)
    newest = timeline.events[0] if timeline.events else None
    return frame(
        timeline.project,
        said,
        current="Fleet",
        share=said,
        description=f"{said}: rows, verdicts, deployments and labels, by day."
        if newest is None
        else f"{where(timeline, newest)}{sentence(newest)}",
        times=Times(timeline.now),
        twin=address.form(".json"),
    )


def where(timeline: Timeline, event: Event) -> str:
    """`sandbox-3, schema acme: ` before a sentence; empty where the page says it."""
    named = ["" if timeline.environment else event.environment, place(event)]
    said = ", ".join(filter(None, named))
    return f"{said}: " if said else ""


def place(event: Event) -> str:
    """The database or the schema of an event, where it is not the usual one; of several schemas their number."""
    if isinstance(event.detail, Outage) and event.detail.tables > 1:  # whose sentence has their number
        return english.visible(event.location.alias)
    if event.pair is not None and event.pair.tables > 1:
        return f"{english.count(event.pair.tables, 'schema')} of {english.visible(event.location.alias)}"
    is_usual = event.location == DEFAULT_LOCATION or not event.environment
    return "" if is_usual else english.visible(str(event.location))


def _head(timeline: Timeline, address: EventsAddress) -> Head:
    home = addresses.home(timeline.project.slug)
    crumbs = [Link("Fleet", home)]
    slug = timeline.environment
    if slug is not None:
        crumbs.append(Link(slug, EnvironmentAddress.live(timeline.project.slug, slug).page()))
    facts = [Fact("Times are UTC, by the clock of this dashboard")]
    if slug is not None and timeline.project.environment(slug) is None:
        facts.append(Fact(f"{slug} is not looked at any more"))
    if slug is not None:
        project = EventsAddress(timeline.project.slug)
        facts.append(Fact(strong="All environments", href=project.page()))
    if address.begin or address.end:
        facts.append(Fact(_range(address)))
    return Head(text.plain(headline(timeline)), tuple(facts), name="Events", crumbs=tuple(crumbs))


def _range(address: EventsAddress) -> str:
    begin, end = address.begin, address.end
    if begin == end and begin is not None:
        return f"on {_date(begin)}"
    said = [f"from {_date(begin)}"] if begin else []
    return " ".join([*said, f"to {_date(end)}"] if end else said)


def _date(day: date) -> str:
    return f"{day.day} {day:%b} {day.year}"


def _form(address: EventsAddress) -> Form:
    everything = EventsAddress(address.project, address.environment)
    return Form(
        address.path,
        tuple(Choice(kind.value, KIND_WORDS[kind], chosen=kind in address.kinds) for kind in EventKind),
        address.begin.isoformat() if address.begin else "",
        address.end.isoformat() if address.end else "",
        everything.page() if address.first() != everything else "",
    )


def _empty(timeline: Timeline, address: EventsAddress) -> Empty:
    everything = EventsAddress(address.project, address.environment)
    if timeline.older is not None:
        reached = timeline.reached
        since = "" if reached is None else f" back to {english.absolute(reached)}"
        return Empty(f"No event of these kinds{since}. Older ones were not looked through yet.")
    if address == everything:
        return Empty("Nothing was seen yet.")
    return Empty("No event of these kinds and days.", link=Link("Show all events", everything.page()))


def _days(timeline: Timeline, address: EventsAddress) -> Iterable[Day]:
    """The days, made once for all moments, but for what is yet to come."""
    days = timeline.of_all(("days", address), lambda: tuple(_days_of(timeline, address)))
    later = {
        f"day-{_day(event).isoformat()}"
        for event in timeline.events
        if english.is_later(event.at, now=timeline.now)
    }
    return [replace(day, note=LATER) if day.id in later else day for day in days]


def _days_of(timeline: Timeline, address: EventsAddress) -> Iterator[Day]:
    for day, events in groupby(timeline.events, key=_day):
        lines = tuple(
            _line(timeline, each[0]) if len(each) == 1 else _round(timeline, each) for each in rounds(events)
        )
        yield Day(f"day-{day.isoformat()}", Link(_date(day), address.day(day).page()), "", lines)


def _round(timeline: Timeline, events: Sequence[Event]) -> EventLine:
    """The line of many environments that were seen first in one round; it opens the line of each."""
    first, last = events[-1], events[0]
    number = english.count(len({event.environment for event in events}), "environment")
    at = replace(Times.absolute(last.at), text=f"{last.at.astimezone(UTC):%H:%M}")
    return EventLine(
        last.kind.value,
        ICONS[last.kind],
        at,
        None,
        "",
        text.plain(f"{number} first seen."),
        "",
        between(replace(last, since=first.at)),
        (),
        lines=tuple(_line(timeline, event) for event in events),
        lines_words=f"Show the {number}",
    )


def _day(event: Event) -> date:
    return event.at.astimezone(UTC).date()


def _line(timeline: Timeline, event: Event) -> EventLine:
    slug = event.environment
    edits = event.detail.edits if isinstance(event.detail, TableChange) else ()
    has_rows = len(edits) > 1 or event.what in (What.RECORDED, What.REMOVED)
    shown = edits[:MAX_ROWS] if has_rows else ()
    several = event.detail.environments if isinstance(event.detail, VerdictChange) and not slug else ()
    project = timeline.project.slug
    at = replace(Times.absolute(event.at), text=f"{event.at.astimezone(UTC):%H:%M}")
    return EventLine(
        event.kind.value,
        event.detail.after.value if isinstance(event.detail, VerdictChange) else ICONS[event.kind],
        at,
        Link(slug, EventsAddress(project, slug).page()) if slug and timeline.environment is None else None,
        place(event),
        text.with_keys(sentence(event), keys(event)),
        note(event),
        between(event),
        links(timeline, event),
        tuple(_row_text(edit) for edit in shown),
        f"Show {english.count(len(edits), 'row') if len(edits) > 1 else 'the row'}" if shown else "",
        f"{len(edits) - len(shown):,} more in the JSON" if has_rows and len(edits) > len(shown) else "",
        tuple(Link(each, EventsAddress(project, each).page()) for each in several[:MAX_ENVIRONMENTS]),
        f"and {len(several) - MAX_ENVIRONMENTS:,} more" if len(several) > MAX_ENVIRONMENTS else "",
    )


def _row_text(edit: RowEdit) -> Text:
    words = edit_words(edit)
    return text.with_keys(f"{edit.key} · {words}" if words else str(edit.key), [edit.key])


def between(event: Event) -> str:
    """Between which two looks it happened: `between 08:40 and 08:55 UTC`; empty where there was no look before."""
    since = event.since
    if since is None or english.absolute(since) == english.absolute(event.at):
        return ""
    if english.date(since) == english.date(event.at):
        early, late = since.astimezone(UTC), event.at.astimezone(UTC)
        return f"between {early:%H:%M} and {late:%H:%M} UTC"
    return f"between {english.absolute(since)} and {english.absolute(event.at)}"
