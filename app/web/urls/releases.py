"""
The addresses of releases, and of what changed between two. A label is one segment; a pin adds its fingerprint.

    /shop/releases                                       all of them
    /shop/releases/v1.2                                  live: what the label points to now
    /shop/releases/v1.2~4be19d02aa                       pinned
    /shop/releases/v1.1/diff/v1.2                        live
    /shop/releases/v1.1~9c0e11d2bb/diff/v1.2~4be19d02aa  pinned
"""

from app.web.urls import pages as addresses
from app.web.urls import segments


def releases(project: str) -> str:
    """Every release of a project."""
    return f"{addresses.home(project)}/releases"


def live(label: str) -> str:
    """The segment of what a label points to now."""
    return segments.word(label)


def pinned(label: str, fingerprint: str) -> str:
    """The segment of one release for ever."""
    return f"{segments.word(label)}~{segments.short(fingerprint)}"


def release(project: str, segment: str, *, unfolded: str | None = None) -> str:
    """One release; `unfolded` are the app labels whose migrations are listed, with commas."""
    return addresses.with_query(f"{releases(project)}/{segment}", [("open", unfolded)])


def held_against(project: str, label: str, fingerprint: str, *, live_page: bool) -> str:
    """The release that a page holds environments against: pinned pages lead to pinned pages."""
    segment = live(label) if live_page and label else pinned(label, fingerprint)
    return release(project, segment)


def difference(project: str, before: str, after: str) -> str:
    """What changed from one to the other."""
    return f"{releases(project)}/{before}/diff/{after}"
