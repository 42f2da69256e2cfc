"""`driftboard blame`: the commit that put a migration, and each of its edges, where they are."""

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from app.cli.arguments.options import (
    DEFAULT_CONFIG,
    ConfigOption,
    DjangoOption,
    FolderOption,
    SettingOption,
    load_settings,
    store_of,
)
from app.cli.arguments.reading import Reading
from app.cli.output import console, stop
from app.config import Project, Settings
from app.domain.english import listed
from app.domain.keys import MigrationKey
from app.domain.provenance import CodeHistory
from app.domain.provenance.blame import Blame
from app.domain.provenance.blame import blame as blame_of
from app.domain.provenance.code_history import RefKind
from app.domain.release import Release
from app.domain.reports.blame import plain, report
from app.sources import ReadingOptions, SourceError
from app.sources.git import GitRef, Repository
from app.sources.git import history as code_history
from app.store import codehistory, releases

MAX_LABELS = 5
"""A message names this many labels and counts the others."""

HEAD_LABEL = "\0asked for"
"""A label for the commit in question. No branch can have this name."""


def blame(  # noqa: PLR0913 - the command has so many options
    migration: Annotated[str, typer.Argument(help="Such as orders.0001_initial.")],
    *,
    ref: Annotated[str | None, typer.Option(help="A label, or in a repository any commit.")] = None,
    repository: Annotated[
        Path | None, typer.Option(help="A Git repository; no configuration is needed then.")
    ] = None,
    folder: FolderOption = "",
    django: DjangoOption = None,
    setting: SettingOption = None,
    project: Annotated[
        str | None, typer.Option(help="The project's slug; not needed when there is one.")
    ] = None,
    output: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Say which commit put a migration, and each of its edges, where they are. Exits 1 when none is known."""
    if output not in ("text", "json"):
        stop(f"--format is text or json, not {output}.")
    try:
        key = MigrationKey.parse(migration)
    except ValueError as error:
        stop(f"{error}.")
    if repository is not None:
        reading = Reading(django, setting).options
        answer = _blame_in_repository(key, repository, folder=folder, ref=ref, reading=reading)
    else:
        settings = load_settings(config)
        answer = _blame_in_store(key, settings, _project(settings, project), ref)
    sys.stdout.write((json.dumps(report(answer), indent=2) if output == "json" else plain(answer)) + "\n")
    if answer.file is None:
        raise typer.Exit(1)


def _blame_in_repository(
    key: MigrationKey, path: Path, *, folder: str, ref: str | None, reading: ReadingOptions
) -> Blame:
    """The blame from a Git repository. Every branch and tag is read."""
    try:
        with Repository(path, folder=folder) as repository:
            head = repository.commit(ref or "HEAD")
            refs = repository.refs()
            history = code_history.read(
                repository, (*refs, GitRef(HEAD_LABEL, RefKind.BRANCH, head)), options=reading
            )
            release = _release(repository, head, reading)
    except SourceError as error:
        stop(str(error))
    commit = next(ref.commit for ref in history.refs if ref.label == HEAD_LABEL)
    history = replace(history, refs=tuple(ref for ref in history.refs if ref.label != HEAD_LABEL))
    _print_shallow_note(history)
    return blame_of(history, key, head=commit, now=release.migrations.get(key) if release else None)


def _release(repository: Repository, commit: str, reading: ReadingOptions) -> Release | None:
    """The release at the commit, or None. It decides where two lines of commits disagree."""
    try:
        return repository.release(commit, replace(reading, django=reading.django or "5.2"))
    except SourceError:
        return None


def _blame_in_store(key: MigrationKey, settings: Settings, project: Project, ref: str | None) -> Blame:
    """The blame from the store, as the repository was followed last."""
    with store_of(settings) as store, store.reading() as session:
        history = codehistory.of_project(session, project.slug)
        label = ref or project.release
        release = releases.with_label(session, project.slug, label) if label else None
        head = history.head_of(release) if release else history.commit_of(label)
    if not history.commits:
        stop(_nothing_known(history, project))
    if ref is not None and head is None:
        stop(_no_commit(history, ref))
    _print_shallow_note(history)
    return blame_of(history, key, head=head, now=release.migrations.get(key) if release else None)


def _nothing_known(history: CodeHistory, project: Project) -> str:
    """Why no commit is stored, and what to do about it."""
    if project.repository is None:
        return (
            f"Nothing is known of the code of {project.slug}: name its repository under "
            f"[projects.{project.slug}.repository] and run driftboard follow, or give one with --repository."
        )
    if not history.refs:
        return f"The repository of {project.slug} was not read yet: run driftboard follow."
    labels = listed((ref.label for ref in history.labels), MAX_LABELS)
    return (
        f"No commit of {labels} has a migration that could be read in the repository of {project.slug}. Where they "
        f"have some, see whether folder, labels and migration_modules of [projects.{project.slug}.repository] fit."
    )


def _no_commit(history: CodeHistory, ref: str) -> str:
    """Why a label or a commit leads to no stored commit."""
    if any(label.label == ref for label in history.refs):
        return (
            f"{ref} is followed, but neither its commit nor one before it has a migration that could be read."
        )
    labels = listed((label.label for label in reversed(history.labels)), MAX_LABELS)
    return f"No commit of {ref} is known; known are {labels}."


def _project(settings: Settings, slug: str | None) -> Project:
    """The project with this slug, or the only one. Else the command ends with a sentence."""
    slugs = [project.slug for project in settings.projects]
    if slug is None and len(slugs) == 1:
        slug = slugs[0]
    project = settings.project(slug) if slug else None
    if project is None:
        stop(f"Say which project with --project: {', '.join(slugs) or 'none is configured'}.")
    return project


def _print_shallow_note(history: CodeHistory) -> None:
    first_commits = [str(commit) for commit in history.commits.values() if commit.is_cut]
    if first_commits:
        console.print(
            f"The clone is shallow and begins with {listed(first_commits, MAX_LABELS)}; what was before is not known.",
            style="yellow",
            markup=False,
        )
