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
    followed = [project for project in settings.projects if project.repository is not None]
    if not followed:
        stop(f"No project of {config} has a repository; name one under [projects.<name>.repository].")
    failed = False
    with store_of(settings) as store:
        for project in followed:
            found = follow_repository(store, project, now=now, again=again)
            for line in report_lines(found):
                typer.echo(line)
            for problem in problems(found):
                console.print(problem, style="yellow", markup=False)
                failed = True
            for one in found.labels:
                for entry in one.release.unreadable if one.release else ():
                    console.print(f"{one.label}: unreadable: {entry}", style="yellow", markup=False)
    if failed:
        raise typer.Exit(1)


def report_lines(found: FollowResult) -> list[str]:
    """What came of one repository: a line for each label that moved, and the number of commits."""
    lines = [_line(one) for one in found.labels if one.release is not None]
    moved = "no label moved" if not found.labels else f"{len(found.labels)} moved"
    return [*lines, f"{found.project}: {moved}, {found.commits} new commits that matter."]


def problems(found: FollowResult) -> list[str]:
    """What could not be read, a sentence each."""
    return [
        *(f"{found.project}: {problem}" for problem in found.problems),
        *(f"{found.project} {one.label}: {one.problem}" for one in found.labels if one.problem),
    ]


def _line(one: FollowedLabel) -> str:
    assert one.release is not None  # noqa: S101 - for the type checker
    return f"{one.label}  {one.commit[:7]}  {one.release.fingerprint[:8]}  {len(one.release.migrations)} migrations"
