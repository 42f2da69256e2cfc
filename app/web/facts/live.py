"""The stored facts behind a page, as they are now. `pinned.py` has the same as they were."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.config import Environment, Project
from app.domain.drift import Drift
from app.domain.failure import Failure
from app.domain.fleet import Sighting
from app.domain.fleet.sighting import is_stale
from app.domain.history import History
from app.domain.label import Label
from app.domain.provenance import CodeHistory
from app.domain.provenance.code_history import NO_HISTORY
from app.domain.release import Release
from app.store import codehistory, failures, releases, snapshots
from app.store.sessions import ReadSession
from app.store.snapshots import Snapshot, SnapshotSummary
from app.web.facts import comparisons
from app.web.layout.views import Link
from app.web.server.errors import Ambiguous, NotFound
from app.web.urls import pages as addresses
from app.web.urls import segments


@dataclass(frozen=True, eq=False)
class ChosenRelease:
    """The release that a page holds environments against; `release` is None where none is known under that label."""

    release: Release | None
    label: str
    labels: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        """What `release=` says for it."""
        return self.label or (segments.short(self.release.fingerprint) if self.release else "")


@dataclass(frozen=True, eq=False)
class EnvironmentInfo:
    """What the operator says of an environment; `tier` and `region` are empty on pinned pages, as they may change."""

    slug: str
    tier: str = ""
    region: str = ""


@dataclass(frozen=True, eq=False)
class FleetFacts:
    """
    Every environment of a project at one moment; `at` is None for the present.

    `code` is the history of the code, for the present alone: it grows, and a pinned page shows the same for ever.
    """

    project: Project
    chosen: ChosenRelease
    places: tuple[EnvironmentInfo, ...]
    sightings: Mapping[str, Sighting]
    histories: Mapping[str, History]
    now: datetime
    at: datetime | None = None
    removed: tuple[str, ...] = ()
    code: CodeHistory = NO_HISTORY


@dataclass(frozen=True, eq=False)
class EnvironmentFacts:
    """One environment; `snapshot` is None where nothing was ever collected, `drift` also where there is no release."""

    project: Project
    place: EnvironmentInfo
    alias: str
    chosen: ChosenRelease
    snapshot: Snapshot | None
    sighting: Sighting
    marks: tuple[SnapshotSummary, ...] = ()
    now: datetime | None = None

    @property
    def drift(self) -> Drift | None:
        return self.sighting.drift


def chosen(session: ReadSession, project: Project, wanted: str | None) -> ChosenRelease:
    """
    The release that `release=` names, by label or fingerprint; else the one that the project is meant to run; else
    the newest.

    Raises `NotFound` and `Ambiguous` for a fingerprint that is unknown or not long enough.
    """
    known = releases.labels(session, project.slug)
    labels = tuple(label.label for label in known)
    name = wanted or project.release or (labels[0] if labels else "")
    if name in labels or not wanted or not segments.FINGERPRINT.fullmatch(wanted.lower()):
        found = releases.with_label(session, project.slug, name) if name in labels else None
        return ChosenRelease(found, name, labels)
    release = one_release(session, project.slug, wanted.lower())
    return ChosenRelease(release, label_of(known, release) or "", labels)


def one_release(session: ReadSession, project: str, digits: str) -> Release:
    """The release with this fingerprint; raises `NotFound` or `Ambiguous`."""
    found = {release.fingerprint: release for release in releases.with_fingerprint(session, project, digits)}
    if not found:
        raise NotFound(f"No release {digits} is stored here.")
    if len(found) > 1:
        home = addresses.home(project)
        links = [Link(full, addresses.with_query(home, [("release", full)])) for full in sorted(found)]
        raise Ambiguous(f"{len(found)} releases begin with {digits}.", links)
    return next(iter(found.values()))


def label_of(known: Sequence[Label], release: Release) -> str | None:
    """The newest label that points to this release."""
    return next((label.label for label in known if label.fingerprint == release.fingerprint), None)


def fleet(session: ReadSession, project: Project, *, now: datetime, wanted: str | None) -> FleetFacts:
    """Every configured environment as it is now."""
    picked = chosen(session, project, wanted)
    latest = snapshots.latest_of_all(session, project.slug)
    failed = failures.current(session, project.slug)
    sightings = {
        environment.slug: sighting(
            environment,
            latest.get(environment.slug),
            failed.get(environment.slug),
            release=picked.release,
            now=now,
        )
        for environment in project.environments
    }
    places = tuple(EnvironmentInfo(one.slug, one.tier, one.region) for one in project.environments)
    removed = tuple(sorted(latest.keys() - sightings.keys()))
    histories = {slug: snapshot.history for slug, snapshot in latest.items()}
    code = codehistory.of_project(session, project.slug)
    return FleetFacts(project, picked, places, sightings, histories, now, removed=removed, code=code)


def environment(
    session: ReadSession, project: Project, configured: Environment, *, now: datetime, wanted: str | None
) -> EnvironmentFacts:
    """One configured environment as it is now."""
    picked = chosen(session, project, wanted)
    snapshot = snapshots.latest(session, project.slug, configured.slug)
    failed = failures.current(session, project.slug).get(configured.slug)
    return EnvironmentFacts(
        project,
        EnvironmentInfo(configured.slug, configured.tier, configured.region),
        configured.alias,
        picked,
        snapshot,
        sighting(configured, snapshot, failed, release=picked.release, now=now),
        snapshots.summaries(session, project.slug, configured.slug),
        now,
    )


def sighting(
    configured: Environment,
    snapshot: Snapshot | None,
    failed: Failure | None,
    *,
    release: Release | None,
    now: datetime,
) -> Sighting:
    """What is known of one environment now."""
    seen_at = None if snapshot is None else snapshot.seen_at
    drift = (
        None
        if release is None or snapshot is None
        else comparisons.drift_of(release, snapshot.history, alias=configured.alias)
    )
    stale = is_stale(seen_at, now=now, limit=configured.stale_after)
    return Sighting(environment=configured.slug, drift=drift, failure=failed, seen_at=seen_at, stale=stale)
