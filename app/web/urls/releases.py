"""
The addresses of releases and of the difference between two. A pinned segment is a label with a fingerprint.

    /shop/releases                                       all of them
    /shop/releases/v1.2                                  live: what the label points to now
    /shop/releases/release=2F3                           live: `release/3`
    /shop/releases/v1.2~4be19d02aa                       pinned
    /shop/releases/v1.1/diff/v1.2                        live
    /shop/releases/v1.1~9c0e11d2bb/diff/v1.2~4be19d02aa  pinned
"""

from app.web.urls import labels
from app.web.urls import pages as addresses


def releases(project: str) -> str:
    """The page of all releases of a project."""
    return f"{addresses.home(project)}/releases"


def live_segment(label: str) -> str:
    """The segment of the release that a label points to now."""
    return labels.segment_of(label)


def pinned_segment(label: str, fingerprint: str) -> str:
    """The segment of one release, whatever the label points to later."""
    return labels.pinned_segment(label, fingerprint)


def release(project: str, segment: str, *, unfolded: str | None = None) -> str:
    """The page of one release; `unfolded` are the labels of apps whose migrations are listed, joined by commas."""
    return addresses.with_query(f"{releases(project)}/{segment}", [("open", unfolded)])


def chosen_release(project: str, label: str, fingerprint: str, *, live_page: bool) -> str:
    """The page of the release that environments are compared with; a pinned page leads to a pinned page."""
    segment = live_segment(label) if live_page and label else pinned_segment(label, fingerprint)
    return release(project, segment)


def difference(project: str, before: str, after: str) -> str:
    """The page of what changed from one release to another; both are segments."""
    return f"{releases(project)}/{before}/diff/{after}"
