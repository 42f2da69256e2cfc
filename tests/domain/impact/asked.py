"""Questions to the impact, drawn: a base, a candidate, and the rows of environments."""

from app.domain.impact import Impact, KnownPart, impact_of
from app.domain.impact.harm import Harm
from app.domain.release import Release
from tests.build import history


def asked(base: Release | None, candidate: Release, *rows: str | None, **facts) -> Impact:
    """The impact on `env-0`, `env-1` …, each with the rows of one text, or without a history."""
    parts = [
        KnownPart(
            environment=f"env-{number}",
            history=None if text is None else history(*text.split()),
            base=base,
            base_name="v1" if base else "",
        )
        for number, text in enumerate(rows)
    ]
    return impact_of(candidate, parts, name="v2", **facts)


def told(harm: Harm) -> tuple[str, str, str, str | None]:
    """What a harm says, in short."""
    return (harm.kind.value, harm.code.value, str(harm.migration), harm.needs and str(harm.needs))


def harms(impact: Impact, number: int = 0) -> list[tuple[str, str, str, str | None]]:
    return [told(harm) for harm in impact.environments[number].harms]


def places(impact: Impact, number: int = 0) -> list[str]:
    """The edits behind the first harm: `added orders.1 dependencies users.2`."""
    return [
        " ".join(
            filter(None, (place.kind, str(place.migration), place.part, place.entry and str(place.entry)))
        )
        for place in impact.environments[number].harms[0].places
    ]
