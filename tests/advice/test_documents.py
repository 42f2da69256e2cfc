"""What README, docs and the first pages print is accepted: configurations, command lines and SQL statements."""

import re
import shlex
from pathlib import Path

import psycopg
import pytest
import typer

from app.cli import cli
from app.collect import history
from app.config import Secret, load
from app.domain.findings import Code, Finding
from app.domain.keys import MigrationKey
from app.domain.reports.labels import NO_LABELS
from app.domain.runbook import CHECK, entry_of
from app.web.layout import first_steps
from app.web.layout.first_steps import ADD_PROJECT, add_environment, add_release

CHECKOUT = Path(__file__).resolve().parents[2]
GENERATED = ("sentences.md", "runbook.md")
DOCUMENTS = sorted(
    path
    for path in (
        CHECKOUT / "README.md",
        *(CHECKOUT / "docs").rglob("*.md"),
        *(CHECKOUT / "reporter").glob("*.md"),
    )
    if path.name not in GENERATED
)
STEPS = (*ADD_PROJECT, *add_environment("shop"), *add_release("shop"))
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`((?:\.venv/bin/)?driftboard [^`…]+)`")
"""A command line in the text, or the name of a command, such as `driftboard compare`."""

SPOKEN = re.compile(r"driftboard releases add .*")
VARIABLES = {
    "SANDBOX_3_PASSWORD": "secret",
    "SANDBOX_1_PASSWORD": "secret",
    "READER_PASSWORD": "secret",
    "PRODUCTION_PASSWORD": "secret",
    "PASSWORD": "secret",
    "STAGING_PASSWORD": "secret",
    "SHOP_PUSH_TOKEN": "0123456789abcdef0123456789abcdef",
    "OPS_CHANNEL": "json://127.0.0.1/x",
    "MAIL_PASSWORD": "secret",
    "SLACK_TOKENS": "T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ",
    "TEAMS_WORKFLOW": "teams.example/643a19a8e5aa4bd0abc56ae7a1a2a3a4/AbCdEf",
}


def blocks(kind: str) -> list[tuple[str, str]]:
    """Every block of one kind in the documents, with the name of its file."""
    return [
        (path.name, match[2])
        for path in DOCUMENTS
        for match in BLOCK.finditer(path.read_text(encoding="utf-8"))
        if match[1] == kind
    ]


def commands() -> list[tuple[str, str]]:
    """Every command line `driftboard …` that is printed anywhere, with the name of the file or of the place."""
    lines = [(name, line) for name, text in blocks("sh") for line in text.replace("\\\n", " ").splitlines()]
    for path in DOCUMENTS:
        lines += [(path.name, match[1]) for match in INLINE.finditer(path.read_text(encoding="utf-8"))]
    lines += [("first steps", step.text) for step in STEPS if step.text.startswith("driftboard ")]
    lines += [("no releases", match[0]) for match in SPOKEN.finditer(NO_LABELS)]
    return [
        (name, line.removeprefix(".venv/bin/")) for name, line in lines if "driftboard " in line.split("#")[0]
    ]


COMMANDS = [pair for pair in commands() if pair[1].startswith("driftboard ")]
CONFIGURATIONS = [
    *blocks("toml"),
    *(("first steps", step.text) for step in STEPS if step.text.startswith("[")),
]


@pytest.mark.parametrize(("name", "text"), CONFIGURATIONS)
def test_a_printed_configuration_is_accepted(tmp_path, name, text):
    path = tmp_path / "driftboard.toml"
    if "[projects.shop.repository." in text:  # a part of a table that stands above it
        text = f'[projects.shop.repository]\npath = "shop.git"\nfollow = ["main"]\n{text}'
    if "[projects." not in text:  # lines for the top of the file
        text = f'{text}\n[projects.shop.repository]\npath = "shop.git"\nfollow = ["main"]\n'
    path.write_text(text, encoding="utf-8")

    assert load(path, VARIABLES).projects


@pytest.mark.parametrize(("name", "line"), COMMANDS)
def test_a_printed_command_line_is_one_of_ours(name, line):
    words = shlex.split(line, comments=True)[1:]
    command = typer.main.get_command(cli)
    context = command.make_context("driftboard", list(words))
    while words and hasattr(command, "resolve_command"):
        _, command, words = command.resolve_command(context, words)
        if words:  # else the line names the command
            context = command.make_context(command.name, list(words), parent=context)


def test_the_documents_have_command_lines_and_configurations():
    assert len(COMMANDS) > 10
    assert len(CONFIGURATIONS) > 5
    assert {name for name in vars(first_steps) if name.startswith(("ADD_", "add_"))} == {
        "ADD_PROJECT",
        "add_environment",
        "add_release",
    }


STATEMENTS = [
    *(
        block for block in blocks("sql") if "'@'" not in block[1]
    ),  # those for MariaDB: tests/collect/test_mysql_access.py
    *(("first steps", step.command) for step in STEPS if step.command.startswith(("CREATE", "GRANT"))),
]


@pytest.mark.parametrize(("name", "text"), STATEMENTS)
def test_printed_statements_run_and_make_a_role_that_can_read(
    postgres, postgres_database, driftboard_reader, name, text
):
    database = postgres_database.rpartition("/")[2]
    with psycopg.connect(postgres_database, autocommit=True) as connection:
        connection.execute(
            "CREATE TABLE django_migrations (id bigint, app varchar(255), name varchar(255), applied timestamptz)"
        )
        connection.execute("INSERT INTO django_migrations VALUES (1, 'users', '0001_initial', now())")
        if "tenant" in text:  # a tenant's own schema, and the role that is there by then
            connection.execute("CREATE SCHEMA acme")
            connection.execute("CREATE TABLE acme.django_migrations AS TABLE django_migrations")
            connection.execute("CREATE ROLE driftboard_reader LOGIN PASSWORD 'reader'")
        if "CREATE DATABASE" in text:
            return  # the dashboard's own: its statements are of one server, and the store's tests make theirs
        before = connection.execute("SELECT * FROM django_migrations").fetchall()
        filled = text.replace("'…'", "'reader'").replace("DATABASE shop", f"DATABASE {database}")
        for statement in [filled] if filled.startswith("DO ") else filled.split(";"):
            if statement.strip():
                connection.execute(statement)
        after = connection.execute("SELECT * FROM django_migrations").fetchall()
    reader = postgres.dsn(database, user=driftboard_reader, password="reader")
    reader += "?options=-csearch_path%3Dacme" if "tenant" in text else ""

    assert after == before
    assert len(history(Secret(reader)).rows) == 1


def test_the_statements_for_looking_at_schemas_change_nothing(postgres_database):
    finding = Finding(Code.TABLE_ELSEWHERE, MigrationKey("users", "0001_initial"), (), ("acme",))
    with psycopg.connect(postgres_database) as connection:
        connection.read_only = True
        connection.execute("SET search_path = public")
        answers = [
            connection.execute(match["command"]).fetchall()
            for check in entry_of(finding).checks
            if (match := CHECK.fullmatch(check))
        ]

    assert len(answers) == 2
