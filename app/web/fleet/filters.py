"""What the filter form of the fleet asks for, as it stands in the address."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from starlette.datastructures import QueryParams

from app.domain.findings import Verdict
from app.domain.fleet import Sighting
from app.web.facts.live import EnvironmentInfo

NAMES = ("q", "verdict", "tier", "region", "finding", "group", "sort")
GROUPS = {"verdict": "verdict", "cause": "cause", "tier": "tier", "region": "region"}
SORTS = {"worst": "worst first", "name": "name", "pending": "most to run", "seen": "longest unseen"}
_ORDER = {verdict: place for place, verdict in enumerate(Verdict)}


@dataclass(frozen=True, slots=True)
class Filters:
    """The parameters of a fleet's address; unknown values filter everything out, and the page says which."""

    q: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    group: str = "verdict"
    sort: str = "worst"

    @classmethod
    def of(cls, query: QueryParams) -> "Filters":
        chosen = {
            name: tuple(filter(None, query.getlist(name)))
            for name in ("verdict", "tier", "region", "finding")
        }
        return cls(
            query.get("q", "").strip(),
            {name: values for name, values in chosen.items() if values},
            _one_of(GROUPS, query.get("group")),
            _one_of(SORTS, query.get("sort")),
        )

    @property
    def narrow(self) -> bool:
        """Whether some environments may be left out."""
        return bool(self.q or self.chosen)

    @property
    def said(self) -> str:
        """The filter as its own address says it: `q=billng, tier=qa`."""
        named = [f"{name}={value}" for name, values in self.chosen.items() for value in values]
        return ", ".join([f"q={self.q}"] * bool(self.q) + named)

    def query(self, **changed: str | None) -> list[tuple[str, str | None]]:
        """The parameters with some changed; defaults are left out."""
        pairs: list[tuple[str, str | None]] = [("q", changed.get("q", self.q))]
        for name in ("verdict", "tier", "region", "finding"):
            if name in changed:
                pairs.append((name, changed[name]))
            else:
                pairs += [(name, value) for value in self.chosen.get(name, ())]
        pairs.append(("group", "" if self.group == "verdict" else self.group))
        pairs.append(("sort", "" if self.sort == "worst" else self.sort))
        return pairs

    def keeps(self, sighting: Sighting, place: EnvironmentInfo) -> bool:
        """Whether an environment is shown."""
        has = {
            "verdict": {sighting.verdict.value},
            "tier": {place.tier},
            "region": {place.region},
            "finding": {finding.code.word for finding in (sighting.drift.findings if sighting.drift else ())},
        }
        return all(has[name] & set(values) for name, values in self.chosen.items()) and self._matches(
            sighting, place
        )

    def _matches(self, sighting: Sighting, place: EnvironmentInfo) -> bool:
        if not self.q:
            return True
        needle = self.q.lower()
        if needle in place.slug.lower() or needle in place.tier.lower() or needle in place.region.lower():
            return True
        drift = sighting.drift
        if drift is None:
            return False
        keys = {key for finding in drift.findings for key in (finding.subject, *finding.related)}
        return any(needle in str(key).lower() for key in (*keys, *(drift.outcome.plan or ())))

    def sorted(self, sightings: Iterable[Sighting]) -> tuple[Sighting, ...]:
        """In the order asked for, by name among equals."""
        by_name = sorted(sightings, key=lambda one: one.environment)
        if self.sort == "name":
            return tuple(by_name)
        if self.sort == "pending":
            return tuple(sorted(by_name, key=lambda one: -(one.pending or 0)))
        if self.sort == "seen":
            return tuple(sorted(by_name, key=lambda one: one.seen_at or datetime.min.replace(tzinfo=UTC)))
        return tuple(sorted(by_name, key=_badness))


def _badness(sighting: Sighting) -> tuple[int, int]:
    return _ORDER[sighting.verdict], -len(sighting.drift.findings if sighting.drift else ())


def _one_of(known: Mapping[str, str], wanted: str | None) -> str:
    """What is wanted, or the first of what is known."""
    return wanted if wanted is not None and wanted in known else next(iter(known))
