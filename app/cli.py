"""
The command line: `serve`, `collect`, `compare`, `releases add`, `demo`.

Thin: it reads what was asked, calls the rooms below, and says the answer in words. Exit codes of `compare`: 0 when
`migrate` would run, 1 when Django would refuse, 2 when nothing could be compared.
"""

import json
import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from app import collect as collectors
from app import sources
from app.collect import CollectionError
from app.collect.document import DocumentError
from app.collect.document import read as read_document
from app.config import ConfigError, ReleaseSource, Settings, load
from app.domain.drift import compare as compare_history
from app.domain.findings import Verdict
from app.domain.history import History
from app.domain.report import plain, report
from app.jobs import collection
from app.jobs import releases as release_jobs
from app.jobs.collection import Collected, Report
from app.sources import SourceError
from app.store.engine import Store, StoreError, open_store

REFUSED = 1
NOT_COMPARED = 2

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
releases_cli = typer.Typer(no_args_is_help=True, help="What the code says: releases and their labels.")
cli.add_typer(releases_cli, name="releases")
said = Console(stderr=True, highlight=False, soft_wrap=True)

ConfigOption = Annotated[
    Path,
    typer.Option("--config", envvar="DRIFTBOARD_CONFIG", help="The configuration file.", show_default=True),
]
DEFAULT_CONFIG = Path("driftboard.toml")


def main() -> None:
    """The entry point of the command `driftboard`."""
    cli()


@cli.command()
def compare(  # noqa: PLR0913 - the command has so many options
    release: Annotated[Path, typer.Argument(help="A directory of source, or a manifest file.")],
    history: Annotated[str, typer.Argument(help="A database URL, or a JSON file of rows.")],
    *,
    django: Annotated[
        str | None, typer.Option(help="The Django version of the release, such as 5.2.")
    ] = None,
    setting: Annotated[list[str] | None, typer.Option(help="AUTH_USER_MODEL=users.User, repeatable.")] = None,
    output: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
    database: Annotated[str, typer.Option(help="The database's alias in Django's messages.")] = "default",
) -> None:
    """Hold one history against one release. Needs no configuration and no store."""
    if output not in ("text", "json"):
        _stop(f"--format is text or json, not {output}.")
    try:
        code = sources.read(release, django=django, settings=_settings_of(setting or []))
        drift = compare_history(code, _history(history), alias=database)
    except (SourceError, DocumentError) as error:
        _stop(str(error))
    except CollectionError as error:
        _stop(f"The history could not be read: {error.cause.sentence}.")
    sys.stdout.write((json.dumps(report(drift), indent=2) if output == "json" else plain(drift)) + "\n")
    if drift.verdict is Verdict.UNSEEN:
        said.print("Not compared: the release could not be read whole.", style="yellow")
        raise typer.Exit(NOT_COMPARED)
    raise typer.Exit(REFUSED if drift.verdict is Verdict.BLOCKED else 0)


@cli.command()
def collect(
    environments: Annotated[
        list[str] | None, typer.Argument(help="Slugs, or project/slug; all when left out.")
    ] = None,
    *,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Read the environments' histories once and keep them. Exits 1 when one of them could not be read."""
    settings = _settings(config)
    wanted = set(environments or ())
    failed = False
    found = set()
    with _store(settings) as store:
        for project in settings.projects:
            chosen = [
                e for e in project.environments if not wanted or {e.slug, f"{project.slug}/{e.slug}"} & wanted
            ]
            found |= {name for e in chosen for name in (e.slug, f"{project.slug}/{e.slug}")}
            with _progress(len(chosen)) as advance:
                for one in collection.collect(store, project.slug, chosen, now=_now, report=advance):
                    failed = failed or one.cause is not None
    unknown = sorted(wanted - found)
    if unknown:
        _stop(f"No environment is called {', '.join(unknown)} in {config}.")
    if failed:
        raise typer.Exit(1)


@releases_cli.command("add")
def add_release(  # noqa: PLR0913 - as `compare`
    source: Annotated[Path, typer.Argument(help="A directory of source, or a manifest file.")],
    *,
    label: Annotated[str, typer.Option(help="What people call it: main, v1.2.")],
    project: Annotated[
        str | None, typer.Option(help="The project's slug; not needed when there is one.")
    ] = None,
    django: Annotated[str | None, typer.Option(help="The Django version, such as 5.2.")] = None,
    setting: Annotated[list[str] | None, typer.Option(help="AUTH_USER_MODEL=users.User, repeatable.")] = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Keep a release under a label."""
    settings = _settings(config)
    slugs = [one.slug for one in settings.projects]
    if project is None and len(slugs) == 1:
        project = slugs[0]
    if project not in slugs:
        _stop(f"Say which project with --project: {', '.join(slugs) or 'none is configured'}.")
    wanted = ReleaseSource(label, source, django, _settings_of(setting or []))
    try:
        with _store(settings) as store:
            release = release_jobs.add_from_source(store, project, wanted, now=_now)
    except SourceError as error:
        _stop(str(error))
    typer.echo(f"{label} is {release.fingerprint[:8]}: {len(release.migrations)} migrations.")
    for entry in release.unreadable:
        said.print(f"unreadable: {entry}", style="yellow")


@cli.command()
def serve(
    *,
    config: ConfigOption = DEFAULT_CONFIG,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 8000,
    once: Annotated[bool, typer.Option("--no-collect", help="Serve only; collect nothing.")] = False,
) -> None:
    """Serve the dashboard, and collect at the configured interval."""
    _serve(_settings(config), host=host, port=port, collecting=not once)


@cli.command()
def demo(
    *,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 8000,
) -> None:
    """Build the story of a blocked sandbox in a temporary folder, with real Django, and serve it."""
    from app.jobs.demo import DemoError, build  # noqa: PLC0415 - Django and Git are needed only here

    with tempfile.TemporaryDirectory(prefix="driftboard-demo-") as folder:
        said.print("Building the demo: a Git repository and its sandboxes, by Django's own migrate …")
        try:
            settings = build(Path(folder), report=lambda line: said.print(f"  {line}"))
        except DemoError as error:
            _stop(str(error))
        said.print(
            "To connect your own: write a driftboard.toml (README, “Connect an environment”) and run again."
        )
        _serve(settings, host=host, port=port, collecting=True)


def _serve(settings: Settings, *, host: str, port: int, collecting: bool) -> None:
    import uvicorn  # noqa: PLC0415 - `compare` should start quickly

    from app.jobs.schedule import Schedule  # noqa: PLC0415
    from app.main import create_app  # noqa: PLC0415

    with _store(settings) as store:
        for added in release_jobs.add_all(store, settings, now=_now):
            if added.problem:
                said.print(f"{added.project} {added.label}: {added.problem}", style="yellow", markup=False)
        schedule = Schedule(store, settings, _now)
        if collecting:
            schedule.start()
        # uvicorn raises the signal again when it has shut down; what follows should still be cleaned up.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        said.print(f"Driftboard is at http://{host}:{port}/  (Ctrl+C stops it)")
        try:
            uvicorn.run(create_app(settings, store, now=_now), host=host, port=port, log_level="warning")
        finally:
            schedule.stop()


@contextmanager
def _progress(total: int) -> Iterator[Report]:
    """A moving bar on a terminal, a line for each environment in a pipe."""

    def line(one: Collected) -> None:
        what = one.cause.sentence if one.cause else f"{len(one.history.rows) if one.history else 0} rows"
        said.print(f"{one.environment}: {what}{'' if one.is_new or one.cause else ', unchanged'}")

    if not said.is_terminal:
        yield line
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415

    with Progress(
        TextColumn("collecting"), BarColumn(), MofNCompleteColumn(), console=said, transient=True
    ) as bar:
        task = bar.add_task("", total=total)

        def advance(one: Collected) -> None:
            if one.cause:
                line(one)
            bar.advance(task)

        yield advance


def _history(text: str) -> History:
    return collectors.history(text) if "://" in text else read_document(Path(text))


def _settings_of(pairs: list[str]) -> dict[str, str]:
    settings = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign or not name or not value:
            _stop(f"--setting looks like AUTH_USER_MODEL=users.User, not {pair}.")
        settings[name] = value
    return settings


def _settings(config: Path) -> Settings:
    try:
        return load(config, os.environ)
    except ConfigError as error:
        _stop(str(error))


@contextmanager
def _store(settings: Settings) -> Iterator[Store]:
    try:
        store = open_store(settings.database_url)
    except StoreError as error:
        _stop(str(error))
    try:
        yield store
    finally:
        store.close()


def _now() -> datetime:
    return datetime.now(UTC)


def _stop(sentence: str) -> NoReturn:
    """Say in one sentence why nothing was done."""
    said.print(sentence, style="red", markup=False)
    raise typer.Exit(NOT_COMPARED)
