"""The addresses on the page of one fleet: of the page itself, of its pinned form, of its environments."""

from app.web.facts.live import FleetFacts
from app.web.fleet.filters import Filters
from app.web.urls import pages as addresses
from app.web.urls.environment import EnvironmentAddress


def pinned_path(facts: FleetFacts) -> str:
    """The canonical path of a pinned fleet; raises `ValueError` for a live one."""
    release, moment = facts.chosen.release, facts.at
    if release is None or moment is None:
        raise ValueError("only a pinned fleet has a pinned path")
    return addresses.fleet(facts.project.slug, moment, label=facts.chosen.label, release=release.fingerprint)


class FleetAddress:
    """The addresses on one page, live or pinned; `release_text` is the value of `release=` on a live page."""

    def __init__(self, facts: FleetFacts, filters: Filters, release_text: str | None) -> None:
        self.facts, self.filters, self.release_text = facts, filters, release_text

    @property
    def path(self) -> str:
        """The path of the page, without query string."""
        return addresses.home(self.facts.project.slug) if self.facts.at is None else pinned_path(self.facts)

    @property
    def fixed_parameters(self) -> list[tuple[str, str]]:
        """The parameters that decide which fleet it is, and are no filters."""
        if self.facts.at is None:
            return [("release", self.release_text)] if self.release_text else []
        return [("without", slug) for slug in self.facts.removed]

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

    @property
    def pinned(self) -> str | None:
        """The pinned form of this page; None without a release."""
        release = self.facts.chosen.release
        if release is None:
            return None
        query: list[tuple[str, str | None]] = [("without", slug) for slug in self.facts.removed]
        return addresses.fleet(
            self.facts.project.slug,
            self.facts.at or self.facts.now,
            label=self.facts.chosen.label,
            release=release.fingerprint,
            query=[*query, *self.filters.query()],
        )

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
        project, release = self.facts.project.slug, self.facts.chosen.release
        history, received_at = self.facts.histories.get(slug), self.facts.sightings[slug].seen_at
        if self.facts.at is None or release is None or history is None or received_at is None:
            return EnvironmentAddress.live(project, slug, release=self.release_text).page()
        return EnvironmentAddress.pinned(
            project,
            slug,
            received_at,
            history=history.fingerprint,
            label=self.facts.chosen.label,
            release=release.fingerprint,
        ).page()
