"""
The addresses of how an environment gets to a release.

    /shop/environments/sandbox-3/upgrade?to=v1.2                                            leads to the next
    /shop/environments/sandbox-3/upgrade/v1.2                                               live
    /shop/environments/sandbox-3/at/2026-06-19T0912Z~7c1f0a9e41/against/v1.2~4be19d02aa/upgrade  pinned
"""

from dataclasses import dataclass

from app.domain.table_location import TableLocation
from app.web.urls import environment as environments
from app.web.urls import pages as addresses
from app.web.urls.environment import EnvironmentAddress, location_parameters

CHOICE_PATH = environments.LIVE_PATH + "/upgrade"
"""The pattern of the address that takes a label as `to=`."""

PATH = CHOICE_PATH + "/{segment}"
"""The pattern of the routes of a live page."""

PINNED_PATH = environments.PINNED_PATH + "/upgrade"
"""The pattern of the routes of a pinned page."""


def choice(project: str, slug: str) -> str:
    """The address that takes a label as `to=`; without one it leads to the newest release."""
    return CHOICE_PATH.format(project=project, slug=slug)


@dataclass(frozen=True, slots=True)
class UpgradeAddress:
    """The addresses of one page: its path, and the parameters that name a database or a schema."""

    path: str
    parameters: tuple[tuple[str, str], ...] = ()

    @classmethod
    def live(
        cls, project: str, slug: str, segment: str, location: TableLocation | None = None
    ) -> "UpgradeAddress":
        """The page as it is now: of the worst database, or of the one at a location."""
        parameters = () if location is None else tuple(location_parameters(location).items())
        return cls(PATH.format(project=project, slug=slug, segment=segment), parameters)

    @classmethod
    def pinned(cls, environment: EnvironmentAddress) -> "UpgradeAddress":
        """The page of a history and a release, from the pinned address of their comparison."""
        return cls(f"{environment.path}/upgrade", tuple(environment.parameters.items()))

    def page(self, ending: str = "") -> str:
        """The page, or the same as another form: `.json`, `.md`."""
        return addresses.with_query(self.path + ending, self.parameters)
