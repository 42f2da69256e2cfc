"""
The addresses of two environments beside each other. A side with a fingerprint is one history, else the last one.

    /shop/compare                                           which two?
    /shop/compare/staging/production                        live
    /shop/compare/staging~7c1f0a9e41/staging                live: an earlier history against the last one
    /shop/compare/staging~7c1f0a9e41/production~e93b4c0712/against/v2.4~4be19d02aa     pinned
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.table_location import TableLocation
from app.web.urls.environment import location_parameters
from app.web.urls.labels import pinned_segment
from app.web.urls.pages import home, query_string
from app.web.urls.segments import short

LIVE_PATH = "/{project}/compare/{first}/{second}"
"""The pattern of the routes of a live page."""

PINNED_PATH = LIVE_PATH + "/against/{against}"
"""The pattern of the routes of a pinned page."""

SECOND = "second_"
"""What stands before the names of the parameters that are about the second side."""


def choice(project: str, *, first: str | None = None, second: str | None = None) -> str:
    """The page that asks which two; one side may be chosen already."""
    return f"{home(project)}/compare" + query_string([("first", first), ("second", second)])


@dataclass(frozen=True, slots=True)
class SideSegment:
    """One side of an address: an environment, a table in it, and one of its histories; None for the last one."""

    slug: str
    history: str | None = None
    location: TableLocation | None = None

    @property
    def segment(self) -> str:
        """`staging`, `staging~7c1f0a9e41`."""
        return self.slug if self.history is None else f"{self.slug}~{short(self.history)}"

    def parameters(self, prefix: str = "") -> dict[str, str]:
        """What the query string says of its table."""
        named = {} if self.location is None else location_parameters(self.location)
        return {f"{prefix}{name}": value for name, value in named.items()}


@dataclass(frozen=True, slots=True)
class CompareAddress:
    """The page of two sides, live or pinned."""

    path: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    is_pinned: bool = False

    @classmethod
    def live(
        cls, project: str, first: SideSegment, second: SideSegment, *, release: str | None = None
    ) -> "CompareAddress":
        """The page as it is now; `release` is the label or the fingerprint that the reader chose."""
        path = LIVE_PATH.format(project=project, first=first.segment, second=second.segment)
        chosen = {"release": release} if release else {}
        return cls(path, {**first.parameters(), **second.parameters(SECOND), **chosen})

    @classmethod
    def pinned(
        cls, project: str, first: SideSegment, second: SideSegment, *, label: str, release: str
    ) -> "CompareAddress":
        """The page of two histories, seen through one release. It never changes."""
        path = PINNED_PATH.format(
            project=project,
            first=first.segment,
            second=second.segment,
            against=pinned_segment(label, release),
        )
        return cls(path, {**first.parameters(), **second.parameters(SECOND)}, is_pinned=True)

    def page(self) -> str:
        """The page itself."""
        return self.path + query_string(self.parameters.items())

    def json(self) -> str:
        """The page as JSON."""
        return self.path + ".json" + query_string(self.parameters.items())
