"""One environment of the fleet as a row, and one cause as a card."""

from collections.abc import Sequence
from datetime import datetime

from app.domain import english, runbook
from app.domain.drift import Drift
from app.domain.english import listed
from app.domain.findings import Code, Finding, Severity, Verdict
from app.domain.fleet import Sighting
from app.domain.fleet.causes import SharedFinding
from app.domain.resolution.app_order import app_order
from app.domain.status import Status
from app.web.facts.live import FleetFacts
from app.web.findings import reasons
from app.web.fleet.address import FleetAddress
from app.web.fleet.views import Barcode, CauseCard, FleetRow
from app.web.layout.views import VerdictView
from app.web.urls import pages as addresses
from app.web.wording import rich_text as text
from app.web.wording.environment import line
from app.web.wording.moments import Moment, Times

WHYS = 3
"""So many lines about what brought a cause stand on its card; the page of an environment has all."""


class Rows:
    """Makes the rows of one fleet; `lanes` are the apps of the release, in the order of the map."""

    def __init__(self, facts: FleetFacts, address: FleetAddress) -> None:
        self.facts, self.address = facts, address
        self.times = Times(None if facts.at else facts.now)
        self.places = {place.slug: place for place in facts.places}
        release = facts.chosen.release
        self.lanes = (
            () if release is None else tuple(app for app in app_order(release) if app in release.apps)
        )

    def card(self, cause: SharedFinding) -> CauseCard:
        finding, number = cause.finding, len(cause.environments)
        entry = runbook.ENTRIES[finding.code]
        if finding.code is Code.MISSING_DEPENDENCY and finding.related:
            has = "has no row" if len(finding.related) == 1 else "have no rows"
            said = f"{finding.subject} needs {listed(finding.related)}, which {has}."
        else:
            said = runbook.sentence(finding)
        where = f"The same cause in {number} environments" if number > 1 else "In one environment"
        verdict = Verdict.BLOCKED if finding.code.severity is Severity.BLOCKING else Verdict.DRIFTED
        tone = verdict.value if finding.code.severity is not Severity.INFORMATION else "note"
        code = finding.code.value
        note = f"{where}. {entry.consequence}"
        drift = self.facts.sightings[cause.environments[0]].drift
        whys = reasons.of_cause(self.facts.code, drift, finding) if drift else ()
        return CauseCard(text.of(finding, said), note, code, addresses.runbook(code), tone, whys[:WHYS])

    def row(self, one: Sighting, cause: Finding | None) -> FleetRow:
        place = self.places[one.environment]
        history = self.facts.histories.get(one.environment)
        rows = None if history is None else len(history.rows)
        if self.facts.chosen.release is None and history is not None and not one.failure and not one.stale:
            sentence = text.plain(f"{english.count(rows or 0, 'row')} recorded.")
        else:
            sentence = line(one, label=self.facts.chosen.label, times=self.times, cause=cause)
        return FleetRow(
            one.environment,
            self.address.environment(one.environment),
            None if self.facts.chosen.release is None else VerdictView.of(one.verdict),
            " · ".join(filter(None, (place.tier, place.region))),
            sentence,
            self._barcode(one),
            one.pending if one.verdict is not Verdict.UNSEEN else None,
            rows,
            None if one.seen_at is None else self._seen(one.seen_at),
            None if one.seen_at is None or self.facts.at else self.times.short(one.seen_at),
        )

    def _seen(self, moment: datetime) -> Moment:
        return self.times.of(moment) if self.facts.at is None else self.times.short(moment)

    def _barcode(self, one: Sighting) -> Barcode | None:
        if self.facts.chosen.release is None:
            return None
        if one.drift is None or one.verdict is Verdict.UNSEEN:
            return Barcode(0, name="no fresh data")
        return barcode(one.drift, self.lanes)


def barcode(drift: Drift, lanes: Sequence[str]) -> Barcode:
    """Which apps differ, each with the worst that is to be said of it."""
    worst: dict[str, int] = {}
    for key, status in drift.statuses.items():
        if status is Status.PENDING:
            worst.setdefault(key.app_label, 2)
    for finding in drift.findings:
        weight = {Severity.BLOCKING: 0, Severity.TROUBLE: 1, Severity.INFORMATION: 3}[finding.code.severity]
        for key in (finding.subject, *finding.related):
            worst[key.app_label] = min(weight, worst.get(key.app_label, 3))
    places = {
        weight: tuple(i for i, app in enumerate(lanes) if worst.get(app) == weight) for weight in range(3)
    }
    words_of = ("blocked", "drifted", "to run")
    said = [
        f"{words_of[weight]}: {', '.join(app for app in lanes if worst.get(app) == weight)}"
        for weight in range(3)
        if places[weight]
    ]
    return Barcode(len(lanes), places[0], places[1], places[2], "; ".join(said) or "every app is the same")
