"""
The command itself: its arguments, and its answer as text, SQL or JSON.

Of an environment it takes release and history from the store; of a release and a history that are named, it needs
neither settings nor store.

The exit code is 0 when each finding that weighs has a way out, or nothing has to be mended; 1 when one has none, and 2
when nothing could be compared.
"""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from app.cli.arguments.options import (
    DEFAULT_CONFIG,
    ConfigOption,
    DatabaseOption,
    FolderOption,
    RefOption,
    SchemaOption,
    load_settings,
    store_of,
)
from app.cli.arguments.reading import Reading, reads_source
from app.cli.arguments.releases import ProjectOption
from app.cli.output import stop
from app.cli.ways.named import named_situation
from app.cli.ways.stored import stored_situation
from app.config.urls import dialect_of
from app.domain.english import listed
from app.domain.findings import Finding, Verdict
from app.domain.reports.ways import plain, report, sql, unanswered
from app.domain.table_location import DEFAULT_ALIAS, TableLocation
from app.domain.ways import ProvenWay, Situation, ways_out
from app.domain.ways.scripts import Dialect

EXIT_NO_WAY = 1

NOT_JUDGED = "No way out can be promised: the release could not be read whole. `driftboard compare` says what it lacks."


@reads_source
def ways(  # noqa: PLR0913 - the command has so many options
    release: Annotated[
        str,
        typer.Argument(
            metavar="ENVIRONMENT|RELEASE",
            help="An environment, alone; or a directory of source, a manifest file, or with --ref a Git repository.",
        ),
    ],
    history: Annotated[str | None, typer.Argument(help="A database URL, or a JSON file of rows.")] = None,
    *,
    known: Annotated[
        list[Path] | None,
        typer.Option(
            "--release",
            help="Another release that can be checked out, a manifest or a directory. Repeatable.",
        ),
    ] = None,
    repository: Annotated[
        Path | None, typer.Option(help="A Git repository, whose releases can be checked out.")
    ] = None,
    finding: Annotated[
        str | None, typer.Option(help="Only the ways out of this finding: D101:orders.0001_initial.")
    ] = None,
    way: Annotated[str | None, typer.Option(help="Only the ways of this name: record-row.")] = None,
    output: Annotated[str, typer.Option("--format", help="text, sql or json.")] = "text",
    dialect: Annotated[
        str | None, typer.Option(help="The SQL: postgresql, mysql or sqlite. By default that of the URL.")
    ] = None,
    undo: Annotated[bool, typer.Option("--undo", help="With --format sql: the scripts back.")] = False,
    reading: Reading,
    ref: RefOption = None,
    folder: FolderOption = "",
    database: DatabaseOption = DEFAULT_ALIAS,
    schema: SchemaOption = "",
    project: ProjectOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Print the ways out of what is wrong, each proven on this very history."""
    if output not in ("text", "sql", "json"):
        stop(f"--format is text, sql or json, not {output}.")
    if dialect is not None and dialect not in list(Dialect):
        stop(f"--dialect is one of {listed(Dialect)}, not {dialect}.")
    location = TableLocation(database, schema)
    if history is None:
        settings = load_settings(config)
        with store_of(settings) as store:
            stored = stored_situation(settings, store, release, project=project, location=location)
        situation, scheme, others = stored.situation, stored.scheme, stored.others
    else:
        situation = named_situation(
            Path(release),
            history,
            reading.options,
            known=known or (),
            repository=repository,
            ref=ref,
            folder=folder,
            location=location,
        )
        scheme, others = history.partition("://")[0], {}
    if situation.drift.verdict is Verdict.NOT_JUDGED:
        stop(NOT_JUDGED)
    wanted = None if finding is None else _finding(situation, finding)
    found = ways_out(situation, wanted)
    chosen = tuple(candidate for candidate in found if way in (None, candidate.id))
    if way is not None and not chosen:
        stop(f"There is no way {way} here. There are {listed(sorted({w.id for w in found})) or 'none'}.")
    left = unanswered(situation, found) if wanted is None else (wanted,) if not chosen else ()
    sql_of = Dialect(dialect) if dialect else dialect_of(scheme)
    if output == "json":
        sys.stdout.write(json.dumps(report(situation, chosen, sql_of, others, left), indent=2) + "\n")
    elif output == "text":
        sys.stdout.write(plain(situation, chosen, others, left) + "\n")
    else:
        sys.stdout.write(_script(chosen, sql_of, is_undo=undo))
    raise typer.Exit(EXIT_NO_WAY if left else 0)


def _script(chosen: tuple[ProvenWay, ...], dialect: Dialect, *, is_undo: bool) -> str:
    """The scripts of the one way that is chosen; ends the command where there are several, or none."""
    if len(chosen) != 1:
        names = listed(
            [f"{way.id} ({way.findings[0].code.value}:{way.findings[0].subject})" for way in chosen]
        )
        stop(
            f"Scripts are printed of one way. Choose it with --way and --finding: {names or 'there is none'}."
        )
    return sql(chosen[0], dialect, is_undo=is_undo)


def _finding(situation: Situation, text: str) -> Finding:
    """The finding that `CODE:subject` names; ends the command where there is none."""
    by_name = {f"{finding.code.value}:{finding.subject}": finding for finding in situation.drift.findings}
    if text not in by_name:
        stop(f"There is no finding {text} here. There are {listed(by_name) or 'none'}.")
    return by_name[text]
