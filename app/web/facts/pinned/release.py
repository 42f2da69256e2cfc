"""The releases that a pinned address names, and the labels under which it shows them."""

from collections.abc import Sequence
from dataclasses import replace

from app.domain.release import Release
from app.store import releases
from app.store.sessions import ReadSession
from app.web.facts.chosen import ChosenRelease, release_with_fingerprint
from app.web.urls import labels as label_segments
from app.web.urls import segments
from app.web.urls.segments import AddressError


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


def other_releases(session: ReadSession, project: str, on: Sequence[str]) -> dict[str, ChosenRelease]:
    """The release of each environment that the parameters `on=` name, by slug. Raises as `pinned_release`."""
    by_slug: dict[str, ChosenRelease] = {}
    for text in on:
        segment, _, slugs = text.rpartition(":")
        if not segment:
            raise AddressError(f"{text} names no environments; one looks like v1.1~9c0e11d2bb:edge-1,edge-2.")
        if "~" in segment:
            chosen = ChosenRelease(*pinned_release(session, project, segment))
        else:
            chosen = ChosenRelease(None, label_segments.label_of(segment) or segment)
        by_slug.update(dict.fromkeys(slugs.split(","), chosen))
    return by_slug
