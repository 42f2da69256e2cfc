"""`driftboard serve` and `driftboard demo`: the dashboard with the user's environments, or with those of the demo."""

import os
import signal
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from app.cli.arguments.options import DEFAULT_CONFIG, ConfigOption, current_settings, now, store_of
from app.cli.output import console, progress, stop
from app.cli.serving.ending import Ending
from app.cli.serving.garbage import freeze_what_lasts
from app.cli.start import read_code, refuse_busy_port, refuse_without_apprise, refuse_without_sign_in, warm_up
from app.config import CurrentSettings, Settings
from app.jobs import collection
from app.store.engine import Store
from app.web.server.door import Listening
from app.web.urls.environment import EnvironmentAddress
from app.web.urls.pages import home


def serve(
    *,
    config: ConfigOption = DEFAULT_CONFIG,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 8000,
    collecting: Annotated[
        bool, typer.Option("--collect/--no-collect", help="Or serve what is stored.")
    ] = True,
    insecure: Annotated[
        bool, typer.Option("--insecure-no-sign-in", help="Show everything to whoever reaches the address.")
    ] = False,
) -> None:
    """
    Serve the dashboard, and collect at the configured interval.

    The configuration file is read again when it has changed, and on SIGHUP. Another database of the store, and another
    host or port, take a restart.
    """
    refuse_busy_port(host, port)
    with Ending() as ending:
        current = current_settings(config)
        listening = Listening(host, without_sign_in=insecure)
        refuse_without_sign_in(listening, current.settings)
        refuse_without_apprise(current.settings)
        _serve(ending, current, listening, port=port, collecting=collecting)


def demo(
    *,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 8000,
    insecure: Annotated[
        bool, typer.Option("--insecure-no-sign-in", help="Show everything to whoever reaches the address.")
    ] = False,
) -> None:
    """Build the story of a blocked sandbox in a temporary folder, with real Django, and serve it."""
    from app.jobs.demo import DemoError, build, hand_over  # noqa: PLC0415 - Django and Git are needed only here

    listening = Listening(host, without_sign_in=insecure)
    refuse_busy_port(host, port)
    refuse_without_sign_in(listening, None)
    with Ending() as ending, tempfile.TemporaryDirectory(prefix="driftboard-demo-") as folder:
        console.print("Building the demo: a Git repository and its sandboxes, by Django's own migrate …")
        try:
            settings = build(Path(folder), report=lambda line: console.print(f"  {line}"))
        except DemoError as error:
            stop(str(error))
        console.print(
            "To connect your own: write a driftboard.toml (README, “Connect your first environment”), run again."
        )
        first = partial(hand_over, folder=Path(folder), settings=settings, at=now())
        _serve(ending, CurrentSettings(settings), listening, port=port, first=first)


def _serve(  # noqa: PLR0913 - what is served, and where
    ending: Ending,
    current: CurrentSettings,
    listening: Listening,
    *,
    port: int,
    collecting: bool = True,
    first: Callable[[Store], None] | None = None,
) -> None:
    """
    Serve until the process is stopped.

    With `first` that and one collection come before, so that the first page is whole.
    """
    import structlog  # noqa: PLC0415 - `compare` should start quickly

    from app.cli.serving.log_lines import in_one_line  # noqa: PLC0415
    from app.cli.serving.server import Server  # noqa: PLC0415
    from app.jobs.schedule import Schedule  # noqa: PLC0415
    from app.jobs.settings_watch import SettingsWatch  # noqa: PLC0415
    from app.main import create_app  # noqa: PLC0415
    from app.web.announcements import Judge  # noqa: PLC0415

    # Standard output is for the words of the command; the log goes to standard error, as uvicorn's does.
    structlog.configure(
        [in_one_line, *structlog.get_config()["processors"]],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    freeze_what_lasts()
    settings = current.settings
    with store_of(settings) as store:
        schedule = Schedule(store, current, now, judge=Judge())
        watch = SettingsWatch(store, current, schedule.wake, now)
        _reload_on_hangup(watch.ask)
        read_code(store, settings, now=now)
        if first is not None:
            first(store)
        for project in settings.projects if first else ():
            with progress(project.environments) as advance:
                collection.collect(store, project.slug, project.environments, now=now, report=advance)
        watch.start()
        if collecting:
            schedule.start()
        console.print(f"Driftboard is at http://{listening.host}:{port}/  (Ctrl+C stops it)")
        try:
            patterns = _first_patterns(settings) if first else ()
            app = create_app(
                current,
                store,
                now=now,
                is_turning=schedule.is_turning,
                listening=listening,
                first_patterns=patterns,
            )
            warm_up(app, settings)
            Server(app, host=listening.host, port=port, ending=ending).run()
        finally:
            watch.stop()
            schedule.stop()


def _first_patterns(settings: Settings) -> tuple[str, ...]:
    """Where the walk of the demo's `/patterns` begins: each fleet and each environment."""
    return tuple(
        address
        for project in settings.projects
        for address in (
            home(project.slug),
            *(EnvironmentAddress.live(project.slug, one.slug).path for one in project.environments),
        )
    )


def _reload_on_hangup(ask: Callable[[], None]) -> None:
    """Read the configuration again on SIGHUP. A terminal that is closed sends it too, and that ends the command."""
    terminal = sys.stdin.isatty() if sys.stdin else False

    def hangup(*_: object) -> None:
        if terminal and not os.isatty(0):
            signal.raise_signal(signal.SIGTERM)
        ask()

    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, hangup)
