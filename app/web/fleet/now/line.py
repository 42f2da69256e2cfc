"""The line of the bar of a pinned fleet: what became of the environments that were blocked then."""

from collections.abc import Mapping
from datetime import datetime

from app.domain import english
from app.domain.findings import Verdict
from app.store.sessions import ReadSession
from app.web.facts.fleet import FleetFacts
from app.web.facts.live import fleet as live_fleet
from app.web.fleet.address import live_page
from app.web.layout.views import NowLine, VerdictView


def now_line(session: ReadSession, pinned: FleetFacts, *, now: datetime) -> NowLine:
    """What is true now of the fleet that a pinned page shows."""
    present = live_fleet.fleet(session, pinned.project, now=now, release_text=None, with_standings=False)
    return NowLine(_words(pinned, present), _worst(present), link=live_page(pinned))


def _worst(present: FleetFacts) -> VerdictView | None:
    verdicts = [sighting.verdict for sighting in present.sightings.values()] if present.has_release else []
    return VerdictView.of(min(verdicts, key=list(Verdict).index)) if verdicts else None


def _words(pinned: FleetFacts, present: FleetFacts) -> str:
    """`of the 4 blocked then 2 are still blocked and 2 are no longer blocked`; else the sentence of today."""
    then, blocked = _with(pinned, Verdict.BLOCKED), _with(present, Verdict.BLOCKED)
    if not then or not present.has_release:
        sentence = present.sentence.removesuffix(".")
        return sentence[:1].lower() + sentence[1:]
    unknown = then & (_with(present, Verdict.UNSEEN) | _with(present, Verdict.NOT_JUDGED))
    gone = then - present.sightings.keys()
    others = blocked - then
    more = f"; {english.count(len(others), 'other')} {_are(others)} blocked" if others else ""
    said = _of_these(
        len(then),
        {
            "still blocked": then & blocked,
            "not seen or not judged": unknown,
            "gone from the configuration": gone,
            "no longer blocked": then - blocked - unknown - gone,
        },
    )
    return f"{said}{more}"


def _of_these(number: int, slugs_by_word: Mapping[str, set[str]]) -> str:
    found = {word: slugs for word, slugs in slugs_by_word.items() if slugs}
    if len(found) > 1:
        parts = (f"{len(slugs):,} {_are(slugs)} {word}" for word, slugs in found.items())
        return f"of the {number:,} blocked then {english.listed(parts)}"
    ((word, slugs),) = found.items()
    return f"{'the one' if number == 1 else f'all {number:,}'} blocked then {_are(slugs)} {word}"


def _with(facts: FleetFacts, verdict: Verdict) -> set[str]:
    return {slug for slug, sighting in facts.sightings.items() if sighting.verdict is verdict}


def _are(slugs: set[str]) -> str:
    return english.plural(len(slugs), "is", "are")
