"""`driftboard follow`: bring the labels of the projects' repositories up to date."""

from typing import Annotated

import typer

from app.cli.options import DEFAULT_CONFIG, ConfigOption, load_settings, now, store_of
from app.cli.output import console, stop
from app.jobs.follow import FollowedLabel, FollowResult
from app.jobs.follow import follow as follow_repository

AgainOption = Annotated[
    bool,
    typer.Option(
        "--again", help="Also read what has not moved, unless it is complete: after a change of its settings."
    ),
]


def follow(*, config: ConfigOption = DEFAULT_CONFIG, again: AgainOption = False) -> None:
    """Read the branches and tags that moved, and what new commits did. Exits 1 when one of them could not be read."""
    settings = load_settings(config)
    projects = [project for project in settings.projects if project.repository is not None]
    if not projects:
        stop(f"No project of {config} has a repository; name one under [projects.<name>.repository].")
    failed = False
    with store_of(settings) as store:
        for project in projects:
            result = follow_repository(store, project, now=now, again=again)
            for line in report_lines(result):
                typer.echo(line)
            for problem in problems(result):
                console.print(problem, style="yellow", markup=False)
                failed = True
            for label in result.labels:
                for entry in label.release.unreadable if label.release else ():
                    console.print(f"{label.label}: unreadable: {entry}", style="yellow", markup=False)
    if failed:
        raise typer.Exit(1)


def report_lines(result: FollowResult) -> list[str]:
    """The result for one repository: a line for each label that moved, and one with the number of commits."""
    lines = [_line(label) for label in result.labels if label.release is not None]
    moves = "no label moved" if not result.labels else f"{len(result.labels)} moved"
    return [*lines, f"{result.project}: {moves}, {result.commits} new commits that matter."]


def problems(result: FollowResult) -> list[str]:
    """A sentence for each thing that could not be read."""
    return [
        *(f"{result.project}: {problem}" for problem in result.problems),
        *(f"{result.project} {label.label}: {label.problem}" for label in result.labels if label.problem),
    ]


def _line(label: FollowedLabel) -> str:
    release = label.release
    assert release is not None  # noqa: S101 - for the type checker
    return (
        f"{label.label}  {label.commit[:7]}  {release.fingerprint[:8]}  {len(release.migrations)} migrations"
    )
