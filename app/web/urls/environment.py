"""
The addresses of one environment.

    /shop/environments/sandbox-3                                                       live
    /shop/environments/sandbox-3/at/2026-06-19T0912Z~7c1f0a9e41/against/v2.4~4be19d02aa  pinned
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self
from urllib.parse import quote

from app.domain.keys import MigrationKey
from app.domain.table_location import DEFAULT_ALIAS, DEFAULT_LOCATION, TableLocation
from app.domain.ways.scripts import Dialect
from app.web.urls.keys import text_of
from app.web.urls.labels import pinned_segment
from app.web.urls.pages import query_string
from app.web.urls.segments import minute, short

LIVE_PATH = "/{project}/environments/{slug}"
"""The pattern of the routes of a live page."""

PINNED_PATH = LIVE_PATH + "/at/{at}/against/{against}"
"""The pattern of the routes of a pinned page."""


def pinned_path(project: str, slug: str, at: str, against: str) -> str:
    """The path of a pinned page from its segments, as `2026-06-19T0912Z~7c1f0a9e41` and `v2.4~4be19d02aa`."""
    return PINNED_PATH.format(project=project, slug=slug, at=at, against=against)


def location_parameters(location: TableLocation) -> dict[str, str]:
    """The parameters that name a location, without those that a default stands for."""
    parameters = {} if location.alias == DEFAULT_ALIAS else {"database": location.alias}
    return {**parameters, "schema": location.schema} if location.schema else parameters


@dataclass(frozen=True, slots=True)
class EnvironmentAddress:
    """The pages of one environment, live or pinned; `parameters` stand in the query string of each of them."""

    path: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    is_pinned: bool = False

    @classmethod
    def live(  # noqa: PLR0913 - all that a live address may name
        cls,
        project: str,
        slug: str,
        *,
        release: str | None = None,
        database: str | None = None,
        schema: str | None = None,
        sql: str | None = None,
    ) -> Self:
        """The page as it is now. `sql` is the SQL that the reader chose for its scripts."""
        parameters = {"release": release, "database": database, "schema": schema, "sql": sql}
        given = {name: value for name, value in parameters.items() if value is not None}
        return cls(LIVE_PATH.format(project=project, slug=slug), given)

    @classmethod
    def pinned(  # noqa: PLR0913 - all that a pinned address names
        cls,
        project: str,
        slug: str,
        received_at: datetime,
        *,
        history: str,
        label: str,
        release: str,
        location: TableLocation = DEFAULT_LOCATION,
        apps: AbstractSet[str] | None = None,
        newer: str | None = None,
        dialect: Dialect = Dialect.POSTGRESQL,
        search_path: Sequence[str] = (),
    ) -> Self:
        """
        The pinned page of a history against a release.

        `newer` are newer releases of which it has rows, as `newer_value` writes them: with them it is ahead. `dialect`
        is the SQL of its scripts, `search_path` the schemas in which they look for tables: what the settings say of the
        database may change.
        """
        at, against = f"{minute(received_at)}~{short(history)}", pinned_segment(label, release)
        limit = {} if apps is None else {"apps": ",".join(sorted(apps))}
        further = {"newer": newer} if newer else {}
        sql = {} if dialect is Dialect.POSTGRESQL else {"sql": dialect.value}
        schemas = {"search_path": ",".join(search_path)} if search_path else {}
        return cls(
            pinned_path(project, slug, at, against),
            {**location_parameters(location), **limit, **further, **sql, **schemas},
            is_pinned=True,
        )

    def page(self, **query: str | None) -> str:
        """The page itself; `query` is what the query string has besides, without the values that are None."""
        return self.path + self._with(query)

    def query(self, **query: str | None) -> str:
        """The page itself as links within it may have it: its query string alone."""
        return self._with(query)

    def json(self) -> str:
        """The page as JSON."""
        return self.path + ".json" + self._with({})

    def newer(self, history: str | None) -> str:
        """The address that answers whether there is another history than this one."""
        location = {name: self.parameters.get(name) for name in ("database", "schema")}
        since = None if history is None else short(history)
        return self.path + "/newer" + query_string([*location.items(), ("since", since)])

    def changes(self, since: str) -> str:
        """The address that answers whether a schema of the database changed after a moment, in ISO 8601."""
        database = self.parameters.get("database")
        return self.path + "/changes" + query_string([("database", database), ("since", since)])

    def reasons(self) -> str:
        """The page of what the history of the code says about the findings."""
        return self.path + "/why" + self._with({})

    def map(self, **query: str | None) -> str:
        """The map as JSON."""
        return self.path + "/map.json" + self._with(query)

    def picture(self, ending: str, **query: str | None) -> str:
        """The map as a picture to keep; `ending` is `svg` or `png`."""
        return f"{self.path}/map.{ending}" + self._with(query)

    def panel(self, key: MigrationKey) -> str:
        """The panel of one migration."""
        return f"{self.path}/migrations/{quote(text_of(key), safe='=')}" + self._with({})

    def panel_pattern(self, **query: str | None) -> str:
        """The panel of any migration: an address with `{key}` where its key belongs."""
        return f"{self.path}/migrations/{{key}}" + self._with(query)

    def with_parameters(self, **parameters: str | None) -> Self:
        """The same address with more parameters in the query string of each page, without those that are None."""
        more = {name: value for name, value in parameters.items() if value is not None}
        return replace(self, parameters={**self.parameters, **more})

    def _with(self, query: Mapping[str, str | None]) -> str:
        return query_string([*self.parameters.items(), *query.items()])
