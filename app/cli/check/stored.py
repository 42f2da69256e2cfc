"""The environments of the configuration, as the store knows them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from app import sources
from app.cli.arguments import known_releases
from app.cli.arguments.known_releases import UnknownRelease
from app.cli.check.known import Asked, Known, NotKnown, doubt_of
from app.config import Environment, Project
from app.domain.english import listed
from app.domain.fleet.running_release import ReleaseBasis, RunningRelease, running_release
from app.domain.fleet.sighting import is_stale
from app.domain.impact import KnownPart
from app.domain.impact.doubts import unseen
from app.domain.label import Label
from app.domain.release import Release
from app.jobs.releases import reading_options
from app.store import knowledge, releases
from app.store.engine import Store
from app.store.pushed import deployments
from app.store.sessions import ReadSession
from app.web.facts.parts import Part, StoredTables


@dataclass(frozen=True, eq=False)
class StoredEnvironments:
    """The environments of one project. `now` is the moment of the question."""

    store: Store
    project: Project
    now: datetime

    def release(self, word: str) -> Release | None:
        """The release with this label, or whose fingerprint begins so; None where there is none."""
        try:
            return known_releases.find(self.store, self.project.slug, word).release
        except UnknownRelease:
            return self._of_settings(word)

    def _of_settings(self, label: str) -> Release | None:
        """The release that the settings name so and that nobody has stored yet, as `serve` would; None without one."""
        source = next((each for each in self.project.releases if each.label == label), None)
        if source is None:
            return None
        release = sources.read(source.path, reading_options(source), ref=source.ref, folder=source.folder)
        return replace(release, label=label)

    def known(self, asked: Asked) -> Known:
        """The last known histories of the environments, each with its base."""
        environments = self._environments(asked.environments)
        with self.store.reading() as session:
            bases = self._bases(session, asked, [each.slug for each in environments])
            tables = StoredTables.of(session, self.project.slug)
            parts = [
                self._part(environment, part, bases.get(environment.slug), asked)
                for environment in environments
                for part in tables.parts(environment.slug, environment)
            ]
            return Known(parts, knowledge.of_project(session, self.project.slug))

    def _environments(self, slugs: Iterable[str]) -> list[Environment]:
        asked = dict.fromkeys(slugs)
        unknown = [slug for slug in asked if self.project.environment(slug) is None]
        if unknown:
            there = listed([each.slug for each in self.project.environments]) or "it has none"
            raise NotKnown(f"There is no environment {listed(unknown)} in {self.project.slug}: {there}.")
        return [each for each in self.project.environments if not asked or each.slug in asked]

    def _bases(
        self, session: ReadSession, asked: Asked, slugs: Iterable[str]
    ) -> Mapping[str, tuple[str, Release | None]]:
        """The name of the base of each environment, and the base, where one is known by that name."""
        if asked.base is not None:
            return dict.fromkeys(slugs, (asked.base_name, asked.base))
        labels = releases.labels(session, self.project.slug)
        places = releases.all_labels(session, self.project.slug)
        told = deployments.latest(session, self.project.slug)
        others = tuple(label for label in labels if label.fingerprint != asked.candidate.fingerprint)
        running: dict[str, RunningRelease] = {}
        for slug in slugs:
            declared = self.project.declared_release(slug)
            each = running_release(declared, told.get(slug), labels, places=places)
            if each is not None and each.basis is ReleaseBasis.NEWEST:
                each = running_release(None, None, others)
            if each is not None:
                running[slug] = each
        known: set[Label] = {each.label for each in running.values() if each.label is not None}
        by_label = releases.of_labels(session, self.project.slug, known)
        return {
            slug: (each.name, by_label[each.label] if each.label else self._of_settings(each.name))
            for slug, each in running.items()
        }

    def _part(
        self, environment: Environment, part: Part, base: tuple[str, Release | None] | None, asked: Asked
    ) -> KnownPart:
        name, release = base or ("", None)
        cause = None if part.failure is None else part.failure.cause
        stale = is_stale(part.seen_at, now=self.now, limit=environment.stale_after)
        return KnownPart(
            environment=environment.slug,
            history=None if part.snapshot is None else part.snapshot.history,
            unseen="" if part.snapshot is not None else unseen(cause, is_pushed=not environment.databases),
            doubt=doubt_of(part.seen_at, cause, is_stale=stale, any_age=asked.any_age),
            seen_at=part.seen_at,
            base=release,
            base_name=name,
            location=part.location,
            schemas=part.schemas,
            apps=self.project.apps(environment.slug, part.location),
        )
