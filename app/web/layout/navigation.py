"""The entries of the top bar."""

from app.web.layout.views import Link
from app.web.urls import pages as addresses


def navigation(home: str | None, *, current: str) -> tuple[Link, ...]:
    """The fleet and the releases of the project with this `home`, and the runbook; `current` is the present entry."""
    pages = [("Runbook", addresses.runbook())]
    if home is not None:
        pages = [("Fleet", home), ("Releases", f"{home}/releases"), *pages]
    return tuple(Link(name, href, current=name == current) for name, href in pages)
