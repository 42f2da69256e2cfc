"""
What is searched in a project: made of every environment and migration, once while nothing is written.

So a question costs what it shows, whatever the number of environments.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import repeat
from operator import contains

from app.cache import WeightedCache
from app.config import Project
from app.domain.findings import Code, Finding
from app.domain.fleet import Sighting
from app.domain.fleet.sighting import VERDICT_ORDER
from app.domain.keys import MigrationKey
from app.domain.label import Label
from app.domain.provenance.code_history import CodeHistory, Commit
from app.domain.release import Release
from app.web.go.hit import Hit
from app.web.go.names import Names

MAX_HITS_KEPT = 2_000
"""So many links are kept: to migrations, and to two environments beside each other."""

Place = tuple[str, Release]
"""The label and the release that has a migration."""

Index = Mapping[MigrationKey, tuple[str, Place]]
"""Of every known migration its name in small letters, and where it is: first in what environments are held against."""

Trouble = tuple[Sighting, Finding]
"""A finding, and the part of an environment that has it."""


@dataclass(frozen=True, eq=False)
class Lookups:
    """
    What is searched in one project while nothing is written.

    `sightings` are by slug, `labels` the newest first. `hits` are links that were made already, by what they lead to.
    """

    project: Project
    sightings: Mapping[str, Sighting]
    labels: tuple[Label, ...]
    code: CodeHistory
    index: Index
    hits: WeightedCache[Hashable, Hit] = field(default_factory=lambda: WeightedCache(MAX_HITS_KEPT))

    @cached_property
    def configured(self) -> Names:
        """The slugs of the environments, in the order of the settings."""
        return Names(environment.slug.lower() for environment in self.project.environments)

    @cached_property
    def worst_first(self) -> tuple[tuple[str, ...], Names]:
        """The slugs of the environments, the worst first, and the same to be searched."""
        slugs = sorted(self.sightings, key=lambda slug: (VERDICT_ORDER[self.sightings[slug].verdict], slug))
        return tuple(slugs), Names(map(str.lower, slugs))

    @cached_property
    def migrations(self) -> tuple[tuple[MigrationKey, ...], Names]:
        """Every migration that a release has or a finding names, and their keys to be searched."""
        keys = tuple(sorted({*self.index, *self.troubles}))
        return keys, Names(self.index[key][0] if key in self.index else str(key).lower() for key in keys)

    @cached_property
    def troubles(self) -> Mapping[MigrationKey, Sequence[Trouble]]:
        """The findings that each migration is in, by slug."""
        troubles: dict[MigrationKey, list[Trouble]] = {}
        for part, finding in self.findings():
            for key in {finding.subject, *finding.related}:
                troubles.setdefault(key, []).append((part, finding))
        return troubles

    @cached_property
    def having(self) -> Mapping[Code, Sequence[str]]:
        """The environments that have a finding of each code, by slug."""
        slugs: dict[Code, dict[str, None]] = {}
        for part, finding in self.findings():
            slugs.setdefault(finding.code, {})[part.environment] = None
        return {code: tuple(found) for code, found in slugs.items()}

    def findings(self) -> Iterator[Trouble]:
        """Yield every finding of every part of every environment, by slug, those of its worst part first."""
        for sighting in self.sightings.values():
            for part in sighting.parts or (sighting,):
                for finding in part.drift.findings if part.drift else ():
                    yield part, finding

    def recorded(self, key: MigrationKey) -> tuple[int, int]:
        """How many environments have a row of a migration, and how many have a history."""
        return sum(map(contains, self._recorded, repeat(key))), len(self._recorded)

    @cached_property
    def _recorded(self) -> Sequence[frozenset[MigrationKey]]:
        drifts = (sighting.drift for sighting in self.sightings.values())
        return [drift.history.recorded for drift in drifts if drift is not None]

    @cached_property
    def commits(self) -> tuple[tuple[Commit, ...], Names]:
        """The commits, the newest first, and their subjects to be searched."""
        commits = tuple(reversed(tuple(self.code.commits.values())))
        return commits, Names(commit.subject.lower() for commit in commits)

    @cached_property
    def commit_ids(self) -> Sequence[tuple[str, int]]:
        """The ids of the commits in their order, each with its number in `commits`."""
        return sorted((commit.id, number) for number, commit in enumerate(self.commits[0]))

    @cached_property
    def first_apps(self) -> Mapping[str, str]:
        """The app that each commit changed first; none of a merge."""
        apps: dict[str, str] = {}
        for change in self.code.changes:
            apps.setdefault(change.commit, change.key.app_label)
        return apps
