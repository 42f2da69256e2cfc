"""What deployments told of the environments of a project: the address of a pinned page need not say it again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.fleet.deployment import deployed
from app.domain.fleet.running_release import ReleaseBasis, RunningRelease
from app.store import releases
from app.store.pushed import deployments
from app.store.sessions import ReadSession
from app.web.facts.chosen import ChosenRelease

SETTLED_AFTER = timedelta(seconds=1)
"""What was received so long before a second began is in the store for whoever reads in that second."""


@dataclass(frozen=True, slots=True)
class Told:
    """The `identity` of the release that a deployment named, and since when this was known."""

    identity: str
    known_at: datetime


def settled_before(moment: datetime) -> datetime:
    """What was received before this is told by the moment alone, for ever; what came later an address has to name."""
    return moment.replace(microsecond=0) - SETTLED_AFTER


def told_of(running: Mapping[str, RunningRelease]) -> dict[str, Told]:
    """What was told of environments, by slug, of what runs in each."""
    return {
        slug: _told(each)
        for slug, each in running.items()
        if each.basis is ReleaseBasis.TOLD and each.deployment is not None
    }


def _told(running: RunningRelease) -> Told:
    label, deployment = running.label, running.deployment
    assert deployment is not None  # noqa: S101 - for the type checker
    if label is None:
        return Told(running.name, deployment.received_at)
    return Told(label.fingerprint, max(deployment.received_at, label.added_at))


def told_releases(session: ReadSession, project: str, before: datetime) -> dict[str, ChosenRelease]:
    """The release that the newest deployment before a moment named, by slug, as it was known then."""
    until = before - timedelta(microseconds=1)
    newest = deployments.latest(session, project, until)
    places = [label for label in releases.all_labels(session, project) if label.added_at <= until]
    labels = {slug: deployed(deployment, places) for slug, deployment in newest.items()}
    known = releases.of_labels(session, project, {label for label in labels.values() if label is not None})
    return {
        slug: ChosenRelease(None, newest[slug].name)
        if label is None
        else ChosenRelease(known[label], label.label)
        for slug, label in labels.items()
    }
