"""
The addresses of the readiness of a release.

    /shop/readiness                                                       leads to that of the newest release
    /shop/releases/v2.5/readiness                                         live
    /shop/releases/v2.5~4be19d02aa/readiness/at/2026-06-19T091240Z        pinned
    /shop/releases/v2.5/readiness/sandbox-3                               of one environment, live
    /shop/releases/v2.5~4be19d02aa/readiness/sandbox-3/at/2026-06-19T…Z   pinned
"""

from dataclasses import dataclass
from datetime import datetime

from app.web.urls import pages as addresses
from app.web.urls.pages import Query
from app.web.urls.segments import second

NEWEST_PATH = "/{project}/readiness"
"""The pattern of the address that leads to the readiness of the newest release."""

PATH = "/{project}/releases/{segment}/readiness"
"""The pattern of the routes of a live page."""

PINNED_PATH = PATH + "/at/{moment}"
"""The pattern of the routes of a pinned page."""

ENVIRONMENT_PATH = PATH + "/{environment}"
"""The pattern of the routes of one environment, live."""

PINNED_ENVIRONMENT_PATH = ENVIRONMENT_PATH + "/at/{moment}"
"""The pattern of the routes of one environment, pinned."""


def newest(project: str) -> str:
    """The address that leads to the readiness of the newest release, whichever that is then."""
    return NEWEST_PATH.format(project=project)


@dataclass(frozen=True, slots=True)
class ReadinessAddress:
    """
    The addresses of one page: of the release that `segment` names, now or pinned to a `moment`.

    `parameters` decide which environments and which newer releases a pinned page knows; a live page has none.
    """

    project: str
    segment: str
    moment: datetime | None = None
    parameters: tuple[tuple[str, str], ...] = ()

    @property
    def path(self) -> str:
        """The path, without a query string."""
        live = PATH.format(project=self.project, segment=self.segment)
        return live if self.moment is None else f"{live}/at/{second(self.moment)}"

    def page(self, query: Query = ()) -> str:
        """The page with these filters."""
        return addresses.with_query(self.path, [*self.parameters, *query])

    def form(self, ending: str, query: Query = ()) -> str:
        """The same as another form: `.json`, `.csv`, `.md`."""
        return addresses.with_query(self.path + ending, [*self.parameters, *query])

    def environment(self, slug: str, ending: str = "", *, back: str = "") -> str:
        """The part about one environment: its plan, and the way back, to the release of the segment `back`."""
        path = ENVIRONMENT_PATH.format(project=self.project, segment=self.segment, environment=slug)
        at = "" if self.moment is None else f"/at/{second(self.moment)}"
        to = [("back", back)] if back else []
        return addresses.with_query(f"{path}{at}{ending}", [*self.parameters, *to])
