"""The release that a page, or one environment on it, is held against."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.config import Project
from app.domain.label import Label
from app.domain.release import Release
from app.store import releases
from app.store.sessions import ReadSession
from app.web.layout.views import Link
from app.web.server.errors import Ambiguous, NotFound
from app.web.urls import pages as addresses
from app.web.urls import segments


@dataclass(frozen=True, eq=False)
class ChosenRelease:
    """
    The release that environments are compared with.

    `release` is None if the label points to none. `labels` are all labels of the project, newest first; a pinned page
    has none, as it offers no choice.
    """

    release: Release | None
    label: str
    labels: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        """The value of `release=` that chooses it: its label, else the start of its fingerprint; else empty."""
        return self.label or (segments.short(self.release.fingerprint) if self.release else "")

    @property
    def identity(self) -> str:
        """The same for two that are the same release: its fingerprint, else the label that points to none."""
        return self.label if self.release is None else self.release.fingerprint


def chosen_release(session: ReadSession, project: Project, release_text: str | None) -> ChosenRelease:
    """
    The release of a live page.

    `release_text` is the value of `release=`: a label, or the start of a fingerprint. Without it, the page takes the
    label that the project names in `driftboard.toml`, else the newest label.

    Raises `NotFound` for an unknown fingerprint, `Ambiguous` for one that several releases begin with.
    """
    stored_labels = releases.labels(session, project.slug)
    labels = tuple(label.label for label in stored_labels)
    label = release_text or project.release or (labels[0] if labels else "")
    if label in labels:
        return ChosenRelease(releases.with_label(session, project.slug, label), label, labels)
    if release_text and segments.FINGERPRINT.fullmatch(release_text.lower()):
        release = release_with_fingerprint(session, project.slug, release_text.lower())
        return ChosenRelease(release, newest_label(stored_labels, release) or "", labels)
    return ChosenRelease(None, label, labels)


def release_with_fingerprint(session: ReadSession, project: str, digits: str) -> Release:
    """The release whose fingerprint begins with `digits`; raises `NotFound` or `Ambiguous`."""
    matches = {
        release.fingerprint: release for release in releases.with_fingerprint(session, project, digits)
    }
    if not matches:
        raise NotFound(f"No release {digits} is stored here.")
    if len(matches) > 1:
        home = addresses.home(project)
        links = [
            Link(fingerprint, addresses.with_query(home, [("release", fingerprint)]))
            for fingerprint in sorted(matches)
        ]
        raise Ambiguous(f"{len(matches)} releases begin with {digits}.", links)
    return next(iter(matches.values()))


def newest_label(labels: Sequence[Label], release: Release) -> str | None:
    """The first of the labels, which come newest first, that points to this release; None if none does."""
    return next((label.label for label in labels if label.fingerprint == release.fingerprint), None)
