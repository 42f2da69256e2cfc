"""The line of the bar of a pinned environment: what is true now, in a few words."""

from datetime import datetime

from app.domain import english
from app.domain.course.stage import Arrival
from app.domain.findings import VERDICT_WORDS, Verdict
from app.store.sessions import ReadSession
from app.web.environment.head import live_page
from app.web.environment.now.present import facts_now
from app.web.facts.course.stages import stages_of
from app.web.facts.environment import EnvironmentFacts
from app.web.layout.views import NowLine, VerdictView
from app.web.wording.moments import Times


def now_line(session: ReadSession, pinned: EnvironmentFacts, *, now: datetime) -> NowLine:
    """What is true now of the table that a pinned page shows."""
    found = facts_now(session, pinned, now=now)
    if isinstance(found, str):
        return gone(found)
    if found.sighting.verdict is Verdict.UNSEEN:
        return not_seen(found, now=now)
    times, verdict = Times(now), VerdictView.of(found.sighting.verdict)
    seen = None if found.snapshot is None else times.of(found.snapshot.seen_at)
    return NowLine(_words(session, pinned, found, now), verdict, seen, live_page(found))


def gone(words: str) -> NowLine:
    """Nobody looks at it any more."""
    return NowLine(words[:1].lower() + words[1:])


def not_seen(found: EnvironmentFacts, *, now: datetime) -> NowLine:
    """`not seen since 08:26 UTC, blocked then`."""
    sighting = found.sighting
    since = "" if sighting.seen_at is None else f" since {english.clock(sighting.seen_at, now=now)}"
    last = sighting.last_verdict
    then = f", {VERDICT_WORDS[last].lower()} then" if last and since else ""
    return NowLine(f"not seen{since}{then}", VerdictView.of(Verdict.UNSEEN), None, live_page(found))


def _words(session: ReadSession, pinned: EnvironmentFacts, found: EnvironmentFacts, now: datetime) -> str:
    """`still blocked`; `blocked for another reason`; `in step since 10:41 UTC`; `on v1.3` where that is another."""
    verdict = found.sighting.verdict
    word = VERDICT_WORDS[verdict].lower()
    then, here = pinned.chosen.release, found.chosen.release
    is_same_release = then is None or here is None or then.fingerprint == here.fingerprint
    on = "" if is_same_release else f" on {found.chosen.word}"
    if verdict is not pinned.sighting.verdict:
        return f"{word}{on}{_since(session, found, now)}"
    if verdict is Verdict.BLOCKED and set(pinned.sighting.blockers).isdisjoint(found.sighting.blockers):
        return f"{word} for another reason{on}"
    return f"still {word}{on}"


def _since(session: ReadSession, found: EnvironmentFacts, now: datetime) -> str:
    """` since 10:41 UTC`; empty where it was so at the first look, or in all that are compared."""
    began = stages_of(session, found).verdict_began
    if began is None or began.is_open or began.stage.arrival is Arrival.FIRST:
        return ""
    return f" since {english.clock(began.at, now=now)}"
