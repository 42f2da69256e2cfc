"""What the commands print beside their answer: sentences and progress, on the error stream."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn

import typer
from rich.console import Console

from app.domain.english import count, listed, visible
from app.domain.failure import Cause

if TYPE_CHECKING:
    from app.config import Environment
    from app.jobs.collection import CollectionResult, ResultCallback

EXIT_NOT_DONE = 2
"""The exit code of a command that could not do its work. It has printed why."""

MAX_NAMES = 3
"""A line names this many schemas and counts the others."""


class Terminal(Console):
    """A terminal that shows no text from outside as anything but text: lines stay, its own escapes are written out."""

    def print(self, *objects: Any, **options: Any) -> None:
        """Print sentences, and what rich makes of other objects."""
        super().print(*(_lines_of(one) if isinstance(one, str) else one for one in objects), **options)


def _lines_of(text: str) -> str:
    return "\n".join(map(visible, text.split("\n")))


console = Terminal(stderr=True, highlight=False, soft_wrap=True)


@contextmanager
def progress(environments: "Sequence[Environment]") -> "Iterator[ResultCallback]":
    """Progress of a collection: a bar on a terminal, a line for each database elsewhere, and for what failed."""
    names = {
        (environment.slug, database.alias): f"{environment.slug} {database.alias}"
        if len(environment.databases) > 1 or database.schemas
        else environment.slug
        for environment in environments
        for database in environment.databases
    }

    def print_lines(result: "CollectionResult", lines: Iterable[str]) -> None:
        for line in lines:
            console.print(f"{names[result.environment, result.alias]}: {line}", markup=False)

    if not console.is_terminal:
        yield lambda result: print_lines(result, (*_found(result), *_failed(result)))
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415

    with Progress(
        TextColumn("collecting"), BarColumn(), MofNCompleteColumn(), console=console, transient=True
    ) as bar:
        task = bar.add_task("", total=len(names))

        def advance(result: "CollectionResult") -> None:
            print_lines(result, _failed(result))
            bar.advance(task)

        yield advance


def _found(result: "CollectionResult") -> Iterator[str]:
    """What was read: rows, or the number of schemas."""
    if result.schemas is not None:
        new = f"{result.new_schemas:,} new" if result.new_schemas else "unchanged"
        yield f"{count(result.schemas, 'schema')} read, {new}"
    elif result.history is not None:
        yield f"{len(result.history.rows)} rows{'' if result.is_new else ', unchanged'}"


def _failed(result: "CollectionResult") -> Iterator[str]:
    """Why something was not read, and what to do next: each cause once, with the schemas that have it."""
    if result.cause is not None:
        yield f"{result.cause.sentence}. {result.cause.next_step}"
    schemas_by_cause: dict[Cause, list[str]] = {}
    for schema, cause in sorted(result.causes.items()):
        schemas_by_cause.setdefault(cause, []).append(schema)
    for cause, schemas in schemas_by_cause.items():
        named = listed(schemas, MAX_NAMES)
        yield f"{count(len(schemas), 'schema')} not read, {named}: {cause.sentence}. {cause.next_step}"


def is_text(argument: str) -> bool:
    """Whether all of an argument is text: Python holds a byte that is none as half of a character."""
    return not any("\ud800" <= character <= "\udfff" for character in argument)


def stop_at_bytes(argument: str) -> NoReturn:
    """End the command: this argument is no text, so nothing can be kept or looked up under it."""
    stop(f"{argument} is not UTF-8.")


def stop(sentence: str) -> NoReturn:
    """End the command, and print why nothing was done."""
    console.print(sentence, style="red", markup=False)
    raise typer.Exit(EXIT_NOT_DONE)
