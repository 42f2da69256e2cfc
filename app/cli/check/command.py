"""
The command itself: its arguments and its exit code.

It exits 0 when nobody becomes worse, 1 when somebody would be refused, skip migrations or run them again, and 2 when
that could not be told of everybody, or nothing could be asked at all. With --warn-only any answer exits 0.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from app.cli.arguments.options import DEFAULT_CONFIG, ConfigOption, FolderOption, load_settings, now, store_of
from app.cli.arguments.reading import Reading, reads_source
from app.cli.check.candidate import Candidate, Place, candidate_of
from app.cli.check.forms import files_of, form_of, write
from app.cli.check.known import Asked, Known, KnownEnvironments, NotKnown
from app.cli.check.named import NamedEnvironments
from app.cli.check.spots import moved, spots_of
from app.cli.output import EXIT_NOT_DONE, stop
from app.config import Secret
from app.domain.impact import impact_of
from app.domain.impact.part import ImpactAnswer
from app.domain.table_location import DEFAULT_ALIAS
from app.jobs.releases import reading_options
from app.sources import ReadingOptions, SourceError

EXIT_HARM = 1

TOKEN = "DRIFTBOARD_TOKEN"  # noqa: S105 - the variable's name

EXITS = {ImpactAnswer.YES: 0, ImpactAnswer.NO: EXIT_HARM, ImpactAnswer.UNKNOWN: EXIT_NOT_DONE}
"""The exit code of each answer."""


@reads_source
def check(  # noqa: PLR0913 - the command has so many options
    release: Annotated[
        str | None, typer.Argument(help="The same as --release, before histories that are named.")
    ] = None,
    histories: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[HISTORY]...",
            help="Database URLs or JSON files of rows, each with a name before it if you like: sandbox-3=rows.json. "
            "No configuration is needed then.",
        ),
    ] = None,
    *,
    asked_release: Annotated[
        str | None,
        typer.Option(
            "--release",
            help="What is asked about: a label, a directory, a manifest file, or a branch, tag or commit of the "
            "repository. By default the commit that is checked out.",
        ),
    ] = None,
    base: Annotated[
        str | None,
        typer.Option(
            help="What every environment is held against, named as --release. By default the release that runs in each."
        ),
    ] = None,
    environment: Annotated[list[str] | None, typer.Option(help="Only this environment; repeatable.")] = None,
    every: Annotated[bool, typer.Option("--all", help="All environments, as by default.")] = False,
    repository: Annotated[
        Path | None,
        typer.Option(help="The Git repository of branches, tags and commits. By default this folder."),
    ] = None,
    folder: FolderOption = "",
    reading: Reading,
    output: Annotated[
        str, typer.Option("--format", help="text, json, markdown, github, gitlab, junit or sarif.")
    ] = "text",
    files: Annotated[
        list[str] | None,
        typer.Option(
            "--report", help="A form and a file that it is written to as well: sarif=FILE; repeatable."
        ),
    ] = None,
    warn_only: Annotated[bool, typer.Option("--warn-only", help="Exit 0 whatever the answer is.")] = False,
    any_age: Annotated[
        bool,
        typer.Option("--any-age", help="Take the last history for the present one, however old it is."),
    ] = False,
    database: Annotated[
        str, typer.Option(help="The alias in Django of the databases that are named.")
    ] = DEFAULT_ALIAS,
    dashboard: Annotated[
        str | None,
        typer.Option(
            help="A dashboard that knows the environments: https://drift.example. Its project is --project; the token "
            "that reads comes from the variable DRIFTBOARD_TOKEN."
        ),
    ] = None,
    plain: Annotated[
        bool,
        typer.Option("--allow-plain-http", help="Let the token travel unencrypted to another machine."),
    ] = False,
    project: Annotated[
        str | None, typer.Option("--project", help="The project's slug; not needed when there is one.")
    ] = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Say whom a release would harm, before it is merged or deployed. Exits 1 when it does, 2 when it cannot tell."""
    form, reports = form_of(output), files_of(files or ())
    if release is not None and asked_release is not None:
        stop("Name the release once: before the histories, or with --release.")
    if histories and dashboard:
        stop("Histories are named, or a dashboard is asked for them: leave out one of the two.")
    if every and environment:
        stop("--all is every environment: leave out --environment, or --all.")
    word = asked_release if release is None else release
    if not histories and not dashboard and not config.exists():
        stop(
            f"There is no {config} here. Name histories after the release, or a --dashboard: neither needs a "
            "configuration."
        )
    try:
        if histories or dashboard:
            place = Place(repository, folder, reading.options)
            source: KnownEnvironments = (
                NamedEnvironments(histories, database)
                if histories
                else _remote(dashboard or "", project, plain=plain)
            )
            candidate, known = _asked(source, place, word, base, environment or (), any_age=any_age)
        else:
            with _stored(config, project, reading) as (stored, options, configured):
                place = Place(repository, folder, options, configured)
                candidate, known = _asked(stored, place, word, base, environment or (), any_age=any_age)
    except (SourceError, NotKnown) as error:
        sentence = str(error)
        stop(sentence if sentence.endswith((".", "!", "?")) else f"{sentence}.")
    impact = impact_of(candidate.release, known.parts, name=candidate.name, knowledge=known.knowledge)
    spots = spots_of(impact, candidate, known.knowledge.history, place.options)
    write(moved(impact, candidate.prefix), spots, form, reports)
    raise typer.Exit(0 if warn_only else EXITS[impact.answer])


def _asked(  # noqa: PLR0913 - all that is asked
    source: KnownEnvironments,
    place: Place,
    word: str | None,
    base: str | None,
    environments: Sequence[str],
    *,
    any_age: bool,
) -> tuple[Candidate, Known]:
    """The candidate, and the environments that it is held against."""
    candidate = candidate_of(word, place, source)
    before = None if base is None else candidate_of(base, place, source)
    asked = Asked(
        candidate.release,
        tuple(environments),
        base=None if before is None else before.release,
        base_name="" if before is None else before.name,
        any_age=any_age,
    )
    return candidate, source.known(asked)


@contextmanager
def _stored(
    config: Path, project: str | None, reading: Reading
) -> Iterator[tuple[KnownEnvironments, ReadingOptions, tuple[Path, str] | None]]:
    """The environments of the configuration, how the source of their project is read, and its repository."""
    from app.cli.arguments.releases import project_of  # noqa: PLC0415 - histories that are named need no store
    from app.cli.check.stored import StoredEnvironments  # noqa: PLC0415 - as above

    settings = load_settings(config)
    slug = project_of(settings, project)
    configured = next(each for each in settings.projects if each.slug == slug)
    options, repository = reading.options, None
    if configured.repository is not None:
        source = configured.repository.reading
        options, repository = reading_options(reading.before(source)), (source.path, source.folder)
    with store_of(settings) as store:
        yield StoredEnvironments(store, configured, now()), options, repository


def _remote(dashboard: str, project: str | None, *, plain: bool) -> KnownEnvironments:
    """The environments of a dashboard. Raises `NotKnown`."""
    from app.cli.check.remote import RemoteEnvironments  # noqa: PLC0415 - slow to import, and not needed for files
    from app.remote import DashboardAddress, RemoteError, RemoteProject  # noqa: PLC0415 - as above

    token = os.environ.get(TOKEN, "").strip()
    if not token:
        raise NotKnown(
            f"The variable {TOKEN} is empty: it holds a token that reads, of driftboard tokens create PROJECT --read. "
            "CI gives secrets to no pull request from a fork."
        )
    try:
        address = DashboardAddress.parse(dashboard, project, plain=plain)
    except RemoteError as error:
        raise NotKnown(str(error)) from None
    return RemoteEnvironments(RemoteProject(address, Secret(token)), address.project)
