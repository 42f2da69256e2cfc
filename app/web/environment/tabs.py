"""The tabs of an environment with several databases."""

from app.domain.fleet import Sighting
from app.domain.table_location import DEFAULT_ALIAS
from app.web.facts.environment import EnvironmentFacts
from app.web.layout.views import VerdictLink, VerdictView
from app.web.urls.environment import EnvironmentAddress


def tabs(facts: EnvironmentFacts, address: EnvironmentAddress) -> tuple[VerdictLink, ...]:
    """A tab for each database, with its worst verdict; none where there is one database."""
    parts_by_alias: dict[str, list[Sighting]] = {}
    for part in () if facts.whole is None else facts.whole.parts:
        parts_by_alias.setdefault(part.location.alias, []).append(part)
    if len(parts_by_alias) < 2:
        return ()
    kept = {name: value for name, value in address.parameters.items() if name not in ("database", "schema")}
    return tuple(
        VerdictLink(
            alias,
            EnvironmentAddress(address.path, kept).with_parameters(database=alias).page(),
            VerdictView.of(Sighting.of_parts(parts_by_alias[alias]).verdict)
            if facts.chosen.release
            else None,
            alias == facts.alias,
        )
        for alias in sorted(parts_by_alias, key=lambda alias: (alias != DEFAULT_ALIAS, alias))
    )
