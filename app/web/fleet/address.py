"""The addresses on the page of one fleet: of the page itself, of its pinned form, of its environments."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from app.domain.findings import Finding
from app.domain.fleet import Sighting
from app.domain.ways.scripts import Dialect
from app.web.facts import comparisons, dialect
from app.web.facts.chosen import ChosenRelease
from app.web.facts.fleet import FleetFacts, newer_of
from app.web.fleet.filters import Filters
from app.web.layout.views import Link
from app.web.urls import pages as addresses
from app.web.urls.environment import EnvironmentAddress, location_parameters
from app.web.urls.finding import FindingAddress
from app.web.urls.labels import pinned_segment, segment_of


def pinned_path(facts: FleetFacts) -> str:
    """The canonical path of a pinned fleet; raises `ValueError` for a live one."""
    release, moment = facts.chosen.release, facts.at
    if release is None or moment is None:
        raise ValueError("only a pinned fleet has a pinned path")
    return addresses.fleet(facts.project.slug, moment, label=facts.chosen.label, release=release.fingerprint)


def main_release(facts: FleetFacts) -> ChosenRelease:
    """The release in the path of a pinned fleet: that of all environments or of the project, else that of the most."""
    if facts.at is not None or not facts.has_several_releases:
        return facts.chosen
    known = [each for each in facts.compared if each.release is not None]
    is_used = facts.chosen.identity in [each.identity for each in known]
    return facts.chosen if is_used or not known else known[0]


def _other_releases(facts: FleetFacts) -> list[tuple[str, str]]:
    """The parameters of a pinned fleet for the environments that are held against another release than the main one."""
    main = main_release(facts)
    return [
        ("on", on_value(each, [info.slug for info in facts.environments if _is_held(facts, info.slug, each)]))
        for each in facts.compared
        if each.identity != main.identity
    ]


def _is_held(facts: FleetFacts, slug: str, chosen: ChosenRelease) -> bool:
    return facts.release_of(slug).identity == chosen.identity


def on_value(chosen: ChosenRelease, slugs: Sequence[str]) -> str:
    """`v1.1~9c0e11d2bb:edge-1,edge-2`: a release, and the environments that are held against it."""
    release = chosen.release
    name = segment_of(chosen.label) if release is None else pinned_segment(chosen.label, release.fingerprint)
    return f"{name}:{','.join(slugs)}"


def pinned_address(facts: FleetFacts, query: Iterable[tuple[str, str | None]] = ()) -> str | None:
    """The pinned form of a fleet; None without a release."""
    main = main_release(facts)
    if main.release is None:
        return None
    return addresses.fleet(
        facts.project.slug,
        facts.at or facts.now,
        label=main.label,
        release=main.release.fingerprint,
        query=[*_pinned_parameters(facts), *query],
    )


def _pinned_parameters(facts: FleetFacts) -> list[tuple[str, str]]:
    """The parameters that decide which pinned fleet it is."""
    without = [("without", slug) for slug in facts.removed]
    newer = [("newer", facts.newer)] if facts.newer else []
    return [*without, *_other_releases(facts), *newer]


def live_page(facts: FleetFacts) -> Link:
    """The link from a pinned fleet to the live one."""
    return Link("See the fleet now", addresses.home(facts.project.slug))


class FleetAddress:
    """The addresses on one page, live or pinned; `release_text` is the value of `release=` on a live page."""

    def __init__(self, facts: FleetFacts, filters: Filters, release_text: str | None) -> None:
        self.facts, self.filters, self.release_text = facts, filters, release_text
        self._environments: dict[str, str] = {}

    @property
    def path(self) -> str:
        """The path of the page, without query string."""
        return addresses.home(self.facts.project.slug) if self.facts.at is None else pinned_path(self.facts)

    @property
    def fixed_parameters(self) -> list[tuple[str, str]]:
        """The parameters that decide which fleet it is, and are no filters."""
        if self.facts.at is None:
            return [("release", self.release_text)] if self.release_text else []
        return _pinned_parameters(self.facts)

    @property
    def page(self) -> str:
        """This page; parameters with their default values, which a form sends along, are left out."""
        return self.filtered()

    @property
    def unfiltered(self) -> str:
        """This page without filters."""
        return addresses.with_query(self.path, list(self.fixed_parameters))

    def filtered(self, **changes: str | None) -> str:
        """This page with some filters changed; None takes a filter away."""
        return addresses.with_query(self.path, [*self.fixed_parameters, *self.filters.query(**changes)])

    def with_filters(self, filters: Filters) -> str:
        """This page with other filters."""
        return addresses.with_query(self.path, [*self.fixed_parameters, *filters.query()])

    @property
    def pinned(self) -> str | None:
        """The pinned form of this page; None without a release."""
        return pinned_address(self.facts, self.filters.query())

    @property
    def twin(self) -> str:
        """The JSON of this page, which has every environment, whatever the filters are."""
        return addresses.with_query(f"{self.path}.json", list(self.fixed_parameters))

    @property
    def changes(self) -> str | None:
        """The address that tells a live page whether something changed since; None for a pinned page."""
        if self.facts.at is not None:
            return None
        return addresses.with_query(f"{self.path}/changes", [("since", self.facts.now.isoformat())])

    def environment(self, slug: str) -> str:
        """The page of one environment; a pinned page leads to a pinned page if the environment has a history."""
        if slug not in self._environments:
            self._environments[slug] = self._environment(slug)
        return self._environments[slug]

    def _environment(self, slug: str) -> str:
        project, chosen = self.facts.project.slug, self.facts.release_of(slug)
        release = chosen.release
        history, received_at = self.facts.histories.get(slug), self.facts.sightings[slug].seen_at
        if self.facts.at is None or release is None or history is None or received_at is None:
            return EnvironmentAddress.live(project, slug, release=self.release_text).page()
        return EnvironmentAddress.pinned(
            project,
            slug,
            received_at,
            history=history.fingerprint,
            label=chosen.label,
            release=release.fingerprint,
            newer=newer_of([self.facts.sightings[slug]]),
        ).page()

    def finding(self, slug: str, finding: Finding) -> str:
        """The page of a finding of one environment: live on a live page, pinned on a pinned one."""
        part = self._part(slug, finding)
        if self.facts.at is not None:
            pinned = self._pinned_finding(slug, part, finding, part.seen_at)
            return pinned or self.environment(slug)
        has_parts = bool(self.facts.sightings[slug].parts or part.schemas)
        location = location_parameters(part.location) if has_parts else {}
        address = EnvironmentAddress.live(
            self.facts.project.slug, slug, release=self.release_text, **location
        )
        return FindingAddress.of(address, finding).page()

    def lasting_finding(self, slug: str, finding: Finding) -> str:
        """
        The pinned page of a finding, which can be passed on; the live one where it has none.

        A pinned page lacks what only the history of the code tells.
        """
        part = self._part(slug, finding)
        received = self.facts.received.get(slug) if self.facts.at is None else part.seen_at
        release, drift = self.facts.release_of(slug).release, part.drift
        if release is None or drift is None:
            return self.finding(slug, finding)
        known = comparisons.drift_of(release, drift.history, alias=part.location.alias)
        pinned = self._pinned_finding(slug, part, finding, received) if finding in known.finding_set else None
        return pinned or self.finding(slug, finding)

    def _part(self, slug: str, finding: Finding) -> Sighting:
        """The first of the databases and schemas of an environment that has the finding."""
        sighting = self.facts.sightings[slug]
        parts = sighting.parts or (sighting,)
        return next((part for part in parts if part.drift and finding in part.drift.finding_set), parts[0])

    def _pinned_finding(
        self, slug: str, part: Sighting, finding: Finding, received: datetime | None
    ) -> str | None:
        project, chosen = self.facts.project, self.facts.release_of(slug)
        if chosen.release is None or part.drift is None or received is None:
            return None
        environment = project.environment(slug)
        address = EnvironmentAddress.pinned(
            project.slug,
            slug,
            received,
            history=part.drift.history.fingerprint,
            label=chosen.label,
            release=chosen.release.fingerprint,
            location=part.location,
            apps=project.apps(slug, part.location),
            newer=newer_of([part]),
            dialect=Dialect.POSTGRESQL
            if environment is None
            else dialect.of_database(environment, part.location),
        )
        return FindingAddress.of(address, finding).page()
