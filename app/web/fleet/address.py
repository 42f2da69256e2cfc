"""The addresses on the page of one fleet: of the page itself, of its pinned form, of its environments."""

from collections.abc import Iterable
from datetime import datetime

from app.domain.findings import Finding, Verdict
from app.domain.fleet import Sighting
from app.web.facts import comparisons
from app.web.facts.fleet import FleetFacts
from app.web.facts.pinned.addresses import environment_page, main_release, pinned_parameters, pinned_part
from app.web.fleet.filters import Filters
from app.web.fleet.opening import NOTHING_OPEN, Opening
from app.web.layout.comparing import compare_address
from app.web.layout.views import Link
from app.web.urls import pages as addresses
from app.web.urls.environment import EnvironmentAddress, location_parameters
from app.web.urls.finding import FindingAddress


def pinned_path(facts: FleetFacts) -> str:
    """The canonical path of a pinned fleet; raises `ValueError` for a live one."""
    release, moment = facts.chosen.release, facts.at
    if release is None or moment is None:
        raise ValueError("only a pinned fleet has a pinned path")
    return addresses.fleet(facts.project.slug, moment, label=facts.chosen.label, release=release.fingerprint)


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
        query=[*pinned_parameters(facts), *query],
    )


def live_page(facts: FleetFacts) -> Link:
    """The link from a pinned fleet to the live one."""
    return Link("See the fleet now", addresses.home(facts.project.slug))


class FleetAddress:
    """The addresses on one page, live or pinned; `release_text` is the value of `release=` on a live page."""

    def __init__(
        self, facts: FleetFacts, filters: Filters, release_text: str | None, opening: Opening = NOTHING_OPEN
    ) -> None:
        self.facts, self.filters, self.release_text = facts, filters, release_text
        self.opening = opening
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
        return pinned_parameters(self.facts)

    @property
    def page(self) -> str:
        """This page; parameters with their default values, which a form sends along, are left out."""
        return self.opened(self.opening)

    def opened(self, opening: Opening) -> str:
        """This page with another list open, or with none."""
        query = [*self.fixed_parameters, *self.filters.query(), *opening.query]
        return addresses.with_query(self.path, query)

    def with_verdict(self, verdict: Verdict, opening: Opening) -> str:
        """This page with all environments of one verdict and no other filter."""
        query = [*self.fixed_parameters, ("verdict", verdict.value), *opening.query]
        return addresses.with_query(self.path, query)

    def rows(self, name: str, page: int, *, since: str = "") -> str:
        """One list by itself, at one of its pages, 0 while it is closed; nothing where it is still as it was."""
        query = [
            *self.fixed_parameters,
            *self.filters.query(),
            ("open", name),
            ("page", str(page)),
            ("since", since),
        ]
        return addresses.with_query(f"{self.path}/rows", query)

    def below(self, name: str) -> str:
        """What stands below this page with its filters: `.csv`, `.md`."""
        return addresses.with_query(f"{self.path}{name}", [*self.fixed_parameters, *self.filters.query()])

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
        return pinned_address(self.facts, [*self.filters.query(), *self.opening.query])

    @property
    def twin(self) -> str:
        """The JSON of the fleet, which has every environment, whatever the filters are."""
        return self.twin_page(1)

    def twin_page(self, page: int) -> str:
        """One page of that JSON, which has a thousand environments."""
        query = [*self.fixed_parameters, ("page", str(page) if page > 1 else None)]
        return addresses.with_query(f"{self.path}.json", query)

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
        return environment_page(self.facts, slug, self.release_text)

    def lasting_environment(self, slug: str) -> str:
        """The pinned page of one environment, which can be passed on; the live one where it has none."""
        facts = self.facts
        pinned = pinned_part(
            facts.project, facts.sightings[slug], facts.release_of(slug), facts.received.get(slug)
        )
        return self.environment(slug) if pinned is None else pinned.page()

    def compare(self, slug: str) -> str | None:
        """Where one is asked with which other environment to compare it; None where there is none, or no present."""
        return compare_address(self.facts.project, slug, live_page=self.facts.at is None)

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
        address = pinned_part(self.facts.project, part, self.facts.release_of(slug), received)
        return None if address is None else FindingAddress.of(address, finding).page()
