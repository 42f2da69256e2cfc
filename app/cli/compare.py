"""
`driftboard compare`: compares one history with one release, without settings or store.

The exit code is 0 when `migrate` would run, also where there is nothing to run or the database is ahead of the release;
1 when Django would refuse, and 2 when nothing could be compared.
"""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from app import sources
from app.cli.arguments.options import FolderOption, RefOption
from app.cli.arguments.reading import Reading, reads_source
from app.cli.arguments.sides import history_of, knowledge_of, labelled_release
from app.cli.output import EXIT_NOT_DONE, console, stop
from app.collect import CollectionError
from app.collect.json_file import HistoryFileError
from app.domain.drift.comparison import compare as compare_history
from app.domain.findings import Verdict
from app.domain.provenance import (
    NO_KNOWLEDGE,
    Knowledge,
    explanation_of,
    indirect_explanation,
    with_knowledge,
)
from app.domain.reports.drift import plain, report
from app.sources import SourceError

EXIT_REFUSED = 1

LINE_HINT = "What a place asks to add in driftboard.toml can also be given here: --line '…'."
"""How to follow the advice of a place that could not be read."""


@reads_source
def compare(  # noqa: PLR0913 - the command has so many options
    release: Annotated[
        Path, typer.Argument(help="A directory of source, a manifest file, or with --ref a Git repository.")
    ],
    history: Annotated[str, typer.Argument(help="A database URL, or a JSON file of rows.")],
    *,
    reading: Reading,
    ref: RefOption = None,
    repository: Annotated[
        Path | None, typer.Option(help="A Git repository, whose history says why and where rows come from.")
    ] = None,
    folder: FolderOption = "",
    newer: Annotated[
        list[Path] | None,
        typer.Option(
            help="A release that comes after, a manifest file or a directory: rows of it are no drift, but ahead. "
            "Repeatable, oldest first."
        ),
    ] = None,
    output: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
    database: Annotated[str, typer.Option(help="The database's alias in Django's messages.")] = "default",
) -> None:
    """Hold one history against one release. Needs no configuration and no store."""
    if output not in ("text", "json"):
        stop(f"--format is text or json, not {output}.")
    try:
        options = reading.options
        code_release = sources.read(release, options, ref=ref, folder=folder)
        drift = compare_history(code_release, history_of(history), alias=database)
        knowledge = NO_KNOWLEDGE if repository is None else knowledge_of(repository, folder, options)
        newer_releases = tuple(labelled_release(path, options) for path in newer or ())
        if newer_releases:
            knowledge = Knowledge(knowledge.history, (*knowledge.releases, code_release, *newer_releases))
        drift = with_knowledge(drift, knowledge)
        reasons = indirect_explanation(drift) if repository is None else explanation_of(knowledge, drift)
    except (SourceError, HistoryFileError) as error:
        stop(str(error))
    except CollectionError as error:
        stop(f"The history could not be read: {error.cause.sentence}. {error.cause.next_step}")
    text = json.dumps(report(drift, reasons), indent=2) if output == "json" else plain(drift, reasons)
    sys.stdout.write(text + "\n")
    if drift.verdict is Verdict.NOT_JUDGED:
        if drift.release.unreadable:
            console.print(f"Not compared: the release could not be read whole. {LINE_HINT}", style="yellow")
        else:
            console.print("Not known: only files that the release does not hold can tell.", style="yellow")
        raise typer.Exit(EXIT_NOT_DONE)
    raise typer.Exit(EXIT_REFUSED if drift.verdict is Verdict.BLOCKED else 0)
