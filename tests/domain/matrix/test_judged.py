"""The matrix of drawn fleets against the statuses of each comparison: several releases, tables, and what nobody saw."""

import os
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.drift import compare
from app.domain.drift.app_limits import limited_to
from app.domain.fleet import Sighting
from app.domain.history import History
from app.domain.matrix import Gap, Matrix, app_migrations, headline, matrix
from app.domain.release import Release
from app.domain.table_location import TableLocation
from tests.build import NOON, history
from tests.domain.matrix import judge
from tests.oracle.strategies import rarely, releases

EXAMPLES = int(os.environ.get("MATRICES", "8"))

Fleet = tuple[tuple[Sighting, ...], dict[str, Release | None]]


@st.composite
def histories(draw: st.DrawFn, release: Release) -> History:
    known = [str(key) for key in release.migrations]
    rows = draw(st.lists(st.sampled_from([*known, "a.9999_x", "gone.0001"]), max_size=12))
    return history(*known[: draw(st.integers(0, len(known)))], *rows)


@st.composite
def parts(draw: st.DrawFn, slug: str, release: Release | None, alias: str) -> Sighting:
    is_known = release is not None and not draw(rarely(8))
    drift = None
    if is_known and release is not None:
        drift = compare(release, draw(histories(release)), alias=alias)
        if draw(rarely(6)):
            drift = limited_to(drift, frozenset("a"))
    schemas = tuple(f"s{n}" for n in range(draw(st.integers(2, 4)))) if draw(rarely(5)) else ()
    return Sighting(
        environment=slug,
        drift=drift,
        seen_at=NOON,
        stale=draw(rarely(5)),
        unknown_release="" if release else "v9",
        location=TableLocation(alias),
        schemas=schemas,
    )


@st.composite
def fleets(draw: st.DrawFn) -> Fleet:
    one = draw(releases(django="5.2"))
    other = draw(st.sampled_from([one, None])) if draw(rarely()) else draw(releases(django="5.2"))
    sightings, against = [], {}
    for number in range(draw(st.integers(1, 7))):
        slug = f"e{number}"
        against[slug] = draw(st.sampled_from([one, one, other]))
        aliases = ("default", "more", "third")[: 1 + draw(rarely()) + draw(rarely(6))]
        sightings.append(Sighting.of_parts([draw(parts(slug, against[slug], alias)) for alias in aliases]))
        if draw(rarely()):
            again = sightings[draw(st.integers(0, number))]
            against[f"{slug}-2"] = against[again.environment]
            sightings.append(_renamed(again, f"{slug}-2"))
    return tuple(sightings), against


def _renamed(sighting: Sighting, slug: str) -> Sighting:
    return replace(
        sighting, environment=slug, parts=tuple(replace(part, environment=slug) for part in sighting.parts)
    )


def cells_of(made: Matrix, slug: str) -> dict[str, object]:
    column = made.columns[slug]
    return {str(key): column.cell(key) for keys in made.migrations.values() for key in keys}


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(fleets())
def test_every_cell_is_what_the_comparison_says(fleet: Fleet):
    sightings, against = fleet
    made = matrix(sightings, against)
    by_slug = {sighting.environment: sighting for sighting in sightings}

    for slug, sighting in by_slug.items():
        for keys in made.migrations.values():
            for key in keys:
                expected = judge.cell(sighting, against[slug], key)
                assert made.columns[slug].cell(key) == expected, (slug, key)

    every_key = {key for keys in made.migrations.values() for key in keys}
    for sighting in sightings:
        for part in sighting.parts or (sighting,):
            if part.is_judged and part.drift is not None:
                assert every_key >= part.drift.statuses.keys()
    assert headline(made).endswith(".")


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(fleets())
def test_shared_columns_are_equal_and_nothing_that_differs_is_left_out(fleet: Fleet):
    sightings, against = fleet
    made = matrix(sightings, against)

    assert sorted(slug for slugs in made.merged.values() for slug in slugs) == sorted(made.columns)
    for slugs in made.merged.values():
        assert len({str(cells_of(made, slug)) for slug in slugs}) == 1
        assert len({sighting.verdict for sighting in sightings if sighting.environment in slugs}) == 1
    loud = {
        (sighting.environment, key)
        for sighting in sightings
        for keys in made.migrations.values()
        for key in keys
        if judge.is_loud(judge.cell(sighting, against[sighting.environment], key))
    }
    shown = {(row.app, key) for row in made.rows for key in row.keys}
    assert shown == {(key.app_label, key) for _, key in loud}
    for row in made.rows:
        assert row.environments == len({slug for slug, key in loud if key.app_label == row.app})
        rows = app_migrations(made.migrations[row.app], row.keys).rows
        assert set(row.keys) <= set(rows)
        gaps = sum(each.number for each in rows if isinstance(each, Gap))
        assert gaps + sum(not isinstance(each, Gap) for each in rows) == row.migrations
    assert {row.app for row in (*made.rows, *made.same)} == made.migrations.keys()
