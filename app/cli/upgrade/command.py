"""
The command itself: its arguments, and its answer as text or JSON.

Of an environment it takes the history and all releases from the store; of a history and releases that are named, it
needs neither settings nor store.

The exit code is 0 when there is a path, 1 when there is none, and 2 when it could not be told.
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
from app.cli.output import EXIT_NOT_DONE, stop
from app.cli.upgrade.named import named_goal
from app.cli.upgrade.stored import stored_goal
from app.domain.reports.upgrade import plain, report
from app.domain.table_location import DEFAULT_ALIAS, TableLocation
from app.domain.upgrade import Reach
from app.domain.upgrade import upgrade as path_of

EXIT_NO_PATH = 1

EXITS = {Reach.IMPOSSIBLE: EXIT_NO_PATH, Reach.UNKNOWN: EXIT_NOT_DONE}


@reads_source
def upgrade(  # noqa: PLR0913 - the command has so many options
    history: Annotated[
        str,
        typer.Argument(
            metavar="ENVIRONMENT|HISTORY", help="An environment; or a database URL, or a JSON file of rows."
        ),
    ],
    to: Annotated[
        str,
        typer.Argument(
            metavar="LABEL|RELEASE",
            help="Where to: a label; or a directory of source, a manifest file, or with --ref a Git repository.",
        ),
    ],
    *,
    through: Annotated[
        list[Path] | None,
        typer.Option(help="A release that can be gone to first, a manifest or a directory. Repeatable."),
    ] = None,
    repository: Annotated[
        Path | None, typer.Option(help="A Git repository, whose releases can be gone to first.")
    ] = None,
    output: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
    reading: Reading,
    ref: RefOption = None,
    folder: FolderOption = "",
    database: DatabaseOption = DEFAULT_ALIAS,
    schema: SchemaOption = "",
    project: ProjectOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Say how a database gets to a release: at once, over other releases first, or over none that is known."""
    if output not in ("text", "json"):
        stop(f"--format is text or json, not {output}.")
    location = TableLocation(database, schema)
    if _is_history(history):
        goal = named_goal(
            history,
            Path(to),
            reading.options,
            through=through or (),
            repository=repository,
            ref=ref,
            folder=folder,
            location=location,
        )
    else:
        settings = load_settings(config)
        with store_of(settings) as store:
            goal = stored_goal(settings, store, history, to, project=project, location=location)
    found = path_of(goal.situation, goal.label, goal.stops.stops, absent=goal.stops.absent)
    if output == "json":
        sys.stdout.write(json.dumps(report(goal.situation, found), indent=2) + "\n")
    else:
        sys.stdout.write(plain(found) + "\n")
    raise typer.Exit(EXITS.get(found.reach, 0))


def _is_history(text: str) -> bool:
    """Whether an argument names a history, and no environment."""
    return "://" in text or text.endswith(".json") or "/" in text
