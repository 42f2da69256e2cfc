"""`driftboard follow`: bring the labels of the projects' repositories up to date."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

import typer

from app.cli.arguments.options import DEFAULT_CONFIG, ConfigOption, load_settings, now, store_of
from app.cli.arguments.reading import Reading, reads_source
from app.cli.arguments.releases import ProjectOption
from app.cli.output import console, stop
from app.config import Project
from app.domain.english import visible
from app.domain.release import Unreadable
from app.jobs.follow import FollowedLabel, FollowResult
from app.jobs.follow import follow as follow_repository

MAX_SHOWN_LABELS = 3
"""The most labels that a line names; the others are a number."""

AgainOption = Annotated[
    bool,
    typer.Option(
        "--again", help="Also read what has not moved, unless it is complete: after a change of its settings."
    ),
]


@reads_source
def follow(
    *,
    config: ConfigOption = DEFAULT_CONFIG,
    again: AgainOption = False,
    project: ProjectOption = None,
    reading: Reading,
) -> None:
    """
    Read the branches and tags that moved, and what new commits did. Exits 1 when one of them could not be read.

    The options on reading count for this run, before the keys of driftboard.toml.
    """
    settings = load_settings(config)
    projects = [
        each
        for each in settings.projects
        if each.repository is not None and (project is None or each.slug == project)
    ]
    if not projects:
        stop(f"No project of {config} has a repository; name one under [projects.<name>.repository].")
    if len(projects) > 1 and reading.is_told:
        stop(f"Say which project with --project: {', '.join(each.slug for each in projects)}.")
    projects = [_told(each, reading) for each in projects]
    failed = False
    with store_of(settings) as store:
        for each in projects:
            result = follow_repository(store, each, now=now, again=again)
            for text in report_lines(result):
                typer.echo(visible(text))
            for problem in problems(result):
                console.print(problem, style="yellow", markup=False)
                failed = True
            for text in unreadable_lines(result):
                console.print(text, style="yellow", markup=False)
    if failed:
        raise typer.Exit(1)


def report_lines(result: FollowResult) -> list[str]:
    """The result for one repository: a line for each label that moved, and one with the number of commits."""
    lines = [_line(label) for label in result.labels if label.release is not None]
    moved = [label for label in result.labels if not label.has_no_migrations]
    moves = f"{len(moved)} moved" if moved else "no label moved"
    empty = [label.label for label in result.labels if label.has_no_migrations]
    if empty:
        verb = "has no migrations and is" if len(empty) == 1 else "have no migrations and are"
        lines.append(f"{result.project}: {_names(empty)} {verb} passed over.")
    return [*lines, f"{result.project}: {moves}, {result.commits} new commits that matter."]


def unreadable_lines(result: FollowResult) -> list[str]:
    """A line for each place that could not be read, however many labels have it; the most frequent first."""
    labels: dict[tuple[str, str], list[str]] = {}
    first: dict[tuple[str, str], Unreadable] = {}
    for label in result.labels:
        for entry in label.release.unreadable if label.release else ():
            labels.setdefault((entry.path, entry.reason), []).append(label.label)
            first.setdefault((entry.path, entry.reason), entry)
    return [
        f"{_names(names)}: unreadable: {first[cause]}"
        for cause, names in sorted(labels.items(), key=lambda item: (-len(item[1]), item[0]))
    ]


def _names(labels: Sequence[str]) -> str:
    """The labels, the first of them by name where there are many."""
    if len(labels) <= MAX_SHOWN_LABELS + 1:
        return ", ".join(labels)
    return f"{', '.join(labels[:MAX_SHOWN_LABELS])} and {len(labels) - MAX_SHOWN_LABELS} more"


def problems(result: FollowResult) -> list[str]:
    """A sentence for each thing that could not be read."""
    return [
        *(f"{result.project}: {problem}" for problem in result.problems),
        *(f"{result.project} {label.label}: {label.problem}" for label in result.labels if label.problem),
    ]


def _told(project: Project, reading: Reading) -> Project:
    """The project, whose repository is read with what the options say."""
    source = project.repository
    assert source is not None  # noqa: S101 - for the type checker
    return replace(project, repository=replace(source, reading=reading.before(source.reading)))


def _line(label: FollowedLabel) -> str:
    release = label.release
    assert release is not None  # noqa: S101 - for the type checker
    return (
        f"{label.label}  {label.commit[:7]}  {release.fingerprint[:8]}  {len(release.migrations)} migrations"
    )
