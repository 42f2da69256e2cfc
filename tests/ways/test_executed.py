"""
Every way of a project in trouble, executed as it is printed, on SQLite and PostgreSQL: each ends as it promises.

The steps are those of `driftboard ways … --format json`: scripts through the driver, commands through the project's
manage.py, releases checked out from its Git repository. `make ways` runs all of it, `make test` a part.
"""

# ruff: noqa: S608 - the values are the tests' own

import os
from collections.abc import Iterator

import pytest

from tests.ways.aged_projects import AgedProject, PostgresProject
from tests.ways.databases import rows_of
from tests.ways.following import ask, follow, follow_back, is_refused, promise
from tests.ways.troubles import DJANGO, TROUBLES

IS_WHOLE = os.environ.get("WAYS") == "all"

WAYS = {
    "D101": ("record-row", "run-elsewhere", "take-edge-back", "unrecord-migrate-record", "drop-and-redo"),
    "D101 twice": ("everything", "everything-migrated"),
    "D102": ("ship-file", "finish-elsewhere", "record-rows", "point-to-squash", "take-edge-out"),
    "D103": ("take-edge-out", "take-edge-out-2"),
    "D104": ("follow", "merge", "delete-branch"),
    "D104 stale copy": ("delete-branch",),
    "D104 installed package": ("delete-branch",),
    "D105": ("everything", "shorten-replaces-0001_squashed"),
    "D106": ("take-edge-out",),
    "D107": ("newer-django",),
    "D201": ("ship-file", "undo-elsewhere", "delete-row"),
    "D202": ("delete-younger",),
    "D203": ("ship-file", "finish-elsewhere", "record-rows"),
    "D204": ("migrate", "delete-row"),
    "D205": ("record-rows", "migrate"),
    "D206": ("run-elsewhere", "restore-replaces", "fake"),
    "D207": ("migrate",),
    "D208": ("run-anew", "renew-row", "undo-and-run"),
    "D209": ("renew-row", "take-edit-back", "undo-and-run"),
    "D210": ("fake", "fake-initial"),
    "D212": ("rename-row", "record-new-name"),
    "D213": ("relabel",),
    "D214": ("run-elsewhere", "restore-replaces", "fake"),
    "D215": ("record-row", "unrecord-migrate-record"),
}
"""Every way that is offered for these, by code and what is particular."""

A = "ALTER TABLE users_user ADD COLUMN a integer"
B = "ALTER TABLE users_user ADD COLUMN b integer"
C = "ALTER TABLE users_user ADD COLUMN c integer"

MAKES_TRUE = {
    ("D101", "record-row"): (A, B),
    ("D101 twice", "everything"): (A, B),
    ("D102", "record-rows"): (A, B),
    ("D203", "record-rows"): (A, B),
    ("D201", "delete-row"): ("ALTER TABLE users_user DROP COLUMN b",),
    ("D205", "migrate"): ("DROP TABLE users_user",),
    ("D208", "renew-row"): (C,),
    ("D209", "renew-row"): (C,),
    ("D210", "fake-initial"): tuple(f"ALTER TABLE users_user DROP COLUMN {name}" for name in "ab"),
    ("D215", "record-row"): (A,),
}
"""What the check of a way asks for, where the situation has it not."""

ENDS_THERE = frozenset({("D204", "delete-row"), ("D102", "point-to-squash"), ("D102", "take-edge-out")})
"""After these a part stays undone: migrate would go on over a half of it."""

ON_POSTGRES = frozenset(
    {
        ("D101", "drop-and-redo"),
        ("D101 twice", "everything-migrated"),
        ("D202", "delete-younger"),
        ("D212", "rename-row"),
        ("D215", "unrecord-migrate-record"),
    }
)
"""The ways that are tried on PostgreSQL in each run of the tests; all others are by `make ways`."""

PAIRS = [(name, id_) for name, ids in WAYS.items() for id_ in ids]
CASES = [
    *((name, id_, "sqlite") for name, id_ in PAIRS if IS_WHOLE),
    *((name, id_, "postgresql") for name, id_ in PAIRS if IS_WHOLE or (name, id_) in ON_POSTGRES),
]


@pytest.fixture(scope="module")
def originals(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict]:
    """The projects that were made, by trouble and kind of database."""
    made: dict[tuple[str, str], AgedProject] = {}
    yield made
    for project in made.values():
        if isinstance(project, PostgresProject):
            project.drop()


@pytest.fixture
def project(
    originals: dict, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator:
    """A function that returns a fresh copy of a project in trouble."""
    copies: list[AgedProject] = []

    def copy(name: str, dialect: str) -> AgedProject:
        if (name, dialect) not in originals:
            folder, django = tmp_path_factory.mktemp("trouble"), DJANGO.get(name, "5.2")
            if dialect == "sqlite":
                original = AgedProject(folder, django)
            else:
                original = PostgresProject(folder, django, request.getfixturevalue("postgres"))
            TROUBLES[name](original)
            original.age()
            originals[name, dialect] = original
        copies.append(originals[name, dialect].copy(tmp_path_factory.mktemp("copy") / "project"))
        return copies[-1]

    yield copy
    for project in copies:
        if isinstance(project, PostgresProject):
            project.drop()


def ways_of(name: str, document: dict) -> dict[str, dict]:
    """The ways of the trouble, by their ids; of several findings with one code those of the last."""
    return {way["id"]: way for way in document["ways"] if way["for"][0]["code"] == name.split(maxsplit=1)[0]}


def planned(project: AgedProject) -> list[str]:
    """The migrations that `migrate --plan` prints."""
    printed = project.run("python manage.py migrate --plan")
    assert printed.returncode == 0, printed.stderr
    return [line for line in printed.stdout.splitlines()[1:] if line[0] != " " and "No planned" not in line]


@pytest.mark.parametrize("name", WAYS)
def test_these_ways_are_offered_and_the_last_of_them_ends_as_it_promises(project, name: str):
    here = project(name, "sqlite")
    ways = ways_of(name, ask(here))

    assert [id_ for id_ in ways if not name.endswith("twice") or id_.startswith("everything")] == [
        *WAYS[name]
    ]
    execute(here, name, ways[WAYS[name][-1]])


@pytest.mark.parametrize(("name", "id_", "dialect"), CASES)
def test_a_way_executed_ends_as_it_promises(project, name: str, id_: str, dialect: str):
    here = project(name, dialect)

    execute(here, name, ways_of(name, ask(here))[id_])


def execute(here: AgedProject, name: str, way: dict) -> None:
    """Follow the steps of a way; what a comparison then says, and `migrate` does, is what the way promised."""
    here.must(*MAKES_TRUE.get((name, way["id"]), ()))
    follow(here, way["steps"])
    after = way["after"]
    assert promise(ask(here)) == {"verdict": after["verdict"], "findings": after["findings"]}
    assert len(planned(here)) == after["to_run"]
    if (name, way["id"]) not in ENDS_THERE:
        here.must("python manage.py migrate")
        assert planned(here) == []
        # What the way says is left stays: a migrate of everything does not answer it.
        assert ask(here)["verdict"] in ("in-step", "ahead", *(["drifted"] if after["findings"] else []))


@pytest.mark.parametrize(("name", "id_", "dialect"), CASES)
def test_the_steps_back_bring_every_row_back_and_those_that_scripts_took_byte_for_byte(
    project, name: str, id_: str, dialect: str
):
    here = project(name, dialect)
    before = rows_of(here.url)
    way = ways_of(name, ask(here))[id_]
    here.must(*MAKES_TRUE.get((name, id_), ()))
    follow(here, way["steps"])

    is_backup = not follow_back(here, way["undo"])

    after = rows_of(here.url)
    if is_backup:
        assert way["steps"][0]["text"].startswith("Take a backup"), way
    elif any(step["kind"] == "command" and "migrate" in step["text"] for step in way["steps"]):
        assert sorted(row[1:3] for row in after) == sorted(row[1:3] for row in before)
    else:
        assert after == before


@pytest.mark.parametrize(("name", "id_", "dialect"), CASES)
def test_with_one_row_changed_between_a_script_changes_nothing_and_says_so(
    project, name: str, id_: str, dialect: str
):
    here = project(name, dialect)
    way = ways_of(name, ask(here))[id_]
    scripts = [step["text"] for step in way["steps"] if step["kind"] == "sql"]
    for (id_of_first, *_), *_ in [rows_of(here.url)] if scripts else []:
        here.must(f"UPDATE django_migrations SET name = '0001_other' WHERE id = {id_of_first}")
        before = here.contents()

        assert "nothing was changed" in is_refused(here, scripts[0])
        assert here.contents() == before
