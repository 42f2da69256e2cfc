"""How the commands speak: sentences on the error stream, a bar on a terminal, plain lines in a pipe."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from app.jobs.collection import CollectionResult, ResultCallback

EXIT_NOT_DONE = 2
"""The exit code of a command that could not do what was asked, and has said why."""

console = Console(stderr=True, highlight=False, soft_wrap=True)


@contextmanager
def progress(total: int) -> Iterator[ResultCallback]:
    """A moving bar on a terminal, a line for each environment in a pipe."""

    def line(one: CollectionResult) -> None:
        what = one.cause.sentence if one.cause else f"{len(one.history.rows) if one.history else 0} rows"
        console.print(f"{one.environment}: {what}{'' if one.is_new or one.cause else ', unchanged'}")

    if not console.is_terminal:
        yield line
        return
    with Progress(
        TextColumn("collecting"), BarColumn(), MofNCompleteColumn(), console=console, transient=True
    ) as bar:
        task = bar.add_task("", total=total)

        def advance(one: CollectionResult) -> None:
            if one.cause:
                line(one)
            bar.advance(task)

        yield advance


def stop(sentence: str) -> NoReturn:
    """Say in one sentence why nothing was done."""
    console.print(sentence, style="red", markup=False)
    raise typer.Exit(EXIT_NOT_DONE)
