"""Releases by their labels and fingerprints."""

from collections.abc import Iterator

from app.domain import english
from app.store import releases
from app.web.go.hit import Hit
from app.web.go.question import Question
from app.web.go.scope import Scope
from app.web.urls import releases as release_addresses
from app.web.urls import segments
from app.web.wording import rich_text as text


def hits(scope: Scope, question: Question) -> Iterator[Hit]:
    """Yield the labels that fit, the newest first, then releases whose fingerprint begins so."""
    project = scope.project.slug
    for label in scope.labels:
        rank = question.rank(label.label.lower())
        if rank is not None:
            yield Hit(
                rank,
                "release",
                text.plain(label.label),
                release_addresses.release(project, release_addresses.live_segment(label.label)),
                text.plain(f"{label.fingerprint[:8]}, since {english.date(label.added_at)}"),
            )
    if segments.FINGERPRINT.fullmatch(question.digits):
        for release in releases.with_fingerprint(scope.session, project, question.digits):
            segment = release_addresses.pinned_segment(release.label or "", release.fingerprint)
            yield Hit(
                0,
                "release",
                text.plain(release.fingerprint[:16]),
                release_addresses.release(project, segment),
                text.plain(f"the release {release.label}" if release.label else "a release without a label"),
            )
