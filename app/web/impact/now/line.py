"""The line of the bar of a pinned blast radius: whom that release would harm now, and where its label points."""

from datetime import datetime

from app.domain.impact.headline import headline
from app.store.sessions import ReadSession
from app.web.impact.facts import ImpactFacts
from app.web.impact.facts import live as live_facts
from app.web.layout.views import Link, NowLine
from app.web.server.errors import NotFound


def now_line(session: ReadSession, pinned: ImpactFacts, *, now: datetime) -> NowLine:
    """What is true now of the release that a pinned page shows: of its files, wherever the label points by now."""
    present = live_facts.impact(session, pinned.project, pinned.pinned.segment, now=now)
    words = headline(present.impact).removesuffix(".")
    try:
        labelled = live_facts.impact(session, pinned.project, pinned.live.segment, now=now)
    except NotFound:
        return NowLine(f"no label {pinned.reference.label} is known any more. {words}")
    label = labelled.reference.label
    link = Link(f"See {label} now", labelled.address.page())
    if labelled.release.fingerprint == pinned.release.fingerprint:
        return NowLine(words, link=link)
    moved = f"{label} points to another release, {labelled.release.fingerprint[:8]}"
    return NowLine(f"{moved}. Of this one: {words}", link=link)
