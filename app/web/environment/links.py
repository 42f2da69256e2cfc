"""Links from the page of an environment to its migrations."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app.domain.drift import Drift
from app.domain.keys import MigrationKey
from app.domain.status import STATUS_WORDS, Status
from app.web.urls.environment import EnvironmentAddress
from app.web.urls.keys import text_of


@dataclass(frozen=True, slots=True)
class StatusView:
    """A status as icon and word."""

    value: str
    word: str

    @classmethod
    def of(cls, status: Status) -> "StatusView":
        return cls(status.value, STATUS_WORDS[status])


@dataclass(frozen=True, slots=True)
class KeyLink:
    """A migration and its status. `href` is the page around it, `panel` the panel that the same click loads."""

    app: str
    name: str
    href: str
    panel: str
    status: StatusView

    @property
    def within(self) -> str:
        """The link as a long list on the same page has it: the query string alone."""
        return "?" + self.href.partition("?")[2]


Links = Callable[[Iterable[MigrationKey]], tuple[KeyLink, ...]]


def links(drift: Drift, address: EnvironmentAddress, **query: str | None) -> Links:
    """
    A function that makes the links of some migrations on one page.

    `query` are the parameters that every link keeps beside `focus`.
    """

    def links_to(keys: Iterable[MigrationKey]) -> tuple[KeyLink, ...]:
        return tuple(
            KeyLink(
                key.app_label,
                key.name,
                address.page(focus=text_of(key), **query),
                address.with_parameters(**query).panel(key),
                StatusView.of(drift.statuses.get(key, Status.MISSING)),
            )
            for key in keys
        )

    return links_to
