"""`driftboard collect`: read the environments once."""

from typing import Annotated

import typer

from app.cli import collected as collected_words
from app.cli.arguments.options import DEFAULT_CONFIG, ConfigOption, load_settings, now, store_of
from app.cli.output import console, progress, stop
from app.config import Environment, Project
from app.jobs import collection
from app.store import environments as stored_environments


def collect(
    environments: Annotated[
        list[str] | None, typer.Argument(help="Slugs, or project/slug; all when left out.")
    ] = None,
    *,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """
    Read the environments' histories once and keep them. Exits 1 when a database or a schema could not be read.

    A dashboard shows what its own configuration file names: one that is collected with another file does not appear.
    """
    settings = load_settings(config)
    names = set(environments or ())
    failed = False
    matches = set()
    collected: set[tuple[str, str]] = set()
    pushed: set[tuple[str, str]] = set()
    with store_of(settings) as store:
        with store.reading() as session:
            before = stored_environments.last_seen(session)
        for project in settings.projects:
            selection = [
                environment
                for environment in project.environments
                if not names or _names(project, environment) & names
            ]
            for environment in selection:
                (collected if environment.databases else pushed).add((project.slug, environment.slug))
            matches |= {name for environment in selection for name in _names(project, environment)}
            with progress(selection) as advance:
                for result in collection.collect(store, project.slug, selection, now=now, report=advance):
                    failed = failed or result.has_failed
    unknown = sorted(names - matches)
    if collected:
        console.print(collected_words.place(settings, config), markup=False)
        for sentence in (
            *collected_words.new_ones(collected, before),
            *collected_words.unnamed(settings, config, before, now=now()),
        ):
            console.print(sentence, style="yellow", markup=False)
    for sentence in collected_words.pushed_ones(pushed if names else ()):
        console.print(sentence, style="yellow", markup=False)
    if unknown:
        stop(f"No environment is called {', '.join(unknown)} in {config.absolute()}.")
    if failed:
        raise typer.Exit(1)


def _names(project: Project, environment: Environment) -> set[str]:
    """The words that name an environment: its slug, with or without that of its project."""
    return {environment.slug, f"{project.slug}/{environment.slug}"}
