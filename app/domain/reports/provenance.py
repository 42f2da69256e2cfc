"""What the history of the code says of a finding, as part of a document."""

from typing import Any

from app.domain.findings import Finding
from app.domain.provenance.blame import BlamedChange
from app.domain.provenance.code_history import Commit
from app.domain.provenance.explanation import Explanation
from app.domain.provenance.origin import Origin
from app.domain.provenance.why import Why


def report(explanation: Explanation, finding: Finding) -> dict[str, Any]:
    """The keys `why` and `origins` of a finding in a document, each only if the explanation has something for it."""
    document: dict[str, Any] = {}
    if finding in explanation.whys:
        document["why"] = [_why(why) for why in explanation.whys[finding]]
    if origins := explanation.origins_of(finding):
        document["origins"] = [_origin(origin) for origin in origins]
    return document


def commit_report(commit: Commit) -> dict[str, Any]:
    """A commit as part of a document."""
    return {
        "id": commit.id,
        "author": commit.author,
        "authored": commit.authored_at.isoformat() if commit.authored_at else None,
        "committed": commit.committed_at.isoformat() if commit.committed_at else None,
        "subject": commit.subject,
    }


def _why(why: Why) -> dict[str, Any]:
    return {
        "child": str(why.child),
        "parent": str(why.parent) if why.parent else None,
        "sentence": why.sentence,
        **_commit_and_label(why.addition),
    }


def _commit_and_label(addition: BlamedChange | None) -> dict[str, Any]:
    if addition is None:
        return {"commit": None, "label": None}
    return {"commit": commit_report(addition.commit), "label": addition.label}


def _origin(origin: Origin) -> dict[str, Any]:
    return {
        "migration": str(origin.key),
        "place": origin.kind.value,
        "sentence": origin.sentence,
        "commit": commit_report(origin.commit) if origin.commit else None,
        "other": str(origin.other) if origin.other else None,
        "labels": list(origin.labels),
    }
