"""A release that a segment of an address names: `v1.2`, or pinned `v1.2~4be19d02aa`."""

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
class NamedRelease:
    """A release that an address names; `pinned` where it names a fingerprint, else `label` points to it now."""

    release: Release
    label: str
    pinned: bool

    @property
    def segment(self) -> str:
        """How the canonical address writes it."""
        return self.pin if self.pinned else release_addresses.live(self.label)

    @property
    def pin(self) -> str:
        """How a pinned address writes it."""
        return release_addresses.pinned(self.label, self.release.fingerprint)


def named(session: ReadSession, project: Project, segment: str) -> NamedRelease:
    """
    What `v1.2` or `v1.2~4be19d02aa` names.

    Raises `NotFound`, with what is known, and `Ambiguous`.
    """
    if "~" in segment:
        word, digits = segments.named(segment)
        release = facts.one_release(session, project.slug, digits)
        return NamedRelease(
            release, pinned.canonical_label(session, project.slug, release, word), pinned=True
        )
    pointers = releases.labels(session, project.slug)
    meant = [one for one in pointers if segment in (one.label, segments.word(one.label))]
    exact = [one for one in meant if one.label == segment] or meant
    if len(exact) > 1:
        links = [_link(project, one, release_addresses.pinned(one.label, one.fingerprint)) for one in exact]
        raise Ambiguous(f"{len(exact)} labels are written {segment} in an address.", links)
    if not exact:
        links = [_link(project, one, release_addresses.live(one.label)) for one in pointers]
        raise NotFound(
            f"No release of {project.slug} is called {segment}.",
            explanation="These are known:" if links else "No release is known yet.",
            links=links,
        )
    found = releases.with_label(session, project.slug, exact[0].label)
    assert found is not None  # noqa: S101 - for the type checker; its label was just read
    return NamedRelease(found, exact[0].label, pinned=False)


def _link(project: Project, pointer: Label, segment: str) -> Link:
    text = f"{pointer.label}, {pointer.fingerprint[:8]}"
    return Link(text, release_addresses.release(project.slug, segment))
