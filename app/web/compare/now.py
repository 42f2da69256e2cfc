"""The line of the bar of a pinned pair: what the two environments are to each other now."""

from datetime import datetime

from app.domain.pair import sentences
from app.store.sessions import ReadSession
from app.web.compare.facts import CompareFacts, live_facts
from app.web.compare.request import SideRequest
from app.web.layout.views import Link, NowLine

SAME = "both still have these histories"


def now_line(session: ReadSession, facts: CompareFacts, *, now: datetime) -> NowLine:
    """What is true now of a pinned pair; without a link where an environment is not configured any more."""
    sides = (facts.first, facts.second)
    gone = [side.slug for side in sides if facts.project.environment(side.slug) is None]
    if gone:
        return NowLine(f"{gone[0]} is not looked at by this dashboard")
    asked = [SideRequest(side.slug, side.location.alias, side.location.schema or None) for side in sides]
    present = live_facts(session, facts.project, asked, release_text=None, now=now)
    link = Link("See both now", present.address.page())
    if (present.first.fingerprint, present.second.fingerprint) == tuple(side.fingerprint for side in sides):
        return NowLine(SAME, link=link)
    if present.pair is None:
        return NowLine("one of them cannot be compared now", link=link)
    return NowLine(sentences.headline(present.pair, present.names).rstrip("."), link=link)
