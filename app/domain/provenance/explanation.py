"""What the history of the code has to say about a comparison: of each finding why, and where its rows come from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.drift import Drift
from app.domain.findings import Finding
from app.domain.keys import MigrationKey
from app.domain.provenance.code_history import CodeHistory
from app.domain.provenance.origin import Origin, origins
from app.domain.provenance.why import Why, why
from app.domain.release import Release


@dataclass(frozen=True, slots=True)
class Explanation:
    """By finding, what is known; findings of which nothing is known are not here."""

    whys: Mapping[Finding, tuple[Why, ...]] = field(default_factory=dict)
    origins: Mapping[MigrationKey, Origin] = field(default_factory=dict)

    def origins_of(self, finding: Finding) -> tuple[Origin, ...]:
        """The origins of the keys that a finding is about."""
        keys = (finding.subject, *finding.related)
        return tuple(self.origins[key] for key in keys if key in self.origins)

    def sentences(self, finding: Finding) -> Iterator[str]:
        """All that is known of a finding, a sentence each; with its key where it is one of several."""
        for one in self.whys.get(finding, ()):
            yield one.sentence
        found = self.origins_of(finding)
        for one_origin in found:
            about = "" if one_origin.key == finding.subject and len(found) == 1 else f"{one_origin.key}: "
            yield f"{about}{one_origin.sentence}"


def explanation_of(
    history: CodeHistory, drift: Drift, *, releases: Sequence[Release] = (), where: str = "the database"
) -> Explanation:
    """Everything at once; the arguments are those of `why` and `origin`."""
    whys = {
        finding: found
        for finding in drift.findings
        if (found := why(history, drift, finding, releases=releases, where=where))
    }
    return Explanation(whys, origins(history, drift, releases))
