"""The two sides under the headline of their page."""

from app.web.compare.facts import CompareFacts, Side
from app.web.compare.views import SideView
from app.web.facts.pinned.addresses import pinned_table
from app.web.layout.views import Link, VerdictView
from app.web.urls import releases as release_addresses
from app.web.urls.environment import EnvironmentAddress, location_parameters
from app.web.wording.moments import Times


def side_views(facts: CompareFacts) -> tuple[SideView, ...]:
    """Both sides under the headline: what it is, its history, its verdict now, and when it was seen."""
    return tuple(
        _side(facts, name, side) for name, side in (("first", facts.first), ("second", facts.second))
    )


def _side(facts: CompareFacts, name: str, side: Side) -> SideView:
    live = facts.now is not None
    address = EnvironmentAddress.live(facts.project.slug, side.slug, **location_parameters(side.location))
    if side.snapshot is not None and side.sighting is None and facts.chosen.release is not None:
        address = pinned_table(
            facts.project,
            side.slug,
            side.location,
            side.snapshot.received_at,
            history=side.fingerprint,
            label=facts.chosen.label,
            release=facts.chosen.release.fingerprint,
        )
    sighting = side.sighting
    seen_at = sighting.seen_at if sighting is not None else side.snapshot and side.snapshot.received_at
    word = "seen" if sighting is not None else "received"
    return SideView(
        name,
        Link(side.slug, address.page()),
        side.fingerprint[:8],
        VerdictView.of(sighting.verdict) if sighting is not None and live else None,
        Times(facts.now).of(seen_at) if seen_at else None,
        word if seen_at else "never read",
    )


def release_link(facts: CompareFacts) -> Link | None:
    """The release through which both are seen."""
    release = facts.chosen.release
    if release is None:
        return None
    address = release_addresses.chosen_release(
        facts.project.slug, facts.chosen.label, release.fingerprint, live_page=facts.now is not None
    )
    return Link(facts.chosen.word, address)
