"""The labels of a project as a document (`driftboard-labels/1`), and as lines for a terminal."""

from collections.abc import Iterable
from typing import Any

from app.domain.english import count
from app.domain.label import Label
from app.domain.release import Release

FORMAT = "driftboard-labels/1"
NO_LABELS = "No release is known yet. Add one: driftboard releases add PATH --label LABEL"
SHORT_DIGITS = 8
"""Hex digits of a fingerprint or a commit in the text for a terminal."""

Labelled = tuple[Label, Release]


def report(labelled: Iterable[Labelled]) -> dict[str, Any]:
    """The document, in the order of the labels."""
    return {
        "format": FORMAT,
        "labels": [
            {
                "label": label.label,
                "fingerprint": label.fingerprint,
                "commit": label.commit,
                "django": release.django or None,
                "migrations": len(release.migrations),
                "unreadable": len(release.unreadable),
                "added_at": label.added_at.isoformat(timespec="seconds"),
            }
            for label, release in labelled
        ],
    }


def plain(labelled: Iterable[Labelled]) -> str:
    """The text for a terminal: a line for each label, in columns."""
    rows = [
        (
            label.label,
            label.fingerprint[:SHORT_DIGITS],
            (label.commit or "-")[:SHORT_DIGITS],
            count(len(release.migrations), "migration"),
            f"added {label.added_at:%Y-%m-%d %H:%M} UTC",
            f"{count(len(release.unreadable), 'place')} unreadable" if release.unreadable else "",
        )
        for label, release in labelled
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )
    return "\n".join(lines) if rows else NO_LABELS
