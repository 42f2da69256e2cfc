"""The labels of a project as a document (`driftboard-labels/1`), and as lines for a terminal."""

from collections.abc import Iterable, Sequence
from typing import Any

from app.domain.english import absolute, count, date, listed, visible
from app.domain.label import ReleaseSize
from app.domain.provenance.succession import Place

FORMAT = "driftboard-labels/1"
NO_LABELS = "No release is known yet. Add one: driftboard releases add PATH --label LABEL"
SHORT_DIGITS = 8
"""Hex digits of a fingerprint or a commit in the text for a terminal."""

MAX_NAMED = 3
"""A sentence names this many labels and counts the others."""

Labelled = tuple[Place, ReleaseSize]


def report(labelled: Iterable[Labelled]) -> dict[str, Any]:
    """The document, in the order of the labels."""
    return {
        "format": FORMAT,
        "labels": [
            {
                "label": place.label.label,
                "fingerprint": place.label.fingerprint,
                "commit": place.label.commit,
                "committed_at": place.committed_at.isoformat(timespec="seconds")
                if place.committed_at
                else None,
                "django": size.django or None,
                "migrations": size.migrations,
                "unreadable": size.unreadable,
                "added_at": place.label.added_at.isoformat(timespec="seconds"),
            }
            for place, size in labelled
        ],
    }


def plain(labelled: Sequence[Labelled]) -> str:
    """The text for a terminal: a line for each label, in columns, and what is said of their order."""
    rows = [
        (
            place.label.label,
            place.label.fingerprint[:SHORT_DIGITS],
            (place.label.commit or "-")[:SHORT_DIGITS],
            date(place.committed_at) if place.committed_at else "-",
            count(size.migrations, "migration"),
            f"read {absolute(place.label.added_at)}",
            f"{count(size.unreadable, 'place')} unreadable" if size.unreadable else "",
        )
        for place, size in labelled
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
    note = unplaced_note(place for place, _ in labelled)
    return "\n".join(map(visible, filter(None, (*lines, note)))) if rows else NO_LABELS


def unplaced_note(places: Iterable[Place]) -> str:
    """The sentence on the labels of which nothing tells where they belong; empty where there is none or only one."""
    unplaced = [place.label.label for place in places if not place.is_placed]
    if len(unplaced) < 2:
        return ""
    return (
        f"Neither a version nor the date of a commit is known of {listed(unplaced, MAX_NAMED)}: "
        "they stand last, in the order in which they were read."
    )
