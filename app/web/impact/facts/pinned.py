"""What a release would have meant at a moment: nothing that came later is in it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from app.config import Project
from app.domain.impact import impact_of
from app.store.revision import remembered
from app.store.sessions import ReadSession
from app.web.facts.chosen import ChosenRelease
from app.web.facts.pinned import fleet as pinned_fleet
from app.web.facts.pinned.assignment import NOBODY, assigned
from app.web.facts.pinned.release import pinned_release
from app.web.facts.releases.reference import ReleaseReference
from app.web.impact.facts.facts import ImpactFacts
from app.web.impact.facts.known_parts import known_parts
from app.web.urls.segments import MomentSegment


def impact(  # noqa: PLR0913 - all that a pinned address says
    session: ReadSession,
    project: Project,
    segment: str,
    moment: MomentSegment,
    *,
    without: Sequence[str],
    base: str,
    on: Sequence[str],
    limit: timedelta,
) -> ImpactFacts:
    """
    What the release of a pinned segment meant for every environment of which a history was received by the moment.

    `base` is the release of most, `on` are those of others, `without` the slugs that the address leaves out. `limit` is
    the age from which a history is stale, for environments that are not configured. Raises `NotFound`, `Ambiguous`,
    and `AddressError` for a segment of another form. Remembered until something is written.
    """
    facts: ImpactFacts
    key = ("impact", id(project), segment, moment, tuple(without), base, tuple(on), limit)
    _, facts = remembered(
        session,
        key,
        lambda: (
            project,
            _impact(session, project, segment, moment, without=without, base=base, on=on, limit=limit),
        ),
        weight=lambda made: 2 * len(made[1].fleet.environments),
    )
    return facts


def _impact(  # noqa: PLR0913 - all that a pinned address says
    session: ReadSession,
    project: Project,
    segment: str,
    moment: MomentSegment,
    *,
    without: Sequence[str],
    base: str,
    on: Sequence[str],
    limit: timedelta,
) -> ImpactFacts:
    release, label = pinned_release(session, project.slug, segment)
    reference = ReleaseReference(release, label, pinned=True)
    fleet = pinned_fleet.fleet(session, project, moment, segment, without=without, limit=limit)
    usual = (
        ChosenRelease(*pinned_release(session, project.slug, base)) if base else ChosenRelease(None, NOBODY)
    )
    slugs = [info.slug for info in fleet.environments]
    assignment = assigned(session, project.slug, on, usual=usual, slugs=slugs, moment=moment)
    bases = assignment.releases
    made = impact_of(release, known_parts(fleet, bases), name=label)
    return ImpactFacts(project, reference, replace(fleet, told=assignment.told), bases, made, usual=usual)
