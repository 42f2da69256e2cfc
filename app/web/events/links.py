"""The links of an event: the pinned pages that show what was before and what came after."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from app.domain.events.event import Event, LabelMove, LookPair, NewerReleases, VerdictChange
from app.domain.fleet.deployment import Deployment
from app.domain.label import Label
from app.web.facts.events.timeline import Timeline
from app.web.facts.pinned.addresses import pinned_table
from app.web.layout.views import Link
from app.web.urls import releases as release_addresses
from app.web.urls.compare import CompareAddress, SideSegment
from app.web.urls.labels import newer_value

INSTANT = timedelta(microseconds=1)

BOTH_LOOKS = "Both looks side by side"
BOTH_RELEASES = "What changed between the two releases"


def links(timeline: Timeline, event: Event) -> tuple[Link, ...]:
    """The links of an event; none where no release is known through which a history could be seen."""
    return tuple(_links(timeline, event))


def _links(timeline: Timeline, event: Event) -> Iterator[Link]:
    project = timeline.project.slug
    match event.detail:
        case LabelMove() as move:
            yield from _releases(project, move.before, move.after)
        case Deployment():
            after = timeline.placed(event.environment, event.at)
            before = timeline.placed(event.environment, event.at - INSTANT)
            yield from _releases(project, before if after else None, after)
        case VerdictChange() as change if event.pair is not None:
            yield from _verdict(timeline, event, event.pair, change)
        case VerdictChange() as change:
            yield from _releases(project, *change.releases)
        case _:
            release = timeline.seen_through(event.environment, event.at)
            if event.pair is not None and release is not None:
                yield _looks(timeline, event, event.pair, release)


def _looks(timeline: Timeline, event: Event, pair: LookPair, release: Label) -> Link:
    if pair.before is None:
        seen = pinned(timeline, event, pair.after, pair.after_received, release, pair.newer_after)
        return Link("What was seen", seen)
    sides = (SideSegment(event.environment, each, event.location) for each in (pair.before, pair.after))
    address = CompareAddress.pinned(
        timeline.project.slug, *sides, label=release.label, release=release.fingerprint
    )
    return Link(BOTH_LOOKS, address.page())


def _verdict(timeline: Timeline, event: Event, pair: LookPair, change: VerdictChange) -> Iterator[Link]:
    """Yield the environment before and after, each against the release of its time."""
    sides = (
        ("Before", pair.before, pair.before_received, pair.newer_before),
        ("After", pair.after, pair.after_received, pair.newer_after),
    )
    for (word, history, received, newer), release in zip(sides, change.releases, strict=True):
        if history is not None and received is not None and release is not None:
            yield Link(word, pinned(timeline, event, history, received, release, newer))


def pinned(  # noqa: PLR0913, PLR0917 - all that the address names
    timeline: Timeline, event: Event, history: str, received: datetime, release: Label, newer: NewerReleases
) -> str:
    """The page of a history of the environment of an event against a release, where these newer ones are known."""
    address = pinned_table(
        timeline.project,
        event.environment,
        event.location,
        received,
        history=history,
        label=release.label,
        release=release.fingerprint,
        newer=newer_value(newer),
    )
    return address.page()


def _releases(project: str, before: Label | None, after: Label | None) -> Iterator[Link]:
    """Yield the difference of two releases, or the page of the one that there is."""
    segments = [
        release_addresses.pinned_segment(each.label, each.fingerprint)
        for each in (before, after)
        if each is not None
    ]
    if before is not None and after is not None and before.fingerprint != after.fingerprint:
        yield Link(BOTH_RELEASES, release_addresses.difference(project, *segments))
    elif segments:
        yield Link("The release", release_addresses.release(project, segments[-1]))
