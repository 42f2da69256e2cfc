"""The line of the bar of a pinned environment before a release: what is so now of that release."""

from datetime import datetime

from app.store.sessions import ReadSession
from app.web.layout.views import Link, NowLine, VerdictView
from app.web.readiness.answers import TONES, answer_view
from app.web.readiness.environment.dependencies import OneEnvironment
from app.web.readiness.facts import live as live_facts
from app.web.readiness.notes import first_thing
from app.web.server.errors import NotFound
from app.web.wording import rich_text as text


def now_line(session: ReadSession, one: OneEnvironment, *, now: datetime) -> NowLine:
    """What is true now; without a link where no label leads to the release any more."""
    facts, slug = one.facts, one.readiness.environment
    present = live_facts.readiness(session, facts.project, facts.pinned.segment, now=now)
    each = present.outlook.by_slug.get(slug)
    if each is None:
        return NowLine(f"{slug} is not looked at by this dashboard")
    answer = answer_view(each.answer).word
    words = f"{answer}: {text.flat(first_thing(present, each)).removesuffix('.')}"
    verdict = VerdictView(TONES[each.answer], answer)
    try:
        live_facts.readiness(session, facts.project, facts.live.segment, now=now)
    except NotFound:
        return NowLine(words, verdict)
    return NowLine(words, verdict, link=Link(f"See {slug} now", facts.live.environment(slug)))
