"""
Which lists the page of a fleet has: the environments under headings by verdict, by cause, by tier or by region.

Nothing is made of them yet: a page shows a few rows of each list, and the address of one list needs no other.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from app.domain import english, runbook
from app.domain.findings import SEVERITY_WORDS, VERDICT_MEANINGS, VERDICT_WORDS, Finding, Severity, Verdict
from app.domain.fleet import Sighting
from app.domain.fleet.causes import SharedFinding, disjoint_causes
from app.domain.fleet.sighting import VERDICT_ORDER
from app.web.fleet.order import badness
from app.web.fleet.selection import FleetSelection
from app.web.wording.names import natural

MAX_CAUSES = 20
"""Of each severity so many findings that several environments share have a card; the others are in one list."""

MAX_VALUES = 60
"""So many tiers or regions have a heading."""

SIMPLE = re.compile(r"[a-z0-9][a-z0-9-]{0,40}")
"""A name that may stand in an id as it is."""

Entry = tuple[Sighting, Finding | None]
"""A row to make: an environment, and the finding that its row is about; None for the worst."""


@dataclass(frozen=True, eq=False)
class ListPlan:
    """
    A list before it is made; `name` is its name in addresses.

    `cause` has a card above the list. Without one, rows of a finding say all of it, and `words` may say above them what
    they have in common. `in_step` ones are tiles; those that share a history are `folded`, however few they are.
    """

    name: str
    entries: Sequence[Entry]
    cause: SharedFinding | None = None
    in_step: bool = False
    folded: bool = False
    words: str = ""


@dataclass(frozen=True, eq=False)
class GroupPlan:
    """
    A heading with its lists; `more` are values of the same kind that have none of their own.

    Without `has_heading` the title is for screen readers alone: the card of the cause says it.
    """

    id: str
    title: str
    number: int
    meaning: str
    lists: tuple[ListPlan, ...] = ()
    verdict: Verdict | None = None
    has_heading: bool = True
    more: int = 0
    noun: str = "value"


def plans(fleet: FleetSelection) -> tuple[GroupPlan, ...]:
    """The groups of the environments that the filters let through; without a release one group of bare rows."""
    key = (fleet.filters.pairs, fleet.filters.sort, fleet.filters.group)
    return fleet.facts.of_all("plans", key, lambda: tuple(_plans(fleet)))


def _plans(fleet: FleetSelection) -> Iterator[GroupPlan]:
    if not fleet.facts.has_release:
        yield from _without_verdict(fleet)
    elif fleet.filters.group == "cause":
        yield from _by_finding(fleet)
    elif fleet.filters.group in ("tier", "region"):
        yield from _by_tier_or_region(fleet, fleet.filters.group)
    else:
        yield from _by_verdict(fleet)


def _entries(sightings: Sequence[Sighting], finding: Finding | None = None) -> tuple[Entry, ...]:
    return tuple((sighting, finding) for sighting in sightings)


def _without_verdict(fleet: FleetSelection) -> Iterator[GroupPlan]:
    if fleet.matches:
        meaning, number = "rows recorded, nothing to hold them against", len(fleet.matches)
        only = ListPlan("environments", _entries(fleet.matches))
        yield GroupPlan("environments", "Environments", number, meaning, (only,))


def _by_verdict(fleet: FleetSelection) -> Iterator[GroupPlan]:
    """A group for each verdict, worst first; blocked environments stand under their causes."""
    by_verdict: dict[Verdict, list[Sighting]] = {}
    for sighting in fleet.matches:
        by_verdict.setdefault(sighting.verdict, []).append(sighting)
    for verdict in sorted(by_verdict, key=VERDICT_ORDER.__getitem__):
        sightings = by_verdict[verdict]
        if verdict is Verdict.BLOCKED:
            lists = tuple(_by_cause(sightings))
        else:
            lists = (ListPlan(verdict.value, _entries(sightings), in_step=verdict is Verdict.IN_STEP),)
        title, meaning = VERDICT_WORDS[verdict], VERDICT_MEANINGS[verdict][1]
        yield GroupPlan(verdict.value, title, len(sightings), meaning, lists, verdict)


def _by_cause(sightings: Sequence[Sighting]) -> Iterator[ListPlan]:
    """The blocked environments, each once, under the cause that it shares with most others."""
    causes = disjoint_causes(sightings)
    place_of = {slug: place for place, cause in enumerate(causes) for slug in cause.environments}
    with_card: list[list[Sighting]] = [[] for _ in causes[:MAX_CAUSES]]
    others: list[Entry] = []
    for sighting in sightings:
        place = place_of.get(sighting.environment)
        if place is not None and place < MAX_CAUSES:
            with_card[place].append(sighting)
        else:
            others.append((sighting, None if place is None else causes[place].finding))
    for cause, of_cause in zip(causes, with_card, strict=False):
        yield ListPlan(_name_of(cause.finding), _entries(of_cause, cause.finding), cause)
    if others:
        yield ListPlan("blocked", others, words=_further(len(causes) - len(with_card), len(others)))


def _further(causes: int, rows: int) -> str:
    """What stands above the rows of causes that have no card."""
    return f"{english.count(causes, 'more cause')}, in {english.count(rows, 'environment')}"


def _name_of(finding: Finding) -> str:
    """The name of the list of a finding, whatever letters its keys have."""
    said = "\n".join(map(str, (finding.code.value, finding.subject, *finding.related)))
    return f"cause-{sha256(said.encode('utf-8', 'surrogatepass')).hexdigest()[:10]}"


def _by_finding(fleet: FleetSelection) -> Iterator[GroupPlan]:
    """
    A group for each finding that several environments share, worst first, then the most shared.

    Those that one alone has are rows of one group for each severity, and so are those beyond the most shared. An
    environment stands under each of its findings.
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
        yield from _shared(severity, [item for item in of_severity if len(item[1]) > 1])
        yield from _alone(severity, [(only, finding) for finding, (only, *more) in of_severity if not more])
    found = {sighting.environment for sightings in sightings_by_finding.values() for sighting in sightings}
    yield from _without_finding([each for each in fleet.matches if each.environment not in found])


def _shared(severity: Severity, shared: Sequence[tuple[Finding, list[Sighting]]]) -> Iterator[GroupPlan]:
    """A group for each finding: its card says what a heading would. Further ones are rows of a last group."""
    for finding, sightings in shared[:MAX_CAUSES]:
        cause = SharedFinding(finding, tuple(sighting.environment for sighting in sightings))
        only = ListPlan(_name_of(finding), _entries(sightings, finding), cause)
        title, name = runbook.ENTRIES[finding.code].title, f"{finding.code.word}-{finding.subject}"
        yield GroupPlan(name, title, len(sightings), "", (only,), has_heading=False)
    further = shared[MAX_CAUSES:]
    if further:
        name, meaning = f"more-{severity.name.lower()}", "more causes that several environments share"
        entries = [(sighting, finding) for finding, sightings in further for sighting in sightings]
        yield GroupPlan(name, SEVERITY_WORDS[severity], len(further), meaning, (ListPlan(name, entries),))


def _alone(severity: Severity, alone: Sequence[Entry]) -> Iterator[GroupPlan]:
    """One group of the findings that one environment alone has, a row for each with its sentence."""
    if alone:
        name, meaning = f"alone-{severity.name.lower()}", "causes that one environment alone has"
        yield GroupPlan(name, SEVERITY_WORDS[severity], len(alone), meaning, (ListPlan(name, alone),))


def _without_finding(sightings: Sequence[Sighting]) -> Iterator[GroupPlan]:
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
            yield GroupPlan(name, title, len(group), meaning, (ListPlan(name, _entries(group)),))


def _by_tier_or_region(fleet: FleetSelection, name: str) -> Iterator[GroupPlan]:
    """A group for each value of `tier` or `region`, the one with the worst environment first, then production."""
    sightings_by_value: dict[str, list[Sighting]] = {}
    for sighting in fleet.matches:
        value = getattr(fleet.infos[sighting.environment], name)
        sightings_by_value.setdefault(value, []).append(sighting)

    def rank(value: str) -> tuple[object, ...]:
        worst = min(badness(each, fleet.infos[each.environment].tier) for each in sightings_by_value[value])
        return (worst[:3], not value, natural(value))

    values = sorted(sightings_by_value, key=rank)
    for value in values[:MAX_VALUES]:
        sightings = sightings_by_value[value]
        known = (
            value
            if SIMPLE.fullmatch(value)
            else sha256(value.encode("utf-8", "surrogatepass")).hexdigest()[:10]
        )
        only = ListPlan(f"{name}-{known}", _entries(sightings))
        yield GroupPlan(only.name, value or f"No {name}", len(sightings), "", (only,))
    more = len(values) - MAX_VALUES
    if more > 0:
        yield GroupPlan(f"more-{name}", f"Further {name}s", more, "", more=more, noun=name)
