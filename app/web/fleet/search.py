"""
The words of the search field: each must fit an environment.

A word fits where it is part of the name, the tier, the region, or a migration of a finding or of the plan.
`is:blocked`, `app:orders`, `tier:qa`, `region:eu`, `finding:D101` look at one thing alone.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from app.cache import WeightedCache
from app.domain.drift import Drift
from app.domain.fleet import Sighting
from app.domain.keys import MigrationKey
from app.web.facts.fleet import EnvironmentInfo

MAX_WORDS = 12
"""Further words are not looked at."""

MAX_NAMES = 200_000
"""The number of names in memory."""

_names: WeightedCache[Drift, tuple[str, ...]] = WeightedCache(MAX_NAMES, lambda names: 1 + len(names))
"""By the comparison, which is one value in memory."""


@dataclass(frozen=True, eq=False)
class Searchable:
    """One environment, with what the words of a search look at."""

    sighting: Sighting
    info: EnvironmentInfo

    @cached_property
    def keys(self) -> tuple[MigrationKey, ...]:
        """The migrations of its findings and of its plan."""
        return tuple(key for drift in self._drifts for key in _keys(drift))

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """What a word without a prefix looks at, in small letters."""
        own = (self.info.slug, self.info.tier, self.info.region)
        return (*(word.lower() for word in own), *self._names)

    @property
    def _names(self) -> tuple[str, ...]:
        """The names of the migrations."""
        return tuple(name for drift in self._drifts for name in _names_of(drift))

    @property
    def _drifts(self) -> Iterable[Drift]:
        """The comparisons of all its parts."""
        parts = self.sighting.parts or (self.sighting,)
        return dict.fromkeys(part.drift for part in parts if part.drift is not None)

    def contains(self, word: str) -> bool:
        """Whether the word is part of a name."""
        return any(word in text for text in self.texts)

    def has_app(self, app: str) -> bool:
        """Whether something is wrong or to run in an app whose label begins so."""
        return any(key.app_label.lower().startswith(app) for key in self.keys)

    def has_finding(self, code: str) -> bool:
        """Whether there is a finding of this code, `d101`, or of this word, `missing-dependency`."""
        return any(code in (each.value.lower(), each.word) for each in self.sighting.codes)


def _keys(drift: Drift) -> Iterator[MigrationKey]:
    """The migrations of the findings and of the plan."""
    for finding in drift.findings:
        yield from (finding.subject, *finding.related)
    yield from drift.outcome.plan or ()


def _names_of(drift: Drift) -> tuple[str, ...]:
    """The names of these migrations, each once; written in small letters once for each comparison."""
    names = _names.get(drift)
    if names is None:
        names = tuple({str(key).lower(): None for key in _keys(drift)})
        _names.put(drift, names)
    return names


PREFIXES: Mapping[str, Callable[[Searchable, str], bool]] = {
    "is": lambda it, value: it.sighting.verdict.value == value.replace("_", "-"),
    "app": Searchable.has_app,
    "tier": lambda it, value: it.info.tier.lower() == value,
    "region": lambda it, value: it.info.region.lower() == value,
    "finding": Searchable.has_finding,
}
"""What a word with a prefix looks at; another prefix is a part of the word."""


def matches(text: str, sighting: Sighting, info: EnvironmentInfo) -> bool:
    """Whether every word of a search fits an environment; no word fits all."""
    it = Searchable(sighting, info)
    return all(_fits(word, it) for word in text.lower().split()[:MAX_WORDS])


def _fits(word: str, it: Searchable) -> bool:
    prefix, colon, value = word.partition(":")
    if colon and value and prefix in PREFIXES:
        return PREFIXES[prefix](it, value)
    return it.contains(word)
