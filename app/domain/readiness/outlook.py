"""Which environments can take a release, what stops the others, and after which steps there is no way back."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from app.domain.difference import Difference
from app.domain.drift import Drift
from app.domain.findings import Finding
from app.domain.fleet import Sighting
from app.domain.fleet.causes import SharedFinding
from app.domain.keys import MigrationKey
from app.domain.readiness.answer import Answer
from app.domain.readiness.prospect import Prospect
from app.domain.readiness.readiness import Keys, Readiness, lacked_alone, readiness
from app.domain.readiness.sentences import outlook_sentence


@dataclass(frozen=True, eq=False)
class Base:
    """
    The release that runs in an environment, as far as somebody knows.

    `name` is what people call it, empty where nobody knows. `since` is what changed from it to the release that may
    come; None where its files are not known.
    """

    name: str = ""
    since: Difference | None = None


UNKNOWN_BASE = Base()


@dataclass(frozen=True, eq=False)
class Outlook:
    """Every environment before one release; `label` is what people call it."""

    label: str
    environments: tuple[Readiness, ...]

    @classmethod
    def of(cls, label: str, sightings: Iterable[Sighting], bases: Mapping[str, Base]) -> "Outlook":
        """
        The outlook of the environments of these sightings, all against the release that may come.

        `bases` are by slug. Equal comparisons are one value, and looked at once.
        """
        prospects: dict[Drift, Prospect] = {}

        def prospect_of(part: Sighting) -> Prospect | None:
            if part.drift is None:
                return None
            return prospects.setdefault(part.drift, Prospect(part.drift, label))

        environments = []
        for sighting in sightings:
            base = bases.get(sighting.environment, UNKNOWN_BASE)
            environments.append(readiness(sighting, prospect_of, base=base.name, since=base.since))
        return cls(label, tuple(environments))

    @cached_property
    def by_slug(self) -> Mapping[str, Readiness]:
        """Each environment by its slug."""
        return {each.environment: each for each in self.environments}

    @cached_property
    def refused(self) -> tuple[Readiness, ...]:
        """The environments that cannot take the release."""
        return tuple(each for each in self.environments if each.answer is Answer.NO)

    @cached_property
    def counts(self) -> Mapping[Answer, int]:
        """The number of environments with each answer, worst first; answers that none has count 0."""
        numbers = Counter(each.answer for each in self.environments)
        return {answer: numbers[answer] for answer in Answer}

    @cached_property
    def has_nothing_to_run(self) -> bool:
        """Whether every environment that was seen can take the release and has nothing to run."""
        seen = [each for each in self.environments if each.answer is not Answer.UNKNOWN]
        return bool(seen) and all(each.answer is not Answer.NO and not _runs(each) for each in seen)

    @cached_property
    def sentence(self) -> str:
        """How many can take it, how many cannot, of how many it is unknown."""
        return outlook_sentence(self.label, self.counts, has_nothing_to_run=self.has_nothing_to_run)

    @cached_property
    def stops(self) -> tuple[SharedFinding, ...]:
        """What stops environments, each with the sorted slugs, what stops the most first."""
        slugs: dict[Finding, list[str]] = {}
        for each in self.environments:
            for finding in each.stops:
                slugs.setdefault(finding, []).append(each.environment)
        shared = (SharedFinding(finding, tuple(sorted(names))) for finding, names in slugs.items())
        return tuple(sorted(shared, key=lambda stop: (-len(stop.environments), stop.finding)))

    @cached_property
    def one_way(self) -> tuple[tuple[MigrationKey, int], ...]:
        """The steps after which there is no way back, each with the number of environments, the most first."""
        return _of_plans(
            (frozenset(key for plan in each.plans for key in plan.one_way)) for each in self.environments
        )

    @cached_property
    def dropping(self) -> tuple[tuple[MigrationKey, int], ...]:
        """The steps that drop data, each with the number of environments that would run it, the most first."""
        return _of_plans(
            frozenset(key for plan in each.plans for key in plan.dropping) for each in self.environments
        )

    @cached_property
    def lacked_alone(self) -> Mapping[str, Keys]:
        """What an environment lacks and no other one that was seen does, by slug."""
        return lacked_alone(self.environments)


def _runs(each: Readiness) -> bool:
    return any(steps.plan for steps in each.plans)


def _of_plans(keys: Iterable[frozenset[MigrationKey]]) -> tuple[tuple[MigrationKey, int], ...]:
    numbers = Counter(key for of_one in keys for key in of_one)
    return tuple(sorted(numbers.items(), key=lambda item: (-item[1], item[0])))
