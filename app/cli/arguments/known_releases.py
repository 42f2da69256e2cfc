"""The releases that a user can name: by label, by fingerprint, or by the path from which they are read."""

from dataclasses import dataclass

from app import sources
from app.config import Project, ReleaseSource
from app.domain.english import listed
from app.domain.provenance.code_history import CodeHistory
from app.domain.provenance.succession import succession
from app.domain.release import Release
from app.domain.reports.labels import Labelled
from app.jobs.releases import reading_options
from app.store import codehistory, releases
from app.store.engine import Store
from app.versions import version_of

MAX_LABELS = 5
"""A message names this many labels and counts the others."""

MIN_DIGITS = 8
"""The fewest digits of a fingerprint that name a release."""


class UnknownRelease(Exception):
    """A word names no release, or several. The text is a sentence for the user."""


@dataclass(frozen=True, slots=True)
class KnownRelease:
    """A release and the name that users know it by."""

    name: str
    release: Release


def labels_in_order(store: Store, project: Project) -> tuple[Labelled, ...]:
    """Every label with the size of its release, in the order of the code, the newest first. No release is read."""
    with store.reading() as session:
        labels = releases.labels(session, project.slug)
        code = CodeHistory({}, refs=codehistory.refs_of(session, project.slug))
        sizes = releases.sizes(session, project.slug)
    if any(label.fingerprint not in sizes for label in labels):
        with store.writing() as session:
            releases.measure(session, project.slug)
            sizes = releases.sizes(session, project.slug)
    places = succession(labels, code, version_of, release=project.release)
    return tuple((place, sizes[place.label.fingerprint]) for place in places)


def find(store: Store, project: str, word: str) -> KnownRelease:
    """
    The stored release with this label, or whose fingerprint begins with this word.

    Raises `UnknownRelease`.
    """
    with store.reading() as session:
        release = releases.with_label(session, project, word)
        if release is not None:
            return KnownRelease(word, release)
        matches = releases.with_fingerprint(session, project, word.lower())
        labels = [label.label for label in releases.labels(session, project)]
    if len(matches) == 1:
        return KnownRelease(matches[0].label or matches[0].fingerprint[:MIN_DIGITS], matches[0])
    if matches:
        candidates = listed(sorted(release.fingerprint[:16] for release in matches), MAX_LABELS)
        raise UnknownRelease(f"{len(matches)} releases begin with {word}: {candidates}.")
    hint = f"Known are {listed(sorted(labels), MAX_LABELS)}." if labels else "No release is known yet."
    raise UnknownRelease(f"{word} is no label, no fingerprint and no path. {hint}")


def read(source: ReleaseSource) -> KnownRelease:
    """
    The release in a manifest file or a directory. Its name is its own label, else the label of the source.

    Raises `SourceError`.
    """
    release = sources.read(source.path, reading_options(source))
    return KnownRelease(release.label or source.label, release)
