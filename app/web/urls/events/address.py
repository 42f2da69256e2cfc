"""
The addresses of time lines.

    /shop/events                                    the project
    /shop/environments/sandbox-3/events             one environment
    /shop/events?kind=rewritten&from=2026-06-01&to=2026-06-19
    /shop/events.json, /shop/events.atom            the same for programs and feed readers

`before=` is where an older part goes on: a moment, and which of its facts was shown last.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from app.domain.events.span import Mark, Span
from app.domain.events.what import EventKind
from app.web.urls.events.parameters import mark_text
from app.web.urls.pages import with_query

PROJECT_PATH = "/{project}/events"
"""The pattern of the routes of the time line of a project."""

ENVIRONMENT_PATH = "/{project}/environments/{slug}/events"
"""The pattern of the routes of the time line of one environment."""


@dataclass(frozen=True, slots=True)
class EventsAddress:
    """
    One time line: of an environment, or without one of the project, with what is filtered.

    `begin` and `end` are days in UTC, both counted; None for all time.
    """

    project: str
    environment: str | None = None
    kinds: tuple[EventKind, ...] = ()
    begin: date | None = None
    end: date | None = None
    before: Mark | None = None

    @property
    def path(self) -> str:
        """The path, without a query string."""
        if self.environment is None:
            return PROJECT_PATH.format(project=self.project)
        return ENVIRONMENT_PATH.format(project=self.project, slug=self.environment)

    @property
    def span(self) -> Span:
        """The stretch of time that it names."""
        begin = None if self.begin is None else datetime.combine(self.begin, time(), UTC)
        end = None if self.end is None else datetime.combine(self.end, time(), UTC) + timedelta(days=1)
        return Span(begin, end, self.before)

    def page(self) -> str:
        """The page itself."""
        return with_query(self.path, self._query())

    def form(self, ending: str) -> str:
        """The same in another form: `.json`, `.atom`."""
        return with_query(self.path + ending, self._query())

    def older(self, mark: Mark) -> "EventsAddress":
        """The part that goes on after a fact."""
        return replace(self, before=mark)

    def first(self) -> "EventsAddress":
        """The newest part."""
        return replace(self, before=None)

    def day(self, day: date) -> "EventsAddress":
        """One day of it: a link that stays what it is."""
        return replace(self, begin=day, end=day, before=None)

    def _query(self) -> Iterable[tuple[str, str | None]]:
        yield from (("kind", kind.value) for kind in self.kinds)
        yield "from", None if self.begin is None else self.begin.isoformat()
        yield "to", None if self.end is None else self.end.isoformat()
        yield "before", None if self.before is None else mark_text(self.before)
