"""The preview of a link to a fleet: its title, its text, and a picture with a part for each verdict."""

from collections.abc import Iterable

from app.domain import english
from app.domain.findings import Finding, Verdict
from app.domain.fleet import verdict_counts
from app.domain.fleet.causes import SharedFinding, blockers
from app.domain.fleet.headline import headline
from app.web.facts.fleet import FleetFacts
from app.web.fleet.selection import FleetSelection
from app.web.layout.views import VerdictView
from app.web.pictures import Bar, Picture

MAX_PREVIEW_NAMES = 3
"""Further blocked environments are counted, not named, in the preview of a link."""


def picture(facts: FleetFacts) -> Picture:
    """The picture of a pinned fleet."""
    sightings = tuple(facts.sightings[info.slug] for info in facts.environments)
    counts = verdict_counts(sightings)
    worst = next((verdict for verdict, number in counts.items() if number), None)
    several = facts.has_several_releases
    label = None if several else facts.chosen.word
    return Picture(
        f"{english.count(len(sightings), 'environment')} against "
        f"{'the releases that run there' if several else facts.chosen.word}",
        headline(sightings, label=label),
        facts.project.name,
        (f"received by {english.absolute(facts.at or facts.now)}",),
        None if worst is None else VerdictView.of(worst),
        strip=tuple(Bar(VerdictView.of(verdict), number) for verdict, number in counts.items()),
    )


def preview_title(fleet: FleetSelection) -> str:
    """The worst verdict with its number, for the preview of a link: `3 of 40 blocked · Shop`."""
    title, total = fleet.facts.project.name, len(fleet.sightings)
    if not fleet.facts.has_release or not total:
        return title
    verdict, number = next(item for item in fleet.facts.counts.items() if item[1])
    return f"{number:,} of {total:,} {VerdictView.of(verdict).word.lower()} · {title}"


def preview_text(fleet: FleetSelection) -> str:
    """What blocks whom, then the numbers of the other verdicts, for the preview of a link."""
    if not fleet.facts.has_release:
        return "Add a release to compare the environments with."
    if not fleet.sightings:
        return "No environment yet."
    shared = fleet.facts.causes
    names = fleet.facts.of_all("blocked names", None, lambda: _blocked_names(shared))
    parts = []
    if len(shared) == 1:
        parts.append(f"{_blockers(shared[0].finding)} {names}.")
    elif shared:
        parts.append(f"{len(shared)} causes block {names}.")
    numbers = [
        f"{number:,} {VerdictView.of(verdict).word.lower()}"
        for verdict, number in fleet.facts.counts.items()
        if number and not (shared and verdict is Verdict.BLOCKED)
    ]
    if numbers:
        parts.append(f"{', '.join(numbers)}.")
    return " ".join(parts)


def _blocked_names(shared: Iterable[SharedFinding]) -> str:
    blocked = sorted({slug for cause in shared for slug in cause.environments})
    return english.listed(blocked, MAX_PREVIEW_NAMES)


def _blockers(finding: Finding) -> str:
    """`One missing row blocks`, `2 missing rows block`."""
    number, name = blockers(finding)
    return f"{number} {name} block" if number > 1 else f"One {name} blocks"
