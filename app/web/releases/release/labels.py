"""The labels of a release: those that point to it, those that did, and where its own label pointed before."""

from app.web.releases.facts import ReleaseFacts
from app.web.releases.release.views import PointerLine
from app.web.urls import releases as release_addresses
from app.web.wording.moments import Times


def pointer_lines(facts: ReleaseFacts, times: Times) -> tuple[PointerLine, ...]:
    """A line for each pointer, newest first, its date as `times` say it; none on a pinned page."""
    lines, newer_labels = [], set[str]()
    for pointer in facts.pointers:
        has_moved = pointer.label in newer_labels
        newer_labels.add(pointer.label)
        is_this = pointer.fingerprint == facts.reference.release.fingerprint
        release = "this release" if is_this else "another release"
        segment = release_addresses.pinned_segment(pointer.label, pointer.fingerprint)
        lines.append(
            PointerLine(
                pointer.label,
                release_addresses.release(facts.project.slug, segment),
                pointer.fingerprint[:8],
                f"pointed to {release} before" if has_moved else f"points to {release} now",
                times.of(pointer.added_at),
            )
        )
    return tuple(lines)
