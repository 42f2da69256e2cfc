"""Everything that the history of the code tells about one comparison."""

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
    """
    The explanation of a whole comparison: the whys of its findings, and the origins of its rows without a file.

    Findings and keys about which nothing is known are left out.
    """

    whys: Mapping[Finding, tuple[Why, ...]] = field(default_factory=dict)
    origins: Mapping[MigrationKey, Origin] = field(default_factory=dict)

    def origins_of(self, finding: Finding) -> tuple[Origin, ...]:
        """The origins of the keys that a finding names."""
        keys = (finding.subject, *finding.related)
        return tuple(self.origins[key] for key in keys if key in self.origins)

    def sentences(self, finding: Finding) -> Iterator[str]:
        """
        What is known about a finding, a sentence each.

        The sentence of an origin starts with the key, unless it is the only one and about the finding's subject.
        """
        for reason in self.whys.get(finding, ()):
            yield reason.sentence
        origins = self.origins_of(finding)
        for origin in origins:
            is_only_subject = origin.key == finding.subject and len(origins) == 1
            yield origin.sentence if is_only_subject else f"{origin.key}: {origin.sentence}"


def explanation_of(
    history: CodeHistory, drift: Drift, *, releases: Sequence[Release] = (), where: str = "the database"
) -> Explanation:
    """Explain a comparison. The arguments are those of `why` and `origin`."""
    whys = {
        finding: reasons
        for finding in drift.findings
        if (reasons := why(history, drift, finding, releases=releases, where=where))
    }
    return Explanation(whys, origins(history, drift, releases))
