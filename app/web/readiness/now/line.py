"""The line of the bar of a pinned readiness: who can take that release now, and whether its label still means it."""

from datetime import datetime

from app.domain.readiness import Answer
from app.store.sessions import ReadSession
from app.web.layout.views import Link, NowLine, VerdictView
from app.web.readiness.answers import TONES, answer_view
from app.web.readiness.facts import ReadinessFacts
from app.web.readiness.facts import live as live_facts
from app.web.server.errors import NotFound


def now_line(session: ReadSession, pinned: ReadinessFacts, *, now: datetime) -> NowLine:
    """What is true now of the release that a pinned page shows: of its files, wherever the label points by now."""
    present = live_facts.readiness(session, pinned.project, pinned.pinned.segment, now=now)
    words = present.outlook.sentence.removesuffix(".")
    worst = next((answer for answer in Answer if present.outlook.counts[answer]), None)
    verdict = None if worst is None else VerdictView(TONES[worst], answer_view(worst).word)
    try:
        labelled = live_facts.readiness(session, pinned.project, pinned.live.segment, now=now)
    except NotFound:
        return NowLine(f"{words[:1].lower()}{words[1:]}; no label {pinned.reference.label} is known", verdict)
    label = labelled.reference.label
    link = Link(f"See {label} now", labelled.address.page())
    if labelled.release.fingerprint == pinned.release.fingerprint:
        return NowLine(f"{words[:1].lower()}{words[1:]}", verdict, link=link)
    moved = f"{label} points to another release, {labelled.release.fingerprint[:8]}"
    return NowLine(f"{moved}; of this one {words[:1].lower()}{words[1:]}", verdict, link=link)
