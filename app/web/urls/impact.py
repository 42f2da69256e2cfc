"""
The addresses of the blast radius of a release.

    /shop/releases/v1.2/blast-radius                                        live
    /shop/releases/v1.2~4be19d02aa/blast-radius/at/2026-06-19T091240Z       pinned
        ?base=v1.1~9c0e11d2bb                   what runs in most environments
        &on=told~5d0a77c1e2                     and in others: what deployments told, and see `facts.pinned.assignment`
"""

from dataclasses import dataclass
from datetime import datetime

from app.web.urls import pages as addresses
from app.web.urls.segments import second

PATH = "/{project}/releases/{segment}/blast-radius"
"""The pattern of the routes of a live page."""

PINNED_PATH = PATH + "/at/{moment}"
"""The pattern of the routes of a pinned page."""


@dataclass(frozen=True, slots=True)
class ImpactAddress:
    """
    The addresses of one page: of the release that `segment` names, now or pinned to a `moment`.

    `parameters` decide which environments a pinned page knows and what runs in each; a live page has none.
    """

    project: str
    segment: str
    moment: datetime | None = None
    parameters: tuple[tuple[str, str], ...] = ()

    def page(self) -> str:
        """The page itself."""
        return self.form("")

    def form(self, ending: str) -> str:
        """The same as another form, `.json` or `.md`, or what stands below it: `/why`."""
        live = PATH.format(project=self.project, segment=self.segment)
        path = live if self.moment is None else f"{live}/at/{second(self.moment)}"
        return addresses.with_query(path + ending, self.parameters)
