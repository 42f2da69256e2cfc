"""The lives of the squashes of a release over all environments: now, and at a moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.config import Project
from app.domain.fleet import Sighting
from app.domain.release import Release
from app.domain.squashes import SquashLife, lives
from app.domain.squashes.sentences import headline
from app.store import checkouts
from app.store.revision import remembered
from app.store.sessions import ReadSession
from app.web.facts.chosen import ChosenRelease, chosen_release
from app.web.facts.fleet import FleetFacts
from app.web.facts.live import fleet as live_fleet
from app.web.facts.pinned import fleet as pinned_fleet
from app.web.urls.labels import pinned_segment
from app.web.urls.segments import MomentSegment
from app.web.urls.squashes import SquashesAddress


@dataclass(frozen=True, eq=False)
class SquashFacts:
    """
    The squashes of the release that all environments are held against.

    `lives` is empty without a release. `release_text` is the value of `release=` on a live page. `usual` is the label
    that is taken without it.
    """

    project: Project
    chosen: ChosenRelease
    fleet: FleetFacts
    lives: tuple[SquashLife, ...]
    release_text: str | None = None
    usual: str = ""

    @property
    def release(self) -> Release | None:
        return self.chosen.release

    @property
    def at(self) -> datetime | None:
        """The moment of a pinned page; None on a live one."""
        return self.fleet.at

    @property
    def sentence(self) -> str:
        """What is the matter with the squashes, in one sentence."""
        if self.release is None:
            return self.fleet.missing_target.sentence
        return headline(self.lives, self.chosen.word)

    @property
    def address(self) -> SquashesAddress:
        """The addresses of this page."""
        if self.at is not None:
            return self.pinned
        parameters = (("release", self.release_text),) if self.release_text else ()
        return SquashesAddress(self.project.slug, parameters=parameters)

    @property
    def pinned(self) -> SquashesAddress:
        """The pinned addresses. Raises `ValueError` without a release."""
        if self.release is None:
            raise ValueError("without a release there is no pinned page")
        return SquashesAddress(
            self.project.slug,
            pinned_segment(self.chosen.label, self.release.fingerprint),
            self.at or self.fleet.now,
            tuple(("without", slug) for slug in self.fleet.removed),
        )


def live_squashes(
    session: ReadSession, project: Project, *, now: datetime, release_text: str | None
) -> SquashFacts:
    """The squashes of the release that `release=` names, else of the usual one, as they are now."""
    chosen = chosen_release(session, project, release_text)
    fleet = live_fleet.fleet(
        session, project, now=now, release_text=chosen.word or None, with_standings=False
    )
    usual = project.release or (chosen.labels[0] if chosen.labels else "")
    if chosen.release is None:
        return SquashFacts(project, chosen, fleet, (), release_text, usual)
    release = chosen.release
    known = checkouts.as_of(session, project.slug, now)
    _, made = remembered(
        session,
        ("squashes", id(project), chosen.word),
        lambda: (fleet.sightings, lives(release, _sightings(fleet.sightings), known=known)),
        weight=lambda _: len(fleet.environments),
        holds=lambda made: made[0] is fleet.sightings,
    )
    return SquashFacts(project, chosen, fleet, made, release_text, usual)


def pinned_squashes(  # noqa: PLR0913 - all that a pinned address says
    session: ReadSession,
    project: Project,
    segment: str,
    moment: MomentSegment,
    *,
    without: Sequence[str],
    limit: timedelta,
) -> SquashFacts:
    """The squashes of the release that a segment names, as they were known by the end of a moment."""
    fleet = pinned_fleet.fleet(session, project, moment, segment, without=without, limit=limit)
    chosen = fleet.chosen
    known = checkouts.as_of(session, project.slug, moment.last)
    made = () if chosen.release is None else lives(chosen.release, _sightings(fleet.sightings), known=known)
    return SquashFacts(project, chosen, fleet, made)


def _sightings(by_slug: Mapping[str, Sighting]) -> tuple[Sighting, ...]:
    return tuple(by_slug.values())
