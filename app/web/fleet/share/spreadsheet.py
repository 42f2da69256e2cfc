"""The list of a fleet as CSV, for a spreadsheet: all that the filters let through, in the order of the page."""

from collections.abc import Sequence

from app.domain.fleet import Sighting
from app.domain.fleet.running_release import ReleaseBasis
from app.web.fleet.selection import FleetSelection
from app.web.urls import segments
from app.web.wording import rich_text as text
from app.web.wording import spreadsheet as wording
from app.web.wording.environment import also_said, row_sentence

COLUMNS = (
    "environment",
    "tier",
    "region",
    "verdict",
    "last_verdict",
    "findings",
    "to_run",
    "against",
    "runs",
    "rows_stand",
    "seen_at",
    "history",
    "sentence",
)


def spreadsheet(fleet: FleetSelection) -> str:
    """The whole file."""
    return wording.spreadsheet(COLUMNS, (_row(fleet, each) for each in fleet.matches))


def _row(fleet: FleetSelection, sighting: Sighting) -> Sequence[str | int]:
    facts, slug = fleet.facts, sighting.environment
    info, drift, last = fleet.infos[slug], sighting.drift, sighting.last_verdict
    running, standing = facts.running.get(slug), facts.standings.get(slug)
    is_told = running is not None and running.basis in (ReleaseBasis.TOLD, ReleaseBasis.DECLARED)
    said = row_sentence(sighting, label=facts.release_of(slug).word, times=fleet.times)
    history = facts.histories.get(slug)
    return (
        slug,
        info.tier,
        info.region,
        sighting.verdict.value if facts.has_release else "",
        "" if last is None else last.value,
        " ".join(dict.fromkeys(finding.code.word for finding in drift.findings)) if drift else "",
        "" if sighting.pending is None else sighting.pending,
        facts.release_of(slug).word,
        running.name if running is not None and is_told else "",
        "" if standing is None else standing.brief,
        "" if sighting.seen_at is None else segments.iso(sighting.seen_at),
        "" if history is None else history.fingerprint,
        text.flat(also_said(said, facts.mismatch(slug))),
    )
