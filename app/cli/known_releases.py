"""The releases that a person can name: by a label, by a fingerprint, or by where they are to be read from."""

from dataclasses import dataclass

from app import sources
from app.config import ReleaseSource
from app.domain.release import Release
from app.domain.reports.labels import Labelled
from app.jobs.releases import reading_options
from app.store import releases
from app.store.engine import Store

MIN_DIGITS = 8
"""So many digits of a fingerprint name a release at least."""


class UnknownRelease(Exception):
    """A word that names no release, or several; the text is a sentence for the user."""


@dataclass(frozen=True, slots=True)
class KnownRelease:
    """A release and what people call it."""

    name: str
    release: Release


def labelled_releases(store: Store, project: str) -> tuple[Labelled, ...]:
    """Every label with what it points to now, the one that moved last first."""
    with store.reading() as session:
        return tuple(releases.of_labels(session, project, releases.labels(session, project)).items())


def find(store: Store, project: str, word: str) -> KnownRelease:
    """
    The release that a label or the first digits of a fingerprint name.

    Raises `UnknownRelease`.
    """
    with store.reading() as session:
        labelled = releases.with_label(session, project, word)
        if labelled is not None:
            return KnownRelease(word, labelled)
        found = releases.with_fingerprint(session, project, word.lower())
        labels = [label.label for label in releases.labels(session, project)]
    if len(found) == 1:
        return KnownRelease(found[0].label or found[0].fingerprint[:MIN_DIGITS], found[0])
    if found:
        candidates = ", ".join(sorted(release.fingerprint[:16] for release in found))
        raise UnknownRelease(f"{len(found)} releases begin with {word}: {candidates}.")
    known = f"Known are {', '.join(sorted(labels))}." if labels else "No release is known yet."
    raise UnknownRelease(f"{word} is no label, no fingerprint and no path. {known}")


def read(source: ReleaseSource) -> KnownRelease:
    """
    The release in a manifest file or a directory, by the name that it gives itself, else by that of the source.

    Raises `SourceError`.
    """
    release = sources.read(source.path, reading_options(source))
    return KnownRelease(release.label or source.label, release)
