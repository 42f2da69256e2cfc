"""The release that a segment of an address names: `v1.2`, or pinned `v1.2~4be19d02aa`."""

from dataclasses import dataclass

from app.config import Project
from app.domain.label import Label
from app.domain.release import Release
from app.store import releases
from app.store.sessions import ReadSession
from app.web.facts import live as facts
from app.web.facts import pinned
from app.web.layout.views import Link
from app.web.server.errors import Ambiguous, NotFound
from app.web.urls import releases as release_addresses
from app.web.urls import segments


@dataclass(frozen=True, eq=False)
class ReleaseReference:
    """A release and how an address names it: `pinned` by its fingerprint, else by a label that points to it now."""

    release: Release
    label: str
    pinned: bool

    @property
    def segment(self) -> str:
        """The segment of the canonical address."""
        return self.pin if self.pinned else release_addresses.live_segment(self.label)

    @property
    def pin(self) -> str:
        """The segment of the pinned address."""
        return release_addresses.pinned_segment(self.label, self.release.fingerprint)


def reference_of(session: ReadSession, project: Project, segment: str) -> ReleaseReference:
    """
    The release that `v1.2` or `v1.2~4be19d02aa` names.

    Raises `NotFound`, with links to the releases that are known, and `Ambiguous`, where several labels or
    fingerprints fit.
    """
    if "~" in segment:
        word, digits = segments.split_segment(segment)
        release = facts.release_with_fingerprint(session, project.slug, digits)
        label = pinned.canonical_label(session, project.slug, release, word)
        return ReleaseReference(release, label, pinned=True)
    pointer = _pointer(session, project, segment)
    labelled_release = releases.with_label(session, project.slug, pointer.label)
    assert labelled_release is not None  # noqa: S101 - for the type checker; its label was just read
    return ReleaseReference(labelled_release, pointer.label, pinned=False)


def _pointer(session: ReadSession, project: Project, segment: str) -> Label:
    """The label that is equal to a live segment, else the only one that an address would write like this."""
    pointers = releases.labels(session, project.slug)
    same_segment = [
        pointer for pointer in pointers if segment in (pointer.label, segments.label_slug(pointer.label))
    ]
    candidates = [pointer for pointer in same_segment if pointer.label == segment] or same_segment
    if len(candidates) > 1:
        raise Ambiguous(
            f"{len(candidates)} labels are written {segment} in an address.",
            [
                _link(project, pointer, release_addresses.pinned_segment(pointer.label, pointer.fingerprint))
                for pointer in candidates
            ],
        )
    if not candidates:
        links = [
            _link(project, pointer, release_addresses.live_segment(pointer.label)) for pointer in pointers
        ]
        raise NotFound(
            f"No release of {project.slug} is called {segment}.",
            explanation="These are known:" if links else "No release is known yet.",
            links=links,
        )
    return candidates[0]


def _link(project: Project, pointer: Label, segment: str) -> Link:
    text = f"{pointer.label}, {pointer.fingerprint[:8]}"
    return Link(text, release_addresses.release(project.slug, segment))
