"""The addresses of one fleet: of the page itself, of its pinned form, of its environments."""

from app.web.facts.live import FleetFacts
from app.web.fleet.filters import Filters
from app.web.urls import pages as addresses
from app.web.urls.environment import EnvironmentAddress


def pinned_path(facts: FleetFacts) -> str:
    """The canonical path of a pinned fleet."""
    release, moment = facts.chosen.release, facts.at
    if release is None or moment is None:
        raise ValueError("only a pinned fleet has a pinned path")
    return addresses.fleet(facts.project.slug, moment, label=facts.chosen.label, release=release.fingerprint)


class FleetAddress:
    """Live or pinned; `wanted` is what `release=` asked for."""

    def __init__(self, facts: FleetFacts, filters: Filters, wanted: str | None) -> None:
        self.facts, self.filters, self.wanted = facts, filters, wanted

    @property
    def path(self) -> str:
        """Without parameters."""
        return addresses.home(self.facts.project.slug) if self.facts.at is None else pinned_path(self.facts)

    @property
    def kept(self) -> list[tuple[str, str]]:
        """The parameters that are no filters."""
        if self.facts.at is None:
            return [("release", self.wanted)] if self.wanted else []
        return [("without", slug) for slug in self.facts.removed]

    @property
    def page(self) -> str:
        """This page, without the parameters that say nothing, which a form sends along."""
        return self.filtered()

    @property
    def unfiltered(self) -> str:
        """The same fleet with everything in it."""
        return addresses.with_query(self.path, list(self.kept))

    def filtered(self, **changed: str | None) -> str:
        """This page with another filter."""
        return addresses.with_query(self.path, [*self.kept, *self.filters.query(**changed)])

    @property
    def pinned(self) -> str | None:
        """What shows this fleet for ever; None where there is no release to name."""
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
        """The JSON of this page; it has every environment."""
        return addresses.with_query(f"{self.path}.json", list(self.kept))

    @property
    def changes(self) -> str | None:
        """Where a live fleet asks whether something changed since; a pinned one asks for nothing."""
        if self.facts.at is not None:
            return None
        return addresses.with_query(f"{self.path}/changes", [("since", self.facts.now.isoformat())])

    def environment(self, slug: str) -> str:
        """The page of one environment: pinned pages lead to pinned pages."""
        project, release = self.facts.project.slug, self.facts.chosen.release
        history, received = self.facts.histories.get(slug), self.facts.sightings[slug].seen_at
        if self.facts.at is None or release is None or history is None or received is None:
            return EnvironmentAddress.live(project, slug, release=self.wanted).page()
        return EnvironmentAddress.pinned(
            project,
            slug,
            received,
            history=history.fingerprint,
            label=self.facts.chosen.label,
            release=release.fingerprint,
        ).page()
