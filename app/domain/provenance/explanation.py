"""What the history of the code has to say about a comparison: of each finding why, and where its rows come from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.domain.drift import Drift
from app.domain.findings import Finding
from app.domain.keys import MigrationKey
from app.domain.provenance.blame import Blamed
from app.domain.provenance.code_history import CodeHistory, Commit
from app.domain.provenance.origin import Origin, origins
from app.domain.provenance.why import Why, why
from app.domain.release import Release


@dataclass(frozen=True, slots=True)
class Explained:
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

    def report(self, finding: Finding) -> dict[str, Any]:
        """The keys `why` and `origins` of the finding in a document, each only where something is known."""
        document: dict[str, Any] = {}
        if finding in self.whys:
            document["why"] = [_why(one) for one in self.whys[finding]]
        if found := self.origins_of(finding):
            document["origins"] = [_origin(one) for one in found]
        return document


def explained(
    history: CodeHistory, drift: Drift, *, releases: Sequence[Release] = (), where: str = "the database"
) -> Explained:
    """Everything at once; the arguments are those of `why` and `origin`."""
    whys = {
        finding: found
        for finding in drift.findings
        if (found := why(history, drift, finding, releases=releases, where=where))
    }
    return Explained(whys, origins(history, drift, releases))


def commit_report(commit: Commit) -> dict[str, Any]:
    """A commit in a document."""
    return {
        "id": commit.id,
        "author": commit.author,
        "authored": commit.authored_at.isoformat() if commit.authored_at else None,
        "committed": commit.committed_at.isoformat() if commit.committed_at else None,
        "subject": commit.subject,
    }


def _why(one: Why) -> dict[str, Any]:
    return {
        "child": str(one.child),
        "parent": str(one.parent) if one.parent else None,
        "sentence": one.sentence,
        **_blamed(one.blamed),
    }


def _blamed(one: Blamed | None) -> dict[str, Any]:
    if one is None:
        return {"commit": None, "label": None}
    return {"commit": commit_report(one.commit), "label": one.label}


def _origin(one: Origin) -> dict[str, Any]:
    return {
        "migration": str(one.key),
        "place": one.place.value,
        "sentence": one.sentence,
        "commit": commit_report(one.commit) if one.commit else None,
        "other": str(one.other) if one.other else None,
        "labels": list(one.labels),
    }
