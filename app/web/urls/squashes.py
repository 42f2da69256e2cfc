"""
The addresses of the squashes of a release.

    /shop/squashes?release=v2.5                                     live
    /shop/releases/v2.5~4be19d02aa/squashes/at/2026-06-19T091240Z   pinned
"""

from dataclasses import dataclass
from datetime import datetime

from app.web.urls import pages as addresses
from app.web.urls.pages import Query
from app.web.urls.segments import second

PATH = "/{project}/squashes"
"""The pattern of the routes of the live page."""

PINNED_PATH = "/{project}/releases/{segment}/squashes/at/{moment}"
"""The pattern of the routes of a pinned page."""


def squashes(project: str, release: str | None = None, *, q: str | None = None) -> str:
    """The live page; `release` is a label or the start of a fingerprint, None for the usual one."""
    return addresses.with_query(PATH.format(project=project), [("release", release), ("q", q)])


@dataclass(frozen=True, slots=True)
class SquashesAddress:
    """
    The addresses of one page: live, or pinned to a release by its `segment` and to a `moment`.

    `parameters` decide what the page knows: the release of a live page, what a pinned one leaves out.
    """

    project: str
    segment: str = ""
    moment: datetime | None = None
    parameters: tuple[tuple[str, str], ...] = ()

    @property
    def path(self) -> str:
        """The path, without a query string."""
        if self.moment is None:
            return PATH.format(project=self.project)
        return PINNED_PATH.format(project=self.project, segment=self.segment, moment=second(self.moment))

    def page(self, query: Query = ()) -> str:
        """The page with these filters."""
        return addresses.with_query(self.path, [*self.parameters, *query])

    def form(self, ending: str) -> str:
        """The same as another form, with everything: `.json`, `.csv`, `.md`."""
        return addresses.with_query(self.path + ending, self.parameters)
