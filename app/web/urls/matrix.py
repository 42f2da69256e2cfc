"""
The addresses of the matrix.

    /shop/matrix?open=orders                                                  live
    /shop/matrix/at/2026-06-19T091240Z/against/v2.4~4be19d02aa                pinned
    /shop/matrix/apps/orders                                                  the rows of one app
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.web.urls import pages as addresses
from app.web.urls.escapes import escaped, unescaped
from app.web.urls.pages import Query
from app.web.urls.segments import second

PATH = "/{project}/matrix"
"""The pattern of the routes of the live page."""

PINNED_PATH = PATH + "/at/{moment}/against/{against}"
"""The pattern of the routes of a pinned page."""

APP = "/apps/{app}"
"""What the rows of one app have behind the address of the page."""

_EMPTY = "="


def matrix(project: str, query: Query = ()) -> str:
    """The live page."""
    return addresses.with_query(PATH.format(project=project), query)


def app_segment(label: str) -> str:
    """The label of an app as a part of an address; never a comma, a slash or a dot by itself."""
    return escaped(label, dots=label.count(".") if label in (".", "..") else 0) or _EMPTY


def app_of(segment: str) -> str | None:
    """The label that a part of an address names; None where it names none."""
    label = "" if segment == _EMPTY else unescaped(segment)
    return label if label is not None and app_segment(label) == segment else None


def open_value(labels: Iterable[str]) -> str | None:
    """The value of `open=` for these apps, commas between them; None without any."""
    return ",".join(map(app_segment, labels)) or None


def opened(value: str) -> tuple[str, ...]:
    """The labels that a value of `open=` names, each once, in its order; what names none is left out."""
    labels = (app_of(segment) for segment in value.split(",") if segment)
    return tuple(dict.fromkeys(label for label in labels if label is not None))


@dataclass(frozen=True, slots=True)
class MatrixAddress:
    """
    The addresses of one page: live, or pinned to a `moment` and a release (`against`).

    `parameters` decide what the page knows: the release of a live page; which environments and releases a pinned one.
    """

    project: str
    against: str = ""
    moment: datetime | None = None
    parameters: tuple[tuple[str, str], ...] = ()

    @property
    def path(self) -> str:
        """The path, without a query string."""
        if self.moment is None:
            return PATH.format(project=self.project)
        return PINNED_PATH.format(project=self.project, moment=second(self.moment), against=self.against)

    def page(self, query: Query = ()) -> str:
        """The page with these filters."""
        return addresses.with_query(self.path, [*self.parameters, *query])

    def form(self, ending: str, query: Query = ()) -> str:
        """The same as another form: `.json`, `.csv`, `.md`."""
        return addresses.with_query(self.path + ending, [*self.parameters, *query])

    def app(self, label: str, query: Query = ()) -> str:
        """The rows of one app."""
        path = self.path + APP.format(app=app_segment(label))
        return addresses.with_query(path, [*self.parameters, *query])
