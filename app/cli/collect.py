"""`driftboard collect`: read the environments once."""

from typing import Annotated

import typer

from app.cli.options import DEFAULT_CONFIG, ConfigOption, load_settings, now, store_of
from app.cli.output import progress, stop
from app.jobs import collection


def collect(
    environments: Annotated[
        list[str] | None, typer.Argument(help="Slugs, or project/slug; all when left out.")
    ] = None,
    *,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Read the environments' histories once and keep them. Exits 1 when one of them could not be read."""
    settings = load_settings(config)
    wanted = set(environments or ())
    failed = False
    found = set()
    with store_of(settings) as store:
        for project in settings.projects:
            chosen = [
                e for e in project.environments if not wanted or {e.slug, f"{project.slug}/{e.slug}"} & wanted
            ]
            found |= {name for e in chosen for name in (e.slug, f"{project.slug}/{e.slug}")}
            with progress(len(chosen)) as advance:
                for one in collection.collect(store, project.slug, chosen, now=now, report=advance):
                    failed = failed or one.cause is not None
    unknown = sorted(wanted - found)
    if unknown:
        stop(f"No environment is called {', '.join(unknown)} in {config}.")
    if failed:
        raise typer.Exit(1)
