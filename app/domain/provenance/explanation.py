"""Everything that the history of the code tells about one comparison."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from app.domain.drift import Drift
from app.domain.findings import Finding
from app.domain.keys import MigrationKey
from app.domain.provenance.code_history import NO_HISTORY
from app.domain.provenance.judgement import CODE_OF_WRITER
from app.domain.provenance.knowledge import Knowledge
from app.domain.provenance.origin import Origin, origins
from app.domain.provenance.why import Why, why
from app.domain.provenance.writers import writers_of
from app.domain.provenance.writers.reasons import row_reasons

CODES_OF_WRITERS = frozenset(CODE_OF_WRITER.values())
"""The codes that say which file wrote a row."""


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


def explanation_of(knowledge: Knowledge, drift: Drift, *, where: str = "the database") -> Explanation:
    """Explain a comparison by what is known of the code; `where` names the environment in sentences."""
    history, releases = knowledge.history, knowledge.releases
    writers = writers_of(drift, knowledge) if _is_about_writers(drift) else {}
    whys = {}
    for finding in drift.findings:
        if finding.code in CODES_OF_WRITERS:
            keys = [key for key in (finding.subject, *finding.related) if key in writers]
            reasons = tuple(reason for key in keys for reason in row_reasons(writers[key], drift, knowledge))
        else:
            reasons = why(history, drift, finding, releases=releases, where=where)
        if reasons:
            whys[finding] = reasons
    return Explanation(whys, origins(history, drift, releases))


def indirect_explanation(drift: Drift) -> Explanation:
    """What the release alone says: the settings, `__first__` and `__latest__` by which migrations are needed."""
    return Explanation(
        {finding: reasons for finding in drift.findings if (reasons := why(NO_HISTORY, drift, finding))}
    )


def _is_about_writers(drift: Drift) -> bool:
    return any(finding.code in CODES_OF_WRITERS for finding in drift.findings)
