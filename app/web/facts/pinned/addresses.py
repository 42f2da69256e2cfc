"""
Pinned addresses: what decides which environments and releases a page of all has, and the page of one table.

An address names all that the comparison of a table depends on beside its history and the release: the database, the
apps that live there, newer releases of which it has rows. Without them the page would say something else.
"""

from datetime import datetime

from app.config import Project
from app.domain.fleet import Sighting
from app.domain.release import Release
from app.domain.table_location import TableLocation
from app.domain.ways.scripts import Dialect
from app.web.facts import dialect
from app.web.facts.chosen import ChosenRelease
from app.web.facts.environment import EnvironmentFacts
from app.web.facts.fleet import FleetFacts, newer_of
from app.web.facts.pinned.assignment import on_values
from app.web.urls.environment import EnvironmentAddress


def main_release(facts: FleetFacts) -> ChosenRelease:
    """The release in the path of a pinned fleet: that of all environments or of the project, else that of the most."""
    if facts.at is not None or not facts.has_several_releases:
        return facts.chosen
    known = [each for each in facts.compared if each.release is not None]
    is_used = facts.chosen.identity in [each.identity for each in known]
    return facts.chosen if is_used or not known else known[0]


def pinned_parameters(facts: FleetFacts) -> list[tuple[str, str]]:
    """The parameters of a pinned page that decide which environments, releases and newer releases it has."""
    return facts.of_all("pinned parameters", facts.unsettled_at, lambda: _pinned_parameters(facts))


def _pinned_parameters(facts: FleetFacts) -> list[tuple[str, str]]:
    without = [("without", slug) for slug in facts.removed]
    held = facts.kept_of({info.slug: facts.release_of(info.slug) for info in facts.environments})
    on = [("on", value) for value in on_values(held, main_release(facts), facts.told, facts.settled)]
    newer = [("newer", facts.newer)] if facts.newer else []
    return [*without, *on, *newer]


def pinned_table(  # noqa: PLR0913 - all that a pinned address names
    project: Project,
    slug: str,
    location: TableLocation,
    received_at: datetime,
    *,
    history: str,
    label: str,
    release: str,
    newer: str | None = None,
) -> EnvironmentAddress:
    """
    The pinned page of a history of the table at a location, against a release, with what the settings say of the table.

    `history` and `release` are fingerprints, `newer` are the newer releases of which it has rows.
    """
    environment = project.environment(slug)
    return EnvironmentAddress.pinned(
        project.slug,
        slug,
        received_at,
        history=history,
        label=label,
        release=release,
        location=location,
        apps=project.apps(slug, location),
        newer=newer,
        dialect=Dialect.POSTGRESQL if environment is None else dialect.of_database(environment, location),
        search_path=() if environment is None else dialect.search_path_of_database(environment, location),
    )


def pinned_part(
    project: Project, part: Sighting, chosen: ChosenRelease, received_at: datetime | None
) -> EnvironmentAddress | None:
    """The pinned page of what is known of one table of an environment; None without a history or a release."""
    if part.drift is None or received_at is None or chosen.release is None:
        return None
    return pinned_table(
        project,
        part.environment,
        part.location,
        received_at,
        history=part.drift.history.fingerprint,
        label=chosen.label,
        release=chosen.release.fingerprint,
        newer=newer_of([part]),
    )


def pinned_environment(
    facts: EnvironmentFacts, release: Release, received_at: datetime, history: str
) -> EnvironmentAddress:
    """The pinned page of a history of the table that a page shows, against a release."""
    return EnvironmentAddress.pinned(
        facts.project.slug,
        facts.environment.slug,
        received_at,
        history=history,
        label=facts.chosen.label,
        release=release.fingerprint,
        location=facts.location,
        apps=facts.apps,
        newer=newer_of([facts.sighting]),
        dialect=facts.dialect,
        search_path=facts.search_path,
    )


def environment_page(facts: FleetFacts, slug: str, release_text: str | None) -> str:
    """
    The page of one environment; a pinned page leads to a pinned page if the environment has a history.

    Of several tables that is the page of the worst one that has a history. `release_text` is the value of `release=` on
    a live page.
    """
    if facts.at is not None:
        sighting = facts.sightings[slug]
        for part in sighting.parts or (sighting,):
            pinned = pinned_part(facts.project, part, facts.release_of(slug), part.seen_at)
            if pinned is not None:
                return pinned.page()
    return EnvironmentAddress.live(facts.project.slug, slug, release=release_text).page()
