"""Ways where the history was read in one schema of many: scripts name it, commands reach it where it is known how."""

from dataclasses import replace

from app.domain.release import Release
from app.domain.ways import ProvenWay, Situation, ways_out
from app.domain.ways.scripts import Dialect, script
from tests.build import history, release

CODE = release("u: 1 < 2", "o: 1 @u.2", django="5.2")
TENANTS = replace(CODE, settings={"INSTALLED_APPS": "django_tenants,u,o"})
ROWS = history("u.1", "o.1")


def ways(code: Release, **facts) -> dict[str, ProvenWay]:
    return {way.id: way for way in ways_out(Situation(code, ROWS, **facts))}


def commands(way: ProvenWay) -> list[str]:
    return [step.text for step in (*way.steps, *way.undo) if step.run]


def test_the_scripts_and_those_back_work_in_the_schema_alone():
    way = ways(CODE, schema="Tenant 7")["record-row"]

    for step in (*way.steps[1:], *way.undo):
        text = script(step, Dialect.POSTGRESQL)
        assert (
            text.index("BEGIN;")
            < text.index('SET LOCAL search_path TO "Tenant 7";')
            < text.index("LOCK TABLE")
        )
        assert "search_path" not in script(step, Dialect.MYSQL)


def test_a_search_path_is_that_of_the_url():
    way = ways(CODE, search_path=("app", "public"))["record-row"]

    assert 'SET LOCAL search_path TO "app", "public";' in script(way.steps[1], Dialect.POSTGRESQL)
    assert '-- BEGIN; SET LOCAL search_path TO "app", "public"; SELECT setval(' in script(
        way.steps[1], Dialect.POSTGRESQL
    )


def test_django_tenants_has_a_command_for_one_schema():
    way = ways(TENANTS, schema="tenant 7", alias="other")["unrecord-migrate-record"]

    assert commands(way) == [
        "python manage.py migrate_schemas --schema='tenant 7' --database other u 2",
        "python manage.py migrate_schemas --schema='tenant 7' --database other u 1",
    ]
    assert "alone" not in way.steps[2].expect


def test_of_any_other_project_it_is_said_that_only_it_knows():
    way = ways(CODE, schema="tenant_7")["unrecord-migrate-record"]

    assert commands(way)[0] == "python manage.py migrate u 2"
    assert way.steps[2].expect.endswith(
        "It must run for the schema tenant_7 alone: how `migrate` is told so, this project knows."
    )


def test_without_a_schema_nothing_is_said_of_one():
    way = ways(TENANTS)["unrecord-migrate-record"]

    assert commands(way)[0] == "python manage.py migrate u 2"
    assert "search_path" not in script(way.steps[1], Dialect.POSTGRESQL)
