"""What is known of one migration, for people and as a document, `driftboard-blame/1`."""

from collections.abc import Iterator
from typing import Any

from app.domain.provenance.blame import Blame, BlamedChange
from app.domain.provenance.code_history import ChangedPart, ChangeKind
from app.domain.reports.provenance import commit_report

FORMAT = "driftboard-blame/1"


def report(blame: Blame) -> dict[str, Any]:
    """The document: `there`, the last change of the file, the entries that are there, and what is no longer so."""
    return {
        "format": FORMAT,
        "migration": str(blame.key),
        "there": blame.is_there,
        "file": _entry(blame.file) if blame.file else None,
        "edges": [_entry(one) for one in blame.edges],
        "former": [_entry(one) for one in blame.former],
    }


def plain(blame: Blame) -> str:
    """The same for a terminal: a line for each entry, its commit, its author, and the first label that contains it."""
    if blame.file is None:
        return f"No commit that is known here has {blame.key}."
    rows = [("", one) for one in (blame.file, *blame.edges)]
    rows += [("former", one) for one in blame.former]
    told = [(said, _words(one), one) for said, one in rows]
    width = max(len(words) for _, words, _ in told)
    labels = max(len(one.label or "no label") for _, _, one in told)
    lines = [f"{blame.key}" if blame.is_there else f"{blame.key} is no longer there.", ""]
    before = ""
    for said, words, one in told:
        if said != before:
            lines += ["", "no longer so:"]
            before = said
        lines.append(f"  {words:{width}}  {one.label or 'no label':{labels}}  {_commit(one)}")
    return "\n".join(lines)


def _words(one: BlamedChange) -> str:
    change = one.change
    if change.part is ChangedPart.FILE:
        renamed = f" from {change.other}" if change.other else ""
        return f"{change.kind.value}{renamed}"
    act = "" if change.kind is ChangeKind.ADDED else f" {change.kind.value}"
    return f"{change.part.value} {change.other}{act}"


def _commit(one: BlamedChange) -> str:
    return "  ".join(_parts(one))


def _parts(one: BlamedChange) -> Iterator[str]:
    commit = one.commit
    yield commit.short
    yield commit.date or "no date"
    if commit.author:
        yield commit.author
    if commit.subject:
        yield commit.subject


def _entry(one: BlamedChange) -> dict[str, Any]:
    change = one.change
    return {
        "part": change.part.value,
        "act": change.kind.value,
        "other": str(change.other) if change.other else None,
        "path": change.path,
        "commit": commit_report(one.commit),
        "first_label": one.label,
    }
