"""The facts behind a live page: what the store knows now."""

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
from app.domain.provenance import CodeHistory, Knowledge
from app.domain.provenance.code_history import NO_HISTORY
from app.domain.release import Release
from app.store import failures, knowledge, releases, snapshots
from app.store.sessions import ReadSession
from app.store.snapshots import Snapshot, SnapshotSummary
from app.web.facts import comparisons
from app.web.layout.views import Link
from app.web.server.errors import Ambiguous, NotFound
from app.web.urls import pages as addresses
from app.web.urls import segments


@dataclass(frozen=True, eq=False)
class ChosenRelease:
    """
    The release that a page compares environments with.

    `release` is None if the label points to none. `labels` are all labels of the project, newest first; a pinned page
    has none, as it offers no choice.
    """

    release: Release | None
    label: str
    labels: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        """The value of `release=` that chooses it: its label, else the start of its fingerprint; else empty."""
        return self.label or (segments.short(self.release.fingerprint) if self.release else "")


@dataclass(frozen=True, eq=False)
class EnvironmentInfo:
    """
    An environment as `driftboard.toml` describes it.

    `tier` and `region` are empty on pinned pages: the file may change, and a pinned page may not.
    """

    slug: str
    tier: str = ""
    region: str = ""


@dataclass(frozen=True, eq=False)
class FleetFacts:
    """
    Every environment of a project at one moment.

    `sightings` and `histories` are by slug. `now` is the moment of the facts. `at` is the moment that a pinned address
    names, and None on a live page. `removed` are the slugs of environments that have a history and are left out: on a
    live page because they are not configured any more, on a pinned page because the address says `without=`. `code` is
    the history of the code. A pinned page has none: that history grows, and a pinned page shows the same for ever.
    """

    project: Project
    chosen: ChosenRelease
    environments: tuple[EnvironmentInfo, ...]
    sightings: Mapping[str, Sighting]
    histories: Mapping[str, History]
    now: datetime
    at: datetime | None = None
    removed: tuple[str, ...] = ()
    code: CodeHistory = NO_HISTORY


@dataclass(frozen=True, eq=False)
class EnvironmentFacts:
    """
    One environment at one moment.

    `snapshot` is None if nothing was ever collected, `drift` also if there is no release. `alias` is the alias of the
    database in Django's settings. `summaries` are the snapshots of the environment, and `now` is the present: both are
    for a live page alone.
    """

    project: Project
    environment: EnvironmentInfo
    alias: str
    chosen: ChosenRelease
    snapshot: Snapshot | None
    sighting: Sighting
    summaries: tuple[SnapshotSummary, ...] = ()
    now: datetime | None = None

    @property
    def drift(self) -> Drift | None:
        return self.sighting.drift


def chosen_release(session: ReadSession, project: Project, release_text: str | None) -> ChosenRelease:
    """
    The release of a live page.

    `release_text` is the value of `release=`: a label, or the start of a fingerprint. Without it, the page takes the
    label that the project names in `driftboard.toml`, else the newest label.

    Raises `NotFound` for an unknown fingerprint, `Ambiguous` for one that several releases begin with.
    """
    stored_labels = releases.labels(session, project.slug)
    labels = tuple(label.label for label in stored_labels)
    label = release_text or project.release or (labels[0] if labels else "")
    if label in labels:
        return ChosenRelease(releases.with_label(session, project.slug, label), label, labels)
    if release_text and segments.FINGERPRINT.fullmatch(release_text.lower()):
        release = release_with_fingerprint(session, project.slug, release_text.lower())
        return ChosenRelease(release, newest_label(stored_labels, release) or "", labels)
    return ChosenRelease(None, label, labels)


def release_with_fingerprint(session: ReadSession, project: str, digits: str) -> Release:
    """The release whose fingerprint begins with `digits`; raises `NotFound` or `Ambiguous`."""
    matches = {
        release.fingerprint: release for release in releases.with_fingerprint(session, project, digits)
    }
    if not matches:
        raise NotFound(f"No release {digits} is stored here.")
    if len(matches) > 1:
        home = addresses.home(project)
        links = [
            Link(fingerprint, addresses.with_query(home, [("release", fingerprint)]))
            for fingerprint in sorted(matches)
        ]
        raise Ambiguous(f"{len(matches)} releases begin with {digits}.", links)
    return next(iter(matches.values()))


def newest_label(labels: Sequence[Label], release: Release) -> str | None:
    """The first of the labels, which come newest first, that points to this release; None if none does."""
    return next((label.label for label in labels if label.fingerprint == release.fingerprint), None)


def fleet(session: ReadSession, project: Project, *, now: datetime, release_text: str | None) -> FleetFacts:
    """Every configured environment as it is now; `release_text` is the value of `release=`."""
    chosen = chosen_release(session, project, release_text)
    snapshots_by_slug = snapshots.latest_of_all(session, project.slug)
    failures_by_slug = failures.current(session, project.slug)
    known_code = knowledge.of_project(session, project.slug)
    sightings = {
        environment.slug: sighting(
            environment,
            snapshots_by_slug.get(environment.slug),
            failures_by_slug.get(environment.slug),
            release=chosen.release,
            known_code=known_code,
            now=now,
        )
        for environment in project.environments
    }
    return FleetFacts(
        project,
        chosen,
        tuple(map(_environment_info, project.environments)),
        sightings,
        {slug: snapshot.history for slug, snapshot in snapshots_by_slug.items()},
        now,
        removed=tuple(sorted(snapshots_by_slug.keys() - sightings.keys())),
        code=known_code.history,
    )


def environment(
    session: ReadSession,
    project: Project,
    configured: Environment,
    *,
    now: datetime,
    release_text: str | None,
) -> EnvironmentFacts:
    """One configured environment as it is now; `release_text` is the value of `release=`."""
    chosen = chosen_release(session, project, release_text)
    snapshot = snapshots.latest(session, project.slug, configured.slug)
    failure = failures.current(session, project.slug).get(configured.slug)
    return EnvironmentFacts(
        project,
        _environment_info(configured),
        configured.alias,
        chosen,
        snapshot,
        sighting(
            configured,
            snapshot,
            failure,
            release=chosen.release,
            known_code=knowledge.of_project(session, project.slug),
            now=now,
        ),
        snapshots.summaries(session, project.slug, configured.slug),
        now,
    )


def _environment_info(configured: Environment) -> EnvironmentInfo:
    return EnvironmentInfo(configured.slug, configured.tier, configured.region)


def sighting(  # noqa: PLR0913 - all that is known of an environment
    configured: Environment,
    snapshot: Snapshot | None,
    failure: Failure | None,
    *,
    release: Release | None,
    known_code: Knowledge,
    now: datetime,
) -> Sighting:
    """
    What is known of one environment now: its last snapshot, and the failure that lasts.

    `known_code` is what is known of the code now: it tells the findings.
    """
    seen_at = None if snapshot is None else snapshot.seen_at
    drift = (
        None
        if release is None or snapshot is None
        else comparisons.informed_drift_of(release, snapshot.history, known_code, alias=configured.alias)
    )
    stale = is_stale(seen_at, now=now, limit=configured.stale_after)
    return Sighting(environment=configured.slug, drift=drift, failure=failure, seen_at=seen_at, stale=stale)
