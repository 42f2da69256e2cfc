"""One environment of the fleet as a row, and one cause as a card."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from app.cache import WeightedCache
from app.domain import english, runbook
from app.domain.drift import Drift
from app.domain.findings import VERDICT_MEANINGS, Finding, Severity
from app.domain.fleet import Sighting
from app.domain.fleet.causes import SharedFinding
from app.domain.fleet.running_release import ReleaseBasis
from app.domain.status import Status
from app.reader import go_on
from app.web.facts.comparisons import MAX_DRIFTS, known_circumstances_of
from app.web.findings import reasons
from app.web.findings.badges import WEIGHTS
from app.web.fleet.row_views import Bar, Barcode, Bars, CauseCard, FleetRow, ReleaseCell, RowBody
from app.web.fleet.selection import FleetSelection
from app.web.layout.views import VerdictView
from app.web.strip.day_strip import day_strip
from app.web.urls import pages as addresses
from app.web.wording import rich_text as text
from app.web.wording.environment import also_said, row_sentence
from app.web.wording.moments import Moment
from app.web.wording.rich_text import Text

MAX_REASONS = 3
"""A cause's card shows this many reasons at most; the page of an environment shows all."""

MAX_CARDS = 500
"""So many cards of one fleet are kept."""

BAR_WEIGHTS = ("blocked", "drifted", "behind")
"""What the bar of an app shows, worst first."""

NO_BAR = len(BAR_WEIGHTS)

BAR_RANKS = {Severity.BLOCKING: 0, Severity.TROUBLE: 1, Severity.INFORMATION: NO_BAR}
"""Which of them a finding makes the bar of its app; information shows nothing."""

MAX_BARS = 96
"""With more apps than bars that can be told apart, each bar speaks of several apps that follow each other."""

BAR_WORDS = {"blocked": "blocked", "drifted": "drifted", "behind": "with migrations to run"}
"""The words of a barcode's name for how many apps there are of each."""

_barcodes: WeightedCache[Drift, Barcode] = WeightedCache(MAX_DRIFTS)
"""By the comparison, which is one value in memory: another history or another release is another one."""


def card(fleet: FleetSelection, cause: SharedFinding) -> CauseCard:
    """The card of one cause, above the rows of the environments that share it; made once while nothing is written."""
    cards: WeightedCache[tuple[Finding, str, int], CauseCard] = fleet.facts.of_all(
        "cards", fleet.address.release_text, lambda: WeightedCache(MAX_CARDS)
    )
    key = (cause.finding, cause.environments[0], len(cause.environments))
    kept = cards.get(key)
    if kept is None:
        kept = _card(fleet, cause)
        cards.put(key, kept)
    return kept


def _card(fleet: FleetSelection, cause: SharedFinding) -> CauseCard:
    finding, number = cause.finding, len(cause.environments)
    code = finding.code.value
    where = f"The same cause in {number:,} environments" if number > 1 else "In one environment"
    drift = fleet.facts.sightings[cause.environments[0]].drift
    lines = reasons.cause_lines(fleet.facts.project, fleet.facts.code, drift, finding) if drift else ()
    circumstances = known_circumstances_of(drift, finding) if drift else runbook.GENERAL
    return CauseCard(
        id=_reasons_id(finding),
        sentence=text.of(finding, runbook.sentence(finding, circumstances)),
        note=f"{where}. {runbook.consequence(finding, circumstances)}",
        code=code,
        runbook=addresses.runbook(code),
        verdict=WEIGHTS[finding.code.severity],
        finding=fleet.address.lasting_finding(cause.environments[0], finding),
        reasons=lines[:MAX_REASONS],
    )


def _reasons_id(finding: Finding) -> str:
    """An id for the reasons of a finding, whatever letters its keys have."""
    said = "\n".join(map(str, (finding.code.value, finding.subject, *finding.related)))
    return f"why-{sha256(said.encode()).hexdigest()[:10]}"


def row(
    fleet: FleetSelection,
    sighting: Sighting,
    cause: Finding | None = None,
    *,
    has_card: bool = True,
    version: str = "",
) -> FleetRow:
    """
    The row of one environment; with a `cause` it is about that.

    Below the card of the cause its sentence says only what is particular to it; where the cause `has_card` not, all.
    """
    seen_at, days = sighting.seen_at, fleet.facts.days_of(sighting.environment)
    return FleetRow(
        _body(fleet, sighting, cause, has_card=has_card),
        seen=None if seen_at is None else _seen(fleet, seen_at),
        age=None if seen_at is None or fleet.facts.at else fleet.times.short(seen_at),
        days=day_strip(days or ()),
        has_days=fleet.facts.fortnights is not None,
        is_reading=days is None,
        version=version,
    )


def _body(fleet: FleetSelection, sighting: Sighting, cause: Finding | None, *, has_card: bool) -> RowBody:
    slug, has_release = sighting.environment, fleet.facts.has_release
    info = fleet.infos[slug]
    return RowBody(
        slug=slug,
        href=fleet.address.environment(slug),
        verdict=VerdictView.of(sighting.verdict) if has_release else None,
        tier_and_region=" · ".join(filter(None, (info.tier, info.region))),
        sentence=_sentence(fleet, sighting, cause)
        if has_card or cause is None
        else _cause_sentence(sighting, cause),
        barcode=_barcode(fleet, sighting) if has_release else None,
        pending=sighting.pending if sighting.is_judged else None,
        release=_release(fleet, slug),
        against=fleet.facts.release_of(slug).word if fleet.facts.has_several_releases else "",
        finding=_finding(fleet, sighting, cause),
        compare=fleet.address.compare(slug),
    )


def _finding(fleet: FleetSelection, sighting: Sighting, cause: Finding | None) -> str | None:
    """The page of the finding that the sentence of a row is about: the cause, else the worst one that weighs."""
    drift = (sighting.parts or (sighting,))[0].drift
    if drift is None or not sighting.is_judged:
        return None
    weighing = (finding for finding in drift.findings if finding.code.severity is not Severity.INFORMATION)
    finding = cause or next(weighing, None)
    return None if finding is None else fleet.address.finding(sighting.environment, finding)


def _release(fleet: FleetSelection, slug: str) -> ReleaseCell | None:
    """Which release runs there: as it was told or declared, else where the rows stand."""
    facts = fleet.facts
    running, standing = facts.running.get(slug), facts.standings.get(slug)
    stands = facts.rows_place(slug)
    if running is not None and running.basis is ReleaseBasis.TOLD and running.deployment is not None:
        return ReleaseCell(running.name, "deployed", fleet.times.of(running.deployment.received_at), stands)
    if running is not None and running.basis is ReleaseBasis.DECLARED:
        return ReleaseCell(running.name, "declared", stands=stands)
    if facts.at is not None and facts.has_several_releases:
        return ReleaseCell(facts.release_of(slug).word)
    return None if standing is None else ReleaseCell(stands=standing.sentence)


def _sentence(fleet: FleetSelection, sighting: Sighting, cause: Finding | None) -> Text:
    history = fleet.facts.histories.get(sighting.environment)
    if not fleet.facts.has_release and history is not None and not sighting.failure and not sighting.stale:
        return text.plain(f"{english.count(len(history.rows), 'row')} recorded.")
    label = fleet.facts.release_of(sighting.environment).word
    said = row_sentence(sighting, label=label, times=fleet.times, cause=cause)
    return also_said(said, fleet.facts.mismatch(sighting.environment))


def _cause_sentence(sighting: Sighting, cause: Finding) -> Text:
    drift = next(
        (part.drift for part in sighting.parts if part.drift and cause in part.drift.finding_set),
        sighting.drift,
    )
    circumstances = known_circumstances_of(drift, cause) if drift else runbook.GENERAL
    return text.of(cause, runbook.sentence(cause, circumstances))


def _seen(fleet: FleetSelection, moment: datetime) -> Moment:
    return fleet.times.of(moment) if fleet.facts.at is None else fleet.times.short(moment)


def _barcode(fleet: FleetSelection, sighting: Sighting) -> Barcode:
    if sighting.drift is None or not sighting.is_judged:
        return Barcode(0, name=VERDICT_MEANINGS[sighting.verdict][0])
    kept = _barcodes.get(sighting.drift)
    if kept is None:
        go_on()
        kept = barcode(sighting.drift, fleet.app_labels(sighting.drift.release))
        _barcodes.put(sighting.drift, kept)
    return kept


def barcode(drift: Drift, app_labels: Sequence[str]) -> Barcode:
    """A bar for each app in this order, coloured by the worst that the drift says about the app."""
    pending = Counter(key.app_label for key, status in drift.statuses.items() if status is Status.PENDING)
    worst = dict.fromkeys(pending, BAR_WEIGHTS.index("behind"))
    for finding in drift.findings:
        rank = BAR_RANKS[finding.code.severity]
        for key in (finding.subject, *finding.related):
            worst[key.app_label] = min(rank, worst.get(key.app_label, rank))
    width = -(-len(app_labels) // MAX_BARS)
    bars: dict[int, list[Bar]] = {rank: [] for rank in range(len(BAR_WEIGHTS))}
    for position in range(0, len(app_labels), max(width, 1)):
        apps = [app for app in app_labels[position : position + width] if worst.get(app, NO_BAR) < NO_BAR]
        if apps:
            rank = min(worst[app] for app in apps)
            bars[rank].append(Bar(position // width, _bar_words(apps, BAR_WEIGHTS[rank], pending)))
    kinds = tuple(Bars(BAR_WEIGHTS[rank], tuple(bars[rank])) for rank in reversed(bars) if bars[rank])
    counts = Counter(worst[app] for app in app_labels if worst.get(app, NO_BAR) < NO_BAR)
    number = -(-len(app_labels) // width) if app_labels else 0
    return Barcode(number, kinds, _barcode_name(len(app_labels), counts))


def _bar_words(apps: Sequence[str], weight: str, pending: Counter[str]) -> str:
    """What a bar says of the apps that differ among its own."""
    number = sum(pending[app] for app in apps)
    said = [] if weight == "behind" else [weight]
    names = apps[0] if len(apps) == 1 else f"{apps[0]} and {len(apps) - 1} more"
    return f"{names}: {', '.join(said + [f'{number} to run'] * bool(number))}"


def _barcode_name(number: int, counts: Counter[int]) -> str:
    said = ", ".join(
        f"{counts[rank]:,} {BAR_WORDS[weight]}" for rank, weight in enumerate(BAR_WEIGHTS) if counts[rank]
    )
    return f"{english.count(number, 'app')}: {said or 'no difference'}"
