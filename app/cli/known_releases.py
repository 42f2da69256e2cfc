"""The releases that a person can name: by a label, by a fingerprint, or by where they are to be read from."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from app import sources
from app.config import ReleaseSource
from app.domain.english import count
from app.domain.release import Release
from app.jobs.releases import given_of
from app.store import releases
from app.store.engine import Store
from app.store.releases import Label

FORMAT = "driftboard-labels/1"
EMPTY = "No release is known yet. Add one: driftboard releases add PATH --label LABEL"
SHORTEST = 8
"""So many digits of a fingerprint name a release at least."""


Labelled = tuple[Label, Release]


class UnknownRelease(Exception):
    """A word that names no release, or several; the text is a sentence for the user."""


@dataclass(frozen=True, slots=True)
class Known:
    """A release and what people call it."""

    name: str
    release: Release


def every(store: Store, project: str) -> tuple[Labelled, ...]:
    """Every label with what it points to now, the one that moved last first."""
    with store.reading() as session:
        return tuple(releases.several(session, project, releases.labels(session, project)).items())


def report(found: Iterable[Labelled]) -> dict[str, Any]:
    """The labels as a document, `driftboard-labels/1`."""
    return {
        "format": FORMAT,
        "labels": [
            {
                "label": label.label,
                "fingerprint": label.fingerprint,
                "commit": label.commit,
                "django": release.django,
                "migrations": len(release.migrations),
                "unreadable": len(release.unreadable),
                "added_at": label.added_at.isoformat(timespec="seconds"),
            }
            for label, release in found
        ],
    }


def plain(found: Iterable[Labelled]) -> str:
    """The labels for a terminal, a line for each, in columns."""
    rows = [
        (
            label.label,
            label.fingerprint[:SHORTEST],
            (label.commit or "-")[:SHORTEST],
            count(len(release.migrations), "migration"),
            f"added {label.added_at:%Y-%m-%d %H:%M} UTC",
            f"{count(len(release.unreadable), 'place')} unreadable" if release.unreadable else "",
        )
        for label, release in found
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )
    return "\n".join(lines) if rows else EMPTY


def stored(store: Store, project: str, word: str) -> Known:
    """
    The release that a label or the first digits of a fingerprint name.

    Raises `UnknownRelease`.
    """
    with store.reading() as session:
        labelled = releases.named(session, project, word)
        if labelled is not None:
            return Known(word, labelled)
        found = releases.with_fingerprint(session, project, word.lower())
        labels = [label.label for label in releases.labels(session, project)]
    if len(found) == 1:
        return Known(found[0].label or found[0].fingerprint[:SHORTEST], found[0])
    if found:
        candidates = ", ".join(sorted(release.fingerprint[:16] for release in found))
        raise UnknownRelease(f"{len(found)} releases begin with {word}: {candidates}.")
    known = f"Known are {', '.join(sorted(labels))}." if labels else "No release is known yet."
    raise UnknownRelease(f"{word} is no label, no fingerprint and no path. {known}")


def read(source: ReleaseSource) -> Known:
    """
    The release in a manifest file or a directory, by the name that it gives itself, else by that of the source.

    Raises `SourceError`.
    """
    release = sources.read(source.path, given_of(source))
    return Known(release.label or source.label, release)
