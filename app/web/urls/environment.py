"""
The addresses of one environment.

    /shop/environments/sandbox-3                                                       live
    /shop/environments/sandbox-3/at/2026-06-19T0912Z~7c1f0a9e41/against/v2.4~4be19d02aa  pinned
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self
from urllib.parse import quote

from app.domain.keys import MigrationKey
from app.web.urls.pages import query_string
from app.web.urls.segments import minute, short, word


@dataclass(frozen=True, slots=True)
class EnvironmentAddress:
    """The pages of one environment, live or pinned; `fixed` are the parameters that every one of them keeps."""

    path: str
    fixed: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def live(cls, project: str, slug: str, *, release: str | None = None) -> Self:
        return cls(f"/{project}/environments/{slug}", {} if release is None else {"release": release})

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
        database: str = "default",
    ) -> Self:
        path = (
            f"/{project}/environments/{slug}/at/{minute(received_at)}~{short(history)}"
            f"/against/{word(label)}~{short(release)}"
        )
        return cls(path, {} if database == "default" else {"database": database})

    def page(self, **query: str | None) -> str:
        """The page itself; parameters that are None are left out."""
        return self.path + self._with(query)

    def json(self) -> str:
        """The same facts as JSON."""
        return self.path + ".json" + self._with({})

    def newer(self, history: str | None) -> str:
        """Asks whether there is another history than this one."""
        return self.path + "/newer" + query_string([("since", None if history is None else short(history))])

    def reasons(self) -> str:
        """What the history of the code says about the findings."""
        return self.path + "/why" + self._with({})

    def map(self, **query: str | None) -> str:
        """What the map draws."""
        return self.path + "/map.json" + self._with(query)

    def panel(self, key: MigrationKey) -> str:
        """The panel of one migration."""
        return f"{self.path}/migrations/{quote(str(key), safe='')}" + self._with({})

    def panel_pattern(self, **query: str | None) -> str:
        """As `panel`, with `{key}` in the place of the migration."""
        return f"{self.path}/migrations/{{key}}" + self._with(query)

    def keeping(self, **fixed: str | None) -> Self:
        """The same address with more parameters that every page of it keeps."""
        more = {name: value for name, value in fixed.items() if value is not None}
        return replace(self, fixed={**self.fixed, **more})

    def _with(self, query: Mapping[str, str | None]) -> str:
        return query_string([*self.fixed.items(), *query.items()])
