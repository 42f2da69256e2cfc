"""`driftboard releases`: what the code says, and the labels people know it by."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.given import (
    DEFAULT_CONFIG,
    ConfigOption,
    DjangoOption,
    OverlayOption,
    RootOption,
    SettingOption,
    configured,
    now,
    opened,
    settings_of,
)
from app.cli.saying import said, stop
from app.config import ReleaseSource
from app.jobs import releases as release_jobs
from app.sources import SourceError

commands = typer.Typer(no_args_is_help=True, help="What the code says: releases and their labels.")


@commands.command("add")
def add_release(  # noqa: PLR0913 - as `compare`
    source: Annotated[Path, typer.Argument(help="A directory of source, or a manifest file.")],
    *,
    label: Annotated[str, typer.Option(help="What people call it: main, v1.2.")],
    project: Annotated[
        str | None, typer.Option(help="The project's slug; not needed when there is one.")
    ] = None,
    django: DjangoOption = None,
    setting: SettingOption = None,
    root: RootOption = None,
    overlay: OverlayOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Keep a release under a label."""
    settings = configured(config)
    slugs = [one.slug for one in settings.projects]
    if project is None and len(slugs) == 1:
        project = slugs[0]
    if project not in slugs:
        stop(f"Say which project with --project: {', '.join(slugs) or 'none is configured'}.")
    wanted = ReleaseSource(
        label, source, django, settings_of(setting or []), roots=tuple(root or ()), overlay=overlay
    )
    try:
        with opened(settings) as store:
            release = release_jobs.add_from_source(store, project, wanted, now=now)
    except SourceError as error:
        stop(str(error))
    typer.echo(f"{label} is {release.fingerprint[:8]}: {len(release.migrations)} migrations.")
    for entry in release.unreadable:
        said.print(f"unreadable: {entry}", style="yellow")
