"""The blame of one migration as a document (`driftboard-blame/1`), and as lines for a terminal."""

from typing import Any

from app.domain.english import visible
from app.domain.provenance.blame import Blame, BlamedChange
from app.domain.provenance.code_history import ChangedPart, ChangeKind
from app.domain.reports.provenance import commit_report

FORMAT = "driftboard-blame/1"
DATE_WIDTH = len("19 Jun 2026")


def report(blame: Blame) -> dict[str, Any]:
    """The document: whether the migration is there, the last change of its file, its present and its former edges."""
    return {
        "format": FORMAT,
        "migration": str(blame.key),
        "there": blame.is_there,
        "file": _entry(blame.file) if blame.file else None,
        "edges": [_entry(edge) for edge in blame.edges],
        "former": [_entry(edge) for edge in blame.former],
    }


def plain(blame: Blame) -> str:
    """The text for a terminal: a line for each change with its first label, its commit and its author."""
    if blame.file is None:
        return f"No commit that is known here has {blame.key}."
    present = [_columns(change) for change in (blame.file, *blame.edges)]
    former = [_columns(change) for change in blame.former]
    text_width = max(len(text) for text, _, _ in present + former)
    label_width = max(len(label) for _, label, _ in present + former)
    lines = [f"{blame.key}" if blame.is_there else f"{blame.key} is no longer there.", ""]
    for index, (text, label, commit) in enumerate(present + former):
        if index == len(present):
            lines += ["", "no longer so:"]
        lines.append(f"  {text:{text_width}}  {label:{label_width}}  {commit}")
    return "\n".join(map(visible, lines))


def _columns(blamed: BlamedChange) -> tuple[str, str, str]:
    return _change_text(blamed), blamed.label or "no label", _commit_text(blamed)


def _change_text(blamed: BlamedChange) -> str:
    """`added`, `renamed from shop.0002_b`, `dependencies users.0001_initial`."""
    change = blamed.change
    if change.part is ChangedPart.FILE:
        source = f" from {change.other}" if change.other else ""
        return f"{change.kind.value}{source}"
    kind = "" if change.kind is ChangeKind.ADDED else f" {change.kind.value}"
    return f"{change.part.value} {change.other}{kind}"


def _commit_text(blamed: BlamedChange) -> str:
    commit = blamed.commit
    return "  ".join(
        filter(
            None, (commit.short, (commit.date or "no date").rjust(DATE_WIDTH), commit.author, commit.subject)
        )
    )


def _entry(blamed: BlamedChange) -> dict[str, Any]:
    change = blamed.change
    return {
        "part": change.part.value,
        "act": change.kind.value,
        "other": str(change.other) if change.other else None,
        "path": change.path,
        "commit": commit_report(blamed.commit),
        "first_label": blamed.label,
    }
