"""Every environment of a project with its column of the matrix: now, and at a moment."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from app.config import Project
from app.domain.findings import Verdict
from app.domain.fleet.sighting import VERDICT_ORDER
from app.domain.matrix import Matrix, headline, matrix
from app.domain.release import Release
from app.store.revision import remembered
from app.store.sessions import ReadSession
from app.web.facts.fleet import EnvironmentInfo, FleetFacts
from app.web.facts.live import fleet as live_fleet
from app.web.facts.pinned.addresses import main_release, pinned_parameters
from app.web.urls.labels import pinned_segment
from app.web.urls.matrix import MatrixAddress
from app.web.wording.names import is_production, natural


@dataclass(frozen=True, eq=False)
class MatrixFacts:
    """
    The matrix of a project. `matrix` has its environments worst first, production before the others, then by name.

    `release_text` is the value of `release=` on a live page.
    """

    fleet: FleetFacts
    matrix: Matrix
    release_text: str | None = None

    @property
    def project(self) -> Project:
        return self.fleet.project

    @property
    def at(self) -> datetime | None:
        """The moment of a pinned page; None on a live one."""
        return self.fleet.at

    @property
    def has_release(self) -> bool:
        """Whether an environment is held against a release that is known."""
        return self.fleet.has_release

    @property
    def main(self) -> Release | None:
        """The release in the address of a pinned page."""
        return main_release(self.fleet).release

    @cached_property
    def sentence(self) -> str:
        """What is the matter, in one sentence."""
        if not self.fleet.environments:
            return "No environment yet."
        if not self.has_release:
            return self.fleet.missing_target.sentence
        return headline(self.matrix)

    @property
    def address(self) -> MatrixAddress:
        """The addresses of this page."""
        if self.at is not None:
            return self.pinned
        parameters = (("release", self.release_text),) if self.release_text else ()
        return MatrixAddress(self.project.slug, parameters=parameters)

    @property
    def pinned(self) -> MatrixAddress:
        """The pinned addresses. Raises `ValueError` without a release."""
        main = main_release(self.fleet)
        if main.release is None:
            raise ValueError("without a release there is no pinned page")
        return MatrixAddress(
            self.project.slug,
            pinned_segment(main.label, main.release.fingerprint),
            self.at or self.fleet.now,
            tuple(pinned_parameters(self.fleet)),
        )


def live_matrix(
    session: ReadSession, project: Project, *, now: datetime, release_text: str | None
) -> MatrixFacts:
    """Every configured environment as it is now; remembered until something is written or the clock changes it."""
    fleet = live_fleet.fleet(session, project, now=now, release_text=release_text, with_standings=False)
    _, made = remembered(
        session,
        ("matrix", id(project), release_text),
        lambda: (fleet.sightings, matrix_of(fleet)),
        weight=lambda _: len(fleet.environments),
        holds=lambda made: made[0] is fleet.sightings,
    )
    return MatrixFacts(fleet, made, release_text)


def matrix_of(fleet: FleetFacts) -> Matrix:
    """The matrix of the environments of a fleet, in its order."""
    in_order = sorted(fleet.environments, key=lambda info: _place(fleet, info))
    sightings = (fleet.sightings[info.slug] for info in in_order)
    return matrix(sightings, {info.slug: fleet.release_of(info.slug).release for info in in_order})


def _place(fleet: FleetFacts, info: EnvironmentInfo) -> tuple[object, ...]:
    verdict: Verdict = fleet.sightings[info.slug].verdict
    return (VERDICT_ORDER[verdict], not is_production(info.tier), natural(info.slug))
