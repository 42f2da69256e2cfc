"""
The stages of an environment in the store: which of its histories was held against which release, and what came of it.

A pinned page shows the same for ever. So for it nothing counts that came after both, its history and its release, were
here; and its stages are told without what is known of the code, as its findings are.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import dropwhile

from app.domain.course.beginning import MAX_STAGES, Beginning, beginning
from app.domain.course.stage import Look, Placement, Stage, stages
from app.domain.drift import Drift
from app.domain.fleet.deployment import Deployment, deployed
from app.domain.fleet.running_release import ReleaseBasis
from app.domain.history import History
from app.domain.label import Label
from app.domain.release import Release
from app.store import releases, snapshots
from app.store.errors import DamagedHistoryError
from app.store.pushed import deployments
from app.store.sessions import ReadSession
from app.web.facts import comparisons
from app.web.facts.chosen import ChosenRelease
from app.web.facts.environment import EnvironmentFacts

MAX_LOOKS = MAX_STAGES + 1
"""No more snapshots are read than can be compared, and one more: it tells whether there are older ones."""


@dataclass(frozen=True, eq=False)
class Stages:
    """The stages of an environment, newest first, and what is needed to compare each of them."""

    session: ReadSession
    facts: EnvironmentFacts
    newest_first: tuple[Stage, ...]
    histories: dict[str, History | None] = field(default_factory=dict)

    def drift(self, stage: Stage) -> Drift | None:
        """The comparison of a stage; None where the store does not have its history or its release."""
        history = self.history(stage.history)
        if history is None:
            return None
        release = self._release(stage.placement)
        if release is None:
            return None
        alias, apps = self.facts.alias, self.facts.apps
        known = self.facts.knowledge
        if self.facts.now is None:
            return comparisons.drift_knowing(release, known.releases, history, alias=alias, apps=apps)
        return comparisons.informed_drift_of(release, history, known, alias=alias, apps=apps)

    @property
    def verdict_began(self) -> Beginning | None:
        """With which stage the verdict of the newest began."""

        def has_it(stage: Stage) -> bool:
            drift = self.drift(stage)
            return drift is not None and drift.verdict is self.facts.sighting.last_verdict

        return beginning(self.newest_first, has_it)

    def history(self, fingerprint: str) -> History | None:
        """A history of the environment by its fingerprint; None where it is not stored, or cannot be rebuilt."""
        if fingerprint not in self.histories:
            project, slug = self.facts.project.slug, self.facts.environment.slug
            try:
                found = snapshots.with_fingerprint(self.session, project, slug, fingerprint)
            except DamagedHistoryError:
                found = ()
            self.histories[fingerprint] = found[0].history if found else None
        return self.histories[fingerprint]

    def _release(self, placement: Placement) -> Release | None:
        chosen = self.facts.chosen.release
        if chosen is not None and chosen.fingerprint == placement.release:
            return chosen
        found = releases.with_fingerprint(self.session, self.facts.project.slug, placement.release)
        return found[0] if found else None


def stages_of(session: ReadSession, facts: EnvironmentFacts) -> Stages:
    """The stages of an environment, as a live or a pinned page knows them."""
    project, slug = facts.project.slug, facts.environment.slug
    places = releases.all_labels(session, project)
    until = facts.now or _pinned_at(facts, places)
    snapshot = facts.snapshot
    received = until if snapshot is None else min(until, snapshot.received_at)
    seen = snapshots.summaries(session, project, slug, facts.location, until=received, most=MAX_LOOKS)
    looks = [Look(each.fingerprint, each.received_at, min(each.seen_at, until)) for each in seen]
    known = [place for place in places if place.added_at <= until]
    deployed_by_then = [
        each for each in deployments.of_environment(session, project, slug) if each.received_at <= until
    ]
    if _is_newest(facts):
        placements: Sequence[Placement] = [_placement(place) for place in known]
    else:
        placements = _placements(facts.chosen, known, deployed_by_then)
    histories: dict[str, History | None] = (
        {} if snapshot is None else {snapshot.history.fingerprint: snapshot.history}
    )
    return Stages(session, facts, stages(looks, reversed(placements)), histories)


def _pinned_at(facts: EnvironmentFacts, places: Iterable[Label]) -> datetime:
    """From when on a pinned page can be asked for: when both its history and its release were here."""
    release, snapshot = facts.chosen.release, facts.snapshot
    fingerprint = "" if release is None else release.fingerprint
    first = min((place.added_at for place in places if place.fingerprint == fingerprint), default=None)
    received = None if snapshot is None else snapshot.received_at
    moments = [moment for moment in (first, received) if moment is not None]
    return max(moments, default=datetime.max.replace(tzinfo=UTC))


def _is_newest(facts: EnvironmentFacts) -> bool:
    """Whether nobody says what runs there, so that it is held against whatever label moved last."""
    return facts.running is not None and facts.running.basis is ReleaseBasis.NEWEST and not facts.picked


def _placement(place: Label) -> Placement:
    return Placement(place.fingerprint, place.label, place.added_at)


def _placements(
    chosen: ChosenRelease, places: Sequence[Label], told: Sequence[Deployment]
) -> Sequence[Placement]:
    """
    The releases that the environment was held against, up to the one that the page compares.

    They are those that were told to run there, if the last of these is that one; else where the label of the page
    pointed. `places` and `told` come newest first.
    """
    fingerprint = chosen.identity
    of_deployments = [
        Placement(label.fingerprint, each.name, max(each.received_at, label.added_at), is_told=True)
        for each in told
        if (label := deployed(each, places)) is not None
    ]
    if of_deployments and of_deployments[0].release == fingerprint:
        return of_deployments
    of_label = [_placement(place) for place in places if place.label == chosen.label]
    of_label = list(dropwhile(lambda placement: placement.release != fingerprint, of_label))
    of_release = [_placement(place) for place in places if place.fingerprint == fingerprint]
    return of_label or of_release[-1:]
