"""The whole answer: what a candidate means for every environment, and which dependencies moved under it."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import cached_property

from app.domain.drift import Drift, compare
from app.domain.drift.app_limits import limited_to
from app.domain.findings import Code, Finding, Severity
from app.domain.history import History
from app.domain.impact.harm import Harm, HarmKey, HarmKind
from app.domain.impact.harms import abouts, harms_of, known_before
from app.domain.impact.known_part import KnownPart
from app.domain.impact.moving import MovingDependency, moving_dependencies
from app.domain.impact.part import EnvironmentImpact, ImpactAnswer, PartImpact
from app.domain.impact.places import PlaceSearch
from app.domain.provenance import NO_KNOWLEDGE, Knowledge, with_knowledge
from app.domain.provenance.knowledge import release_name
from app.domain.release import Release

DriftOf = Callable[[Release, History, str, frozenset[str] | None], Drift]
"""The comparison of a release with a history, for the alias of a database and the apps that live there (None: all)."""


@dataclass(frozen=True, slots=True)
class SharedHarm:
    """A harm, and the sorted slugs of the environments that have it; its sentence is that of the first."""

    harm: Harm
    environments: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Impact:
    """
    What the candidate means.

    `name` is what people call the candidate. `environments` are sorted by their slugs. `moving` has each dependency
    that stands for something else than in a base, with the names of these bases, sorted.
    """

    candidate: Release
    name: str
    environments: tuple[EnvironmentImpact, ...]
    moving: Mapping[MovingDependency, tuple[str, ...]] = field(default_factory=dict)

    @property
    def answer(self) -> ImpactAnswer:
        """No where one environment says no, else unknown where one does, or where there is none."""
        answers = {each.answer for each in self.environments} or {ImpactAnswer.UNKNOWN}
        return next(answer for answer in ImpactAnswer if answer in answers)

    def of_answer(self, answer: ImpactAnswer) -> tuple[EnvironmentImpact, ...]:
        """The environments with this answer."""
        return tuple(each for each in self.environments if each.answer is answer)

    @cached_property
    def counts(self) -> Mapping[ImpactAnswer, int]:
        """The number of environments with each answer, the worst first; 0 for one that none has."""
        numbers = Counter(each.answer for each in self.environments)
        return {answer: numbers[answer] for answer in ImpactAnswer}

    @cached_property
    def shared(self) -> tuple[SharedHarm, ...]:
        """Each harm once, with its environments; the worst kind first, then the one with the most environments."""
        first: dict[HarmKey, Harm] = {}
        slugs: dict[HarmKey, list[str]] = {}
        for each in self.environments:
            for harm in each.harms:
                first.setdefault(harm.key, harm)
                slugs.setdefault(harm.key, []).append(each.environment)
        shared = (SharedHarm(harm, tuple(slugs[key])) for key, harm in first.items())
        kinds = tuple(HarmKind)
        return tuple(
            sorted(
                shared, key=lambda each: (kinds.index(each.harm.kind), -len(each.environments), each.harm.key)
            )
        )


def impact_of(
    candidate: Release,
    parts: Iterable[KnownPart],
    *,
    name: str = "",
    knowledge: Knowledge = NO_KNOWLEDGE,
    drift_of: DriftOf | None = None,
) -> Impact:
    """
    What the candidate means for these parts, in any order; parts of one environment name it alike.

    `name` is what people call the candidate; by default its label, its commit or its fingerprint. `knowledge` is what
    is known of the code: it tells a renamed migration from a deleted one. The bases need not be in it. `drift_of` is
    the comparison, for a caller that keeps some; by default each distinct one is made once.

    The work grows with the distinct pairs of a release and a history.
    """
    parts, name = tuple(parts), name or release_name(candidate)
    runner = _Runner(
        candidate, drift_of or _drifts(_with_releases(knowledge, parts, replace(candidate, label=name)))
    )
    by_environment: dict[str, list[PartImpact]] = {}
    for part in parts:
        by_environment.setdefault(part.environment, []).append(runner.impact_of(part))
    return Impact(
        candidate,
        name,
        tuple(EnvironmentImpact.of(slug, by_environment[slug]) for slug in sorted(by_environment)),
        _moving(candidate, parts),
    )


def _with_releases(knowledge: Knowledge, parts: Iterable[KnownPart], candidate: Release) -> Knowledge:
    """What is known of the code, with the bases and the candidate, as the newest, where it lacks them."""
    known = {release.fingerprint for release in knowledge.releases}
    named = [replace(part.base, label=part.base.label or part.base_name) for part in parts if part.base]
    new = {
        release.fingerprint: release for release in (*named, candidate) if release.fingerprint not in known
    }
    return replace(knowledge, releases=(*knowledge.releases, *new.values()))


def _drifts(knowledge: Knowledge) -> DriftOf:
    made: dict[tuple[str, str, str, frozenset[str] | None], Drift] = {}

    def drift_of(release: Release, history: History, alias: str, apps: frozenset[str] | None) -> Drift:
        key = (release.fingerprint, history.fingerprint, alias, apps)
        if key not in made:
            drift = with_knowledge(compare(release, history, alias=alias), knowledge)
            made[key] = drift if apps is None else limited_to(drift, apps)
        return made[key]

    return drift_of


class _Runner:
    """The impact on one part after the other; what two of them share is worked out once."""

    def __init__(self, candidate: Release, drift_of: DriftOf) -> None:
        self.candidate = candidate
        self.drift_of = drift_of
        self.searches: dict[str, PlaceSearch] = {}
        self.made: dict[tuple[str, str, str, frozenset[str] | None], PartImpact] = {}

    def impact_of(self, part: KnownPart) -> PartImpact:
        if part.history is None:
            return PartImpact(part)
        base = "" if part.base is None else part.base.fingerprint
        key = (base, part.history.fingerprint, part.location.alias, part.apps)
        if key not in self.made:
            self.made[key] = self._made(part, part.history)
        return replace(self.made[key], part=part)

    def _made(self, part: KnownPart, history: History) -> PartImpact:
        alias, apps = part.location.alias, part.apps
        after = self.drift_of(self.candidate, history, alias, apps)
        before = None if part.base is None else self.drift_of(part.base, history, alias, apps)
        search = self._search(part.base)
        harms = harms_of(before, after, search, apps)
        return PartImpact(part, before, after, harms, _already(before, after, apps))

    def _search(self, base: Release | None) -> PlaceSearch:
        key = "" if base is None else base.fingerprint
        if key not in self.searches:
            self.searches[key] = PlaceSearch(base, self.candidate)
        return self.searches[key]


def _already(before: Drift | None, after: Drift, apps: AbstractSet[str] | None) -> tuple[Finding, ...]:
    """The findings that stop the environment, or hide something, before and after; sorted."""
    known = known_before(before, after, apps)
    return tuple(
        sorted(
            finding
            for finding in after.findings
            if (finding.code.severity is Severity.BLOCKING or finding.code is Code.SILENT_SKIP)
            and not known.isdisjoint(abouts(finding))
        )
    )


def _moving(candidate: Release, parts: Iterable[KnownPart]) -> Mapping[MovingDependency, tuple[str, ...]]:
    """Each dependency that moved, with the names of the bases in which it stood for something else."""
    names: dict[str, set[str]] = {}
    bases: dict[str, Release] = {}
    for part in parts:
        if part.base is not None:
            bases.setdefault(part.base.fingerprint, part.base)
            names.setdefault(part.base.fingerprint, set()).add(part.base_name or release_name(part.base))
    moving: dict[MovingDependency, set[str]] = {}
    for fingerprint, base in bases.items():
        for each in moving_dependencies(base, candidate):
            moving.setdefault(each, set()).update(names[fingerprint])
    return {each: tuple(sorted(moving[each])) for each in sorted(moving)}
