"""First looks: of a table nothing is known before, so it is shown through the release of the time of its first look."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from app.config import Project
from app.domain.events.event import NewerReleases
from app.domain.events.placements import Placements, PlacementsOfAll
from app.domain.label import Label
from app.store import knowledge, releases
from app.store.sessions import ReadSession
from app.store.timeline.looks import ChangedLook
from app.web.facts.comparisons import informed_drift_of
from app.web.facts.events.assembly import Fact
from app.web.facts.events.judge import newer_releases


def seen_through(placements: Placements, moment: datetime) -> Label | None:
    """The release through which histories of a moment are shown: where none was known, the first one."""
    return placements.at(moment) or next(filter(None, placements.releases), None)


def newer_of_first_looks(
    session: ReadSession, project: Project, facts: Iterable[Fact], placed: PlacementsOfAll
) -> Mapping[str, NewerReleases]:
    """
    The newer releases of which first looks have rows, by the identity of the look; nothing for those without any.

    A few queries for any number. Nothing is compared where one release alone is known: there is no newer one.
    """
    first = {}
    for look in facts:
        if isinstance(look, ChangedLook) and look.before is None and look.after is not None:
            declared = project.declared_release(look.environment)
            label = seen_through(placed.of(look.environment, declared), look.mark.at)
            if label is not None:
                first[look.identity] = (look, label)
    known = knowledge.of_project(session, project.slug) if first else None
    if known is None or len(known.releases) < 2:
        return {}
    by_label = releases.of_labels(session, project.slug, {label for _, label in first.values()})
    found = {}
    for identity, (look, label) in first.items():
        apps = project.apps(look.environment, look.location)
        assert look.after is not None  # noqa: S101 - for the type checker
        drift = informed_drift_of(by_label[label], look.after, known, alias=look.location.alias, apps=apps)
        if newer := newer_releases(drift):
            found[identity] = newer
    return found
