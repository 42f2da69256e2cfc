"""The releases that a pinned address names, and the labels under which it shows them."""

from dataclasses import replace

from app.domain.release import Release
from app.store import releases
from app.store.sessions import ReadSession
from app.web.facts.chosen import release_with_fingerprint
from app.web.urls import labels as label_segments
from app.web.urls import segments


def pinned_release(session: ReadSession, project: str, against: str) -> tuple[Release, str]:
    """The release of a pinned segment, and its canonical label."""
    words, digits = segments.split_segment(against)
    release = release_with_fingerprint(session, project, digits)
    return release, canonical_label(session, project, release, words)


def canonical_label(session: ReadSession, project: str, release: Release, segment: str) -> str:
    """
    The label that a pinned address of a release shows.

    It is the label with this segment, or with this segment in addresses of earlier versions, if that ever pointed to
    the release; else the newest label that did, else `release`.
    """
    labels = [
        label.label
        for label in releases.all_labels(session, project)
        if label.fingerprint == release.fingerprint
    ]
    named = label_segments.label_of(segment)
    if named in labels:
        return named
    formerly = [label for label in labels if label_segments.former_segment(label) == segment]
    if formerly:
        return min(formerly)
    return labels[0] if labels else label_segments.NO_LABEL


def newer_releases(session: ReadSession, project: str, text: str) -> tuple[Release, ...]:
    """The newer releases that a pinned address names, under the labels that it names, in its order."""
    found = (pinned_release(session, project, segment) for segment in text.split(",") if segment)
    return tuple(replace(release, label=label) for release, label in found)
