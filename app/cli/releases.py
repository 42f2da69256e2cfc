"""
`driftboard releases`: adds, lists, shows and compares releases, and removes labels.

The exit code of `diff` is 0 when nothing was edited after its release, 1 when something was, and 2 when it is not
known: an app, a file or an operation could not be compared.
"""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from app.cli.arguments import known_releases
from app.cli.arguments.known_releases import MAX_LABELS
from app.cli.arguments.options import (
    DEFAULT_CONFIG,
    ConfigOption,
    DjangoOption,
    FolderOption,
    RefOption,
    SettingOption,
    load_settings,
    now,
    store_of,
)
from app.cli.arguments.reading import Reading, reads_source, settings_of
from app.cli.arguments.releases import (
    ProjectOption,
    ReleaseArgument,
    ReleaseArguments,
    distinct_names,
    find_releases,
    project_of,
)
from app.cli.output import EXIT_NOT_DONE, console, stop
from app.config import ReleaseSource
from app.domain.difference import difference
from app.domain.difference.consequences import ReleaseNames
from app.domain.english import listed
from app.domain.provenance.age import direction
from app.domain.provenance.code_history import NO_HISTORY
from app.domain.reports import difference as difference_report
from app.domain.reports import labels
from app.domain.reports import release as release_report
from app.jobs import label_removal
from app.jobs import releases as release_jobs
from app.sources import SourceError
from app.store import releases as stored_releases
from app.versions import version_of

EXIT_EDITED = 1

FormatOption = Annotated[str, typer.Option("--format", help="text or json.")]

commands = typer.Typer(no_args_is_help=True, add_completion=False)


@commands.callback()
def about() -> None:
    """What the code says: releases and their labels."""


@commands.command("add")
@reads_source
def add_release(  # noqa: PLR0913 - as `compare`
    source: Annotated[
        Path, typer.Argument(help="A directory of source, a manifest file, or with --ref a Git repository.")
    ],
    *,
    label: Annotated[str, typer.Option(help="What people call it: main, v1.2.")],
    project: ProjectOption = None,
    reading: Reading,
    ref: RefOption = None,
    folder: FolderOption = "",
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Keep a release under a label."""
    settings = load_settings(config)
    slug = project_of(settings, project)
    release_source = reading.before(ReleaseSource(label, source, ref=ref, folder=folder))
    try:
        with store_of(settings) as store:
            release = release_jobs.add_from_source(store, slug, release_source, now=now)
    except SourceError as error:
        stop(str(error))
    typer.echo(f"{label} is {release.fingerprint[:8]}: {len(release.migrations)} migrations.")
    for entry in release.unreadable:
        console.print(f"unreadable: {entry}", style="yellow")


@commands.command("list")
def list_releases(
    *, project: ProjectOption = None, output: FormatOption = "text", config: ConfigOption = DEFAULT_CONFIG
) -> None:
    """Every label and what it points to, in the order of the code: branches, then versions, the newest first."""
    settings = load_settings(config)
    found = settings.project(project_of(settings, project))
    assert found is not None  # noqa: S101 - for the type checker
    with store_of(settings) as store:
        labelled = known_releases.labels_in_order(store, found)
    _print(output, labels.report(labelled), labels.plain(labelled))


@commands.command("remove")
def remove_label(
    label: Annotated[str, typer.Argument(help="The label, as `list` shows it.")],
    *,
    project: ProjectOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """
    Take a label out of lists and pickers.

    Its release is kept, and pinned addresses show it as before. When the label is added again it is back.
    """
    settings = load_settings(config)
    found = settings.project(project_of(settings, project))
    assert found is not None  # noqa: S101 - for the type checker
    reason = label_removal.comes_back(found, label, file=config.name)
    if reason:
        stop(reason)
    with store_of(settings) as store, store.writing() as session:
        pointer = stored_releases.remove(session, found.slug, label, at=now())
        names = sorted(known.label for known in stored_releases.labels(session, found.slug))
    if pointer is None:
        hint = f"Known are {listed(names, MAX_LABELS)}." if names else "No label is known."
        stop(f"{found.slug} has no label {label}. {hint}")
    typer.echo(
        f"{label} is removed; it pointed to {pointer.fingerprint[:8]}, which is kept. "
        "Pinned addresses show it as before, and adding the label again brings it back."
    )
    warning = label_removal.left_without_a_release(found, label, file=config.name)
    if warning:
        console.print(warning, style="yellow", markup=False)


@commands.command("show")
def show_release(  # noqa: PLR0913 - as `add`
    release: ReleaseArgument,
    *,
    project: ProjectOption = None,
    output: FormatOption = "text",
    django: DjangoOption = None,
    setting: SettingOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """What a release holds: its apps and their last migrations, squashes, and what could not be read."""
    (known_release,) = find_releases(
        [release], ReleaseArguments(project, django, settings_of(setting or []), config)
    )
    _print(
        output,
        release_report.report(known_release.release, known_release.name),
        release_report.plain(known_release.release, known_release.name),
    )


@commands.command("diff")
def diff_releases(  # noqa: PLR0913 - as `add`
    before: ReleaseArgument,
    after: ReleaseArgument,
    *,
    project: ProjectOption = None,
    output: FormatOption = "text",
    django: DjangoOption = None,
    setting: SettingOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """What changed from one release to another; what was edited after its release comes first."""
    old, new = find_releases(
        [before, after], ReleaseArguments(project, django, settings_of(setting or []), config)
    )
    changes, names = difference(old.release, new.release), ReleaseNames(*distinct_names(old, new))
    towards = direction(old.release, new.release, names, NO_HISTORY, version_of)
    _print(
        output,
        difference_report.report(changes, names, towards),
        difference_report.plain(changes, names, towards),
    )
    if changes.is_edited:
        raise typer.Exit(EXIT_EDITED)
    if not changes.is_whole:
        console.print("Not known: what could not be read may have been edited.", style="yellow")
        raise typer.Exit(EXIT_NOT_DONE)


def _print(output: str, document: dict[str, Any], text: str) -> None:
    if output not in ("text", "json"):
        stop(f"--format is text or json, not {output}.")
    sys.stdout.write((json.dumps(document, indent=2) if output == "json" else text) + "\n")
