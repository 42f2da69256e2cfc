"""What the commands print beside their answer: sentences and progress, on the error stream."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from app.jobs.collection import CollectionResult, ResultCallback

EXIT_NOT_DONE = 2
"""The exit code of a command that could not do its work. It has printed why."""

console = Console(stderr=True, highlight=False, soft_wrap=True)


@contextmanager
def progress(total: int) -> Iterator[ResultCallback]:
    """Progress of a collection: a bar on a terminal, a line for each environment elsewhere."""

    def line(result: CollectionResult) -> None:
        if result.cause:
            text = f"{result.cause.sentence}. {result.cause.next_step}"
        else:
            text = f"{len(result.history.rows) if result.history else 0} rows"
            text += "" if result.is_new else ", unchanged"
        console.print(f"{result.environment}: {text}")

    if not console.is_terminal:
        yield line
        return
    with Progress(
        TextColumn("collecting"), BarColumn(), MofNCompleteColumn(), console=console, transient=True
    ) as bar:
        task = bar.add_task("", total=total)

        def advance(result: CollectionResult) -> None:
            if result.cause:
                line(result)
            bar.advance(task)

        yield advance


def stop(sentence: str) -> NoReturn:
    """End the command, and print why nothing was done."""
    console.print(sentence, style="red", markup=False)
    raise typer.Exit(EXIT_NOT_DONE)
