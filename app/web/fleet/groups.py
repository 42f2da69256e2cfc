"""The environments of a fleet under headings: by verdict, by cause, by tier or by region."""

from collections.abc import Iterator, Sequence

from app.domain import runbook
from app.domain.findings import SEVERITY_WORDS, VERDICT_MEANINGS, Finding, Severity, Verdict
from app.domain.fleet import Sighting
from app.domain.fleet.causes import SharedFinding, disjoint_causes
from app.web.fleet.order import badness
from app.web.fleet.rows import card, row
from app.web.fleet.selection import FleetSelection
from app.web.fleet.views import Block, CauseCard, FleetRow, Group
from app.web.layout.left_out import left_out
from app.web.layout.views import VerdictView
from app.web.wording.names import natural

MAX_ROWS = 6
"""Further rows of a block are shown on demand; a single further one is shown at once."""

MAX_CAUSES = 60
"""Of each severity so many findings that several environments share have a card."""

MAX_ALONE = 120
"""Of each severity so many findings that one environment alone has have a row."""

MAX_TILES = 60
"""More tiles than these are shown on demand, all of them."""


def groups(fleet: FleetSelection) -> tuple[Group, ...]:
    """The groups of the environments that the filters let through; without a release one group of bare rows."""
    if not fleet.facts.has_release:
        return tuple(_without_verdict(fleet))
    if fleet.filters.group == "cause":
        return tuple(_by_finding(fleet))
    if fleet.filters.group in ("tier", "region"):
        return tuple(_by_tier_or_region(fleet, fleet.filters.group))
    return tuple(_by_verdict(fleet))


def _without_verdict(fleet: FleetSelection) -> Iterator[Group]:
    rows = _rows(fleet, fleet.matches)
    if rows:
        meaning = "rows recorded, nothing to hold them against"
        yield Group("environments", "Environments", len(rows), meaning, blocks=(Block(None, rows),))


def _by_verdict(fleet: FleetSelection) -> Iterator[Group]:
    """A group for each verdict, worst first; environments in step are tiles, blocked ones stand under their causes."""
    for verdict in Verdict:
        sightings = [sighting for sighting in fleet.matches if sighting.verdict is verdict]
        if not sightings:
            continue
        blocks: tuple[Block, ...] = ()
        tiles: tuple[FleetRow, ...] = ()
        if verdict is Verdict.IN_STEP:
            tiles = _rows(fleet, sightings)
        elif verdict is Verdict.BLOCKED:
            blocks = tuple(_blocks_by_cause(fleet, sightings))
        else:
            blocks = (_block(None, _rows(fleet, sightings)),)
        view = VerdictView.of(verdict)
        yield Group(
            verdict.value,
            view.word,
            len(sightings),
            VERDICT_MEANINGS[verdict][1],
            view,
            blocks,
            tiles,
            folded=len(tiles) > MAX_TILES,
        )


def _blocks_by_cause(fleet: FleetSelection, sightings: Sequence[Sighting]) -> Iterator[Block]:
    """The blocked environments, each once, under the cause that it shares with most others."""
    causes = disjoint_causes(sightings)
    cause_of = {slug: cause for cause in causes for slug in cause.environments}
    with_cause: dict[SharedFinding, list[Sighting]] = {cause: [] for cause in causes}
    without_cause: list[Sighting] = []
    for sighting in sightings:
        cause = cause_of.get(sighting.environment)
        (without_cause if cause is None else with_cause[cause]).append(sighting)
    for number, (cause, of_cause) in enumerate(with_cause.items()):
        if number < MAX_CAUSES:
            yield _block(card(fleet, cause), _rows(fleet, of_cause, cause.finding))
        else:
            without_cause += of_cause
    if without_cause:
        yield _block(None, _rows(fleet, without_cause))


def _by_finding(fleet: FleetSelection) -> Iterator[Group]:
    """
    A group for each finding that several environments share, worst first, then the most shared.

    Those that one alone has are rows of one group for each severity. An environment stands under each of its findings.
    """
    sightings_by_finding: dict[Finding, list[Sighting]] = {}
    for sighting in fleet.matches:
        parts = (sighting.parts or (sighting,)) if sighting.is_judged else ()
        for finding in dict.fromkeys(each for part in parts if part.drift for each in part.drift.findings):
            sightings_by_finding.setdefault(finding, []).append(sighting)
    for severity in Severity:
        of_severity = [
            (finding, sightings)
            for finding, sightings in sightings_by_finding.items()
            if finding.code.severity is severity
        ]
        of_severity.sort(key=lambda item: (-len(item[1]), item[0]))
        yield from _shared(fleet, severity, [item for item in of_severity if len(item[1]) > 1])
        yield from _alone(
            fleet, severity, [(finding, only) for finding, (only, *more) in of_severity if not more]
        )
    found = {sighting.environment for sightings in sightings_by_finding.values() for sighting in sightings}
    yield from _without_finding(fleet, [each for each in fleet.matches if each.environment not in found])


def _shared(
    fleet: FleetSelection, severity: Severity, shared: Sequence[tuple[Finding, list[Sighting]]]
) -> Iterator[Group]:
    """A group for each finding: its card says what a heading would. What is left out is said in a last group."""
    for finding, sightings in shared[:MAX_CAUSES]:
        cause = SharedFinding(finding, tuple(sighting.environment for sighting in sightings))
        block = _block(card(fleet, cause), _rows(fleet, sightings, finding))
        title = runbook.ENTRIES[finding.code].title
        name = f"{finding.code.word}-{finding.subject}"
        yield Group(name, title, len(sightings), "", blocks=(block,), has_heading=False)
    rest = left_out(len(shared) - MAX_CAUSES, "cause", fleet.address.twin)
    if rest is not None:
        name, meaning = f"more-{severity.name.lower()}", "causes that several environments share"
        yield Group(name, SEVERITY_WORDS[severity], len(shared), meaning, left_out=rest)


def _alone(
    fleet: FleetSelection, severity: Severity, alone: Sequence[tuple[Finding, Sighting]]
) -> Iterator[Group]:
    """One group of the findings that one environment alone has, a row for each with its sentence."""
    if alone:
        rows = tuple(row(fleet, sighting, finding, has_card=False) for finding, sighting in alone[:MAX_ALONE])
        title, meaning = SEVERITY_WORDS[severity], "causes that one environment alone has"
        rest = left_out(len(alone) - MAX_ALONE, "cause", fleet.address.twin)
        name, blocks = f"alone-{severity.name.lower()}", (_block(None, rows),)
        yield Group(name, title, len(alone), meaning, blocks=blocks, left_out=rest)


def _without_finding(fleet: FleetSelection, sightings: Sequence[Sighting]) -> Iterator[Group]:
    """The environments that are not seen, that are not judged, and in which nothing is wrong: three groups."""
    unseen = [sighting for sighting in sightings if sighting.verdict is Verdict.UNSEEN]
    not_judged = [sighting for sighting in sightings if sighting.verdict is Verdict.NOT_JUDGED]
    known = [sighting for sighting in sightings if sighting.is_judged]
    for name, title, meaning, group in (
        ("not-seen", "Not seen", VERDICT_MEANINGS[Verdict.UNSEEN][1], unseen),
        ("not-judged", "Not judged", VERDICT_MEANINGS[Verdict.NOT_JUDGED][1], not_judged),
        ("no-finding", "No problem", "no finding", known),
    ):
        if group:
            yield Group(name, title, len(group), meaning, blocks=(_block(None, _rows(fleet, group)),))


def _by_tier_or_region(fleet: FleetSelection, name: str) -> Iterator[Group]:
    """A group for each value of `tier` or `region`, the one with the worst environment first, then production."""
    sightings_by_value: dict[str, list[Sighting]] = {}
    for sighting in fleet.matches:
        value = getattr(fleet.infos[sighting.environment], name)
        sightings_by_value.setdefault(value, []).append(sighting)

    def rank(value: str) -> tuple[object, ...]:
        worst = min(badness(each, fleet.infos[each.environment].tier) for each in sightings_by_value[value])
        return (worst[:3], not value, natural(value))

    for value in sorted(sightings_by_value, key=rank):
        sightings = sightings_by_value[value]
        block = _block(None, _rows(fleet, sightings))
        yield Group(f"{name}-{value}", value or f"No {name}", len(sightings), "", blocks=(block,))


def _rows(
    fleet: FleetSelection, sightings: Sequence[Sighting], cause: Finding | None = None
) -> tuple[FleetRow, ...]:
    return tuple(row(fleet, sighting, cause) for sighting in sightings)


def _block(cause: CauseCard | None, rows: Sequence[FleetRow]) -> Block:
    """The first rows, and the others on demand; a single row is never hidden."""
    number = len(rows) if len(rows) <= MAX_ROWS + 1 else MAX_ROWS
    return Block(cause, tuple(rows[:number]), tuple(rows[number:]))
