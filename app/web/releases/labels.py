"""The labels of a release: what points to it, what pointed to it before, and where its own label pointed before."""

from dataclasses import dataclass

from app.web.releases.facts import ReleaseFacts
from app.web.urls import releases as release_addresses
from app.web.wording.moments import Moment, Times


@dataclass(frozen=True, slots=True)
class PointerLine:
    """A label that pointed to a release from a moment on."""

    label: str
    href: str
    fingerprint: str
    words: str
    added: Moment


def pointers(found: ReleaseFacts) -> tuple[PointerLine, ...]:
    """A line for each pointer, newest first; none on a pinned page."""
    lines, seen = [], set[str]()
    for pointer in found.pointers:
        is_this = pointer.fingerprint == found.side.release.fingerprint
        verb = "pointed" if pointer.label in seen else "points"
        when = "before" if pointer.label in seen else "now"
        seen.add(pointer.label)
        segment = release_addresses.pinned(pointer.label, pointer.fingerprint)
        lines.append(
            PointerLine(
                pointer.label,
                release_addresses.release(found.project.slug, segment),
                pointer.fingerprint[:8],
                f"{verb} to {'this release' if is_this else 'another release'} {when}",
                Times(found.now).of(pointer.added_at),
            )
        )
    return tuple(lines)
