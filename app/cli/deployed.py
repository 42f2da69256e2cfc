"""`driftboard deployed`: tells which release runs in an environment from now on."""

from datetime import datetime
from typing import Annotated

import typer

from app.cli.arguments.options import DEFAULT_CONFIG, ConfigOption, load_settings, now, store_of
from app.cli.arguments.releases import ProjectOption, project_of
from app.cli.output import console, stop
from app.domain.fleet.deployment import COMMIT, MAX_LABEL_LENGTH, Deployment, is_label
from app.domain.fleet.deployment import deployed as label_of
from app.domain.json_values import ManifestError, moment
from app.store import clock, releases
from app.store.pushed import deployments


def deployed(  # noqa: PLR0913 - the facts of a deployment
    environment: Annotated[str, typer.Argument(help="The environment's slug.")],
    release: Annotated[
        str | None, typer.Argument(metavar="LABEL", help="The label of what was deployed, such as v1.2.")
    ] = None,
    *,
    commit: Annotated[str | None, typer.Option(help="Its commit, 7 hex digits or more.")] = None,
    at: Annotated[
        str | None,
        typer.Option(help="When, with the offset from UTC, such as 2026-11-29T23:00:00Z. It is only shown."),
    ] = None,
    project: ProjectOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Say that a release was deployed: the environment is held against it from now on."""
    settings = load_settings(config)
    slug = project_of(settings, project)
    slugs = [each.slug for of in settings.projects if of.slug == slug for each in of.environments]
    if environment not in slugs:
        stop(f"There is no environment {environment} in {slug}: {', '.join(slugs) or 'it has none'}.")
    if release is None and commit is None:
        stop("Say what was deployed: a label, or --commit.")
    if release is not None and not is_label(release):
        stop(f"A label is a name of at most {MAX_LABEL_LENGTH} characters, such as v1.2.")
    if commit is not None and not COMMIT.fullmatch(commit):
        stop(f"--commit takes 7 hex digits or more, not {commit}.")
    told = Deployment(environment, release, commit.lower() if commit else None, now(), _moment(at))
    with store_of(settings) as store, store.writing() as session:
        clock.correct(session, slug, at=told.received_at)
        added = deployments.add(session, slug, told)
        label = label_of(told, releases.all_labels(session, slug))
    if added is None:
        typer.echo(f"{environment} runs {told.name}, as was told before.")
    else:
        typer.echo(f"{environment} runs {told.name} from now on.")
    if label is None:
        console.print(
            f"No release {told.name} is known yet: until then nothing is judged there.", markup=False
        )


def _moment(text: str | None) -> datetime | None:
    """The moment that `--at` says. One of another form ends the command with a sentence."""
    try:
        return None if text is None else moment(text)
    except ManifestError:
        stop(f"--at looks like 2026-11-29T23:00:00Z, not {text}.")
