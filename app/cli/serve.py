"""`driftboard serve` and `driftboard demo`: the dashboard with the user's environments, or with those of the demo."""

import signal
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from app.cli.follow import problems
from app.cli.options import DEFAULT_CONFIG, ConfigOption, load_settings, now, store_of
from app.cli.output import console, progress, stop
from app.config import Settings
from app.jobs import collection
from app.jobs import releases as release_jobs
from app.jobs.follow import follow


def serve(
    *,
    config: ConfigOption = DEFAULT_CONFIG,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 8000,
    collecting: Annotated[
        bool, typer.Option("--collect/--no-collect", help="Or serve what is stored.")
    ] = True,
) -> None:
    """Serve the dashboard, and collect at the configured interval."""
    _serve(load_settings(config), host=host, port=port, collecting=collecting)


def demo(
    *,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 8000,
) -> None:
    """Build the story of a blocked sandbox in a temporary folder, with real Django, and serve it."""
    from app.jobs.demo import DemoError, build  # noqa: PLC0415 - Django and Git are needed only here

    with tempfile.TemporaryDirectory(prefix="driftboard-demo-") as folder:
        console.print("Building the demo: a Git repository and its sandboxes, by Django's own migrate …")
        try:
            settings = build(Path(folder), report=lambda line: console.print(f"  {line}"))
        except DemoError as error:
            stop(str(error))
        console.print(
            "To connect your own: write a driftboard.toml (README, “Connect your first environment”), run again."
        )
        _serve(settings, host=host, port=port, first=True)


def _serve(settings: Settings, *, host: str, port: int, collecting: bool = True, first: bool = False) -> None:
    """Serve until the process is stopped. With `first` one collection comes before, so that the first page is whole."""
    import structlog  # noqa: PLC0415 - `compare` should start quickly
    import uvicorn  # noqa: PLC0415

    from app.jobs.schedule import Schedule  # noqa: PLC0415
    from app.main import create_app  # noqa: PLC0415

    # Standard output is for the words of the command; the log goes to standard error, as uvicorn's does.
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    with store_of(settings) as store:
        for result in release_jobs.add_all(store, settings, now=now):
            if result.problem:
                console.print(
                    f"{result.project} {result.label}: {result.problem}", style="yellow", markup=False
                )
        for project in settings.projects:
            for problem in problems(follow(store, project, now=now)):
                console.print(problem, style="yellow", markup=False)
        for project in settings.projects if first else ():
            with progress(len(project.environments)) as advance:
                collection.collect(store, project.slug, project.environments, now=now, report=advance)
        schedule = Schedule(store, settings, now)
        if collecting:
            schedule.start()
        # uvicorn raises the signal again when it has shut down. As SystemExit the clean-up below still runs.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        console.print(f"Driftboard is at http://{host}:{port}/  (Ctrl+C stops it)")
        try:
            uvicorn.run(create_app(settings, store, now=now), host=host, port=port, log_level="warning")
        finally:
            schedule.stop()
