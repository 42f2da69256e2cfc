"""The query parameters of a fleet: filters, grouping and order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from starlette.datastructures import QueryParams

from app.domain.findings import Verdict
from app.domain.fleet import Sighting
from app.web.facts.fleet import EnvironmentInfo

FILTER_NAMES = ("verdict", "tier", "region", "finding")
"""The parameters that may occur several times: an environment matches if it has one of the values."""

GROUPS = {"verdict": "verdict", "cause": "cause", "tier": "tier", "region": "region"}
SORTS = {"worst": "worst first", "name": "name", "pending": "most to run", "seen": "longest unseen"}
"""The values of `group` and `sort`, each with its word in the form; the first is the default."""

NEVER = datetime.min.replace(tzinfo=UTC)
"""Sorts before every moment."""

_VERDICT_RANKS = {verdict: rank for rank, verdict in enumerate(Verdict)}


@dataclass(frozen=True, slots=True)
class Filters:
    """
    The parameters of one page.

    `chosen` are the values of `FILTER_NAMES`, without names that have none. No environment matches an unknown value,
    and the page then names it. An unknown `group` or `sort` counts as the default.
    """

    q: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    group: str = "verdict"
    sort: str = "worst"

    @classmethod
    def of(cls, query: QueryParams) -> "Filters":
        """The filters that a query string says; empty values count as absent."""
        chosen = {name: tuple(filter(None, query.getlist(name))) for name in FILTER_NAMES}
        return cls(
            query.get("q", "").strip(),
            {name: values for name, values in chosen.items() if values},
            _known_or_first(GROUPS, query.get("group")),
            _known_or_first(SORTS, query.get("sort")),
        )

    @property
    def text(self) -> str:
        """The filters as they stand in the query string, for a sentence: `q=billng, tier=qa`."""
        pairs = [f"{name}={value}" for name, values in self.chosen.items() for value in values]
        return ", ".join([f"q={self.q}", *pairs] if self.q else pairs)

    def query(self, **changes: str | None) -> list[tuple[str, str | None]]:
        """The query parameters, some of them changed; defaults have an empty value, and None stands for no value."""
        pairs: list[tuple[str, str | None]] = [("q", changes.get("q", self.q))]
        for name in FILTER_NAMES:
            if name in changes:
                pairs.append((name, changes[name]))
            else:
                pairs += [(name, value) for value in self.chosen.get(name, ())]
        pairs.append(("group", "" if self.group == "verdict" else self.group))
        pairs.append(("sort", "" if self.sort == "worst" else self.sort))
        return pairs

    def matches(self, sighting: Sighting, info: EnvironmentInfo) -> bool:
        """Whether an environment is shown: it has one value of each filter, and `q` occurs in it."""
        values_by_name = {
            "verdict": {sighting.verdict.value},
            "tier": {info.tier},
            "region": {info.region},
            "finding": {finding.code.word for finding in (sighting.drift.findings if sighting.drift else ())},
        }
        if any(values_by_name[name].isdisjoint(values) for name, values in self.chosen.items()):
            return False
        return self._contains_q(sighting, info)

    def _contains_q(self, sighting: Sighting, info: EnvironmentInfo) -> bool:
        """Whether `q` is part of the slug, the tier, the region, or a migration of a finding or of the plan."""
        if not self.q:
            return True
        needle = self.q.lower()
        if any(needle in word.lower() for word in (info.slug, info.tier, info.region)):
            return True
        drift = sighting.drift
        if drift is None:
            return False
        keys = {key for finding in drift.findings for key in (finding.subject, *finding.related)}
        return any(needle in str(key).lower() for key in (*keys, *(drift.outcome.plan or ())))

    def sorted(self, sightings: Iterable[Sighting]) -> tuple[Sighting, ...]:
        """The environments in the order of `sort`, by name among equals."""
        by_name = sorted(sightings, key=lambda sighting: sighting.environment)
        if self.sort == "name":
            return tuple(by_name)
        if self.sort == "pending":
            return tuple(sorted(by_name, key=lambda sighting: -(sighting.pending or 0)))
        if self.sort == "seen":
            return tuple(sorted(by_name, key=lambda sighting: sighting.seen_at or NEVER))
        return tuple(sorted(by_name, key=_badness))


def _badness(sighting: Sighting) -> tuple[int, int]:
    """A key that sorts the worst verdict first, then the most findings."""
    return _VERDICT_RANKS[sighting.verdict], -len(sighting.drift.findings if sighting.drift else ())


def _known_or_first(choices: Mapping[str, str], value: str | None) -> str:
    """The value if it is one of the choices, else the first choice, which is the default."""
    return value if value is not None and value in choices else next(iter(choices))
