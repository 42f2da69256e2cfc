"""The release that a segment of an address names: `v1.2`, or pinned `v1.2~4be19d02aa`."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.config import Project
from app.domain import english
from app.domain.label import Label
from app.domain.release import Release
from app.store import releases
from app.store.revision import remembered
from app.store.sessions import ReadSession
from app.web.facts.chosen import release_with_fingerprint
from app.web.facts.pinned.release import canonical_label
from app.web.layout.views import Link
from app.web.server.errors import Ambiguous, NotFound
from app.web.urls import labels, segments
from app.web.urls import releases as release_addresses


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


def live_page(project: str, references: Sequence[ReleaseReference]) -> Link:
    """The link from a pinned release or difference to the live one."""
    segments = [release_addresses.live_segment(each.label) for each in references]
    names = english.listed(each.label for each in references)
    if len(segments) == 1:
        return Link(f"See {names} now", release_addresses.release(project, *segments))
    return Link(f"See {names} now", release_addresses.difference(project, *segments))


def reference_of(session: ReadSession, project: Project, segment: str) -> ReleaseReference:
    """
    The release that `v1.2` or `v1.2~4be19d02aa` names.

    Raises `NotFound`, with links to the releases that are known, and `Ambiguous`, where several labels or
    fingerprints fit.
    """
    if "~" in segment:
        word, digits = segments.split_segment(segment)
        release = release_with_fingerprint(session, project.slug, digits)
        label = canonical_label(session, project.slug, release, word)
        return ReleaseReference(release, label, pinned=True)
    key = ("pointer", project.slug, segment)
    pointer = remembered(session, key, lambda: _pointer(session, project, segment))
    release = releases.of_labels(session, project.slug, [pointer])[pointer]
    return ReleaseReference(release, pointer.label, pinned=False)


def _pointer(session: ReadSession, project: Project, segment: str) -> Label:
    """The label of a live segment; else the only one that ever had this segment in addresses of earlier versions."""
    pointers = releases.labels(session, project.slug)
    label = labels.label_of(segment)
    name = segment if label is None else label
    exact = next((pointer for pointer in pointers if pointer.label == name), None)
    if exact is not None:
        return exact
    every_label = {pointer.label for pointer in releases.all_labels(session, project.slug)}
    meant = {label for label in every_label if labels.former_segment(label) == segment}
    candidates = [pointer for pointer in pointers if pointer.label in meant]
    if candidates and name not in every_label:
        if len(meant) == 1:
            return candidates[0]
        raise Ambiguous(
            f"{segment} was the address of {len(meant)} labels in earlier versions.",
            [_link(project, pointer) for pointer in candidates],
        )
    removal = next((gone for gone in releases.removed(session, project.slug) if gone.label == name), None)
    if removal is not None:
        pinned_segment = labels.pinned_segment(name, removal.fingerprint)
        raise NotFound(
            f"{name} was removed from the releases of {project.slug} at {english.absolute(removal.added_at)}.",
            explanation="The release that it pointed to last is kept:",
            links=[Link(pinned_segment, release_addresses.release(project.slug, pinned_segment))],
        )
    raise NotFound(
        f"No release of {project.slug} is called {name}.",
        explanation="These are known:" if pointers else "No release is known yet.",
        links=[_link(project, pointer) for pointer in pointers],
    )


def _link(project: Project, pointer: Label) -> Link:
    text = f"{pointer.label}, {pointer.fingerprint[:8]}"
    return Link(text, release_addresses.release(project.slug, labels.segment_of(pointer.label)))
