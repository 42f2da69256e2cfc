"""`driftboard blame`: which commit put a migration, and each of its edges, where they are."""

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from app.cli.options import (
    DEFAULT_CONFIG,
    ConfigOption,
    DjangoOption,
    FolderOption,
    SettingOption,
    load_settings,
    reading_options,
    store_of,
)
from app.cli.output import console, stop
from app.config import Project, Settings
from app.domain.keys import MigrationKey
from app.domain.provenance import CodeHistory
from app.domain.provenance.blame import Blame
from app.domain.provenance.blame import blame as blame_of
from app.domain.provenance.code_history import RefKind
from app.domain.release import Release
from app.domain.reports.blame import plain, report
from app.sources import ReadingOptions, SourceError
from app.sources.git import Found, Repository
from app.sources.git import history as code_history
from app.store import codehistory, releases

HEAD_LABEL = "\0asked for"
"""The label under which the commit that was asked for is looked up; no branch can be called so."""


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
        given = reading_options(django, setting, None, None)
        found = _blame_in_repository(key, repository, folder=folder, ref=ref, given=given)
    else:
        settings = load_settings(config)
        found = _blame_in_store(key, settings, _project(settings, project), ref)
    sys.stdout.write((json.dumps(report(found), indent=2) if output == "json" else plain(found)) + "\n")
    if found.file is None:
        raise typer.Exit(1)


def _blame_in_repository(
    key: MigrationKey, path: Path, *, folder: str, ref: str | None, given: ReadingOptions
) -> Blame:
    """Straight from a repository: every branch and tag is read."""
    try:
        with Repository(path, folder=folder) as repository:
            head = repository.commit(ref or "HEAD")
            refs = repository.refs()
            found = code_history.read(repository, (*refs, Found(HEAD_LABEL, RefKind.BRANCH, head)), given=given)
            release = _release(repository, head, given)
    except SourceError as error:
        stop(str(error))
    commit = next(one.commit for one in found.refs if one.label == HEAD_LABEL)
    found = replace(found, refs=tuple(one for one in found.refs if one.label != HEAD_LABEL))
    _print_shallow_note(found)
    return blame_of(found, key, head=commit, now=release.migrations.get(key) if release else None)


def _release(repository: Repository, commit: str, given: ReadingOptions) -> Release | None:
    """The release at the commit, where it can be read: it decides where lines of commits disagree."""
    try:
        return repository.release(commit, replace(given, django=given.django or "5.2"))
    except SourceError:
        return None


def _blame_in_store(key: MigrationKey, settings: Settings, project: Project, ref: str | None) -> Blame:
    """From the store: what was followed last."""
    with store_of(settings) as store, store.reading() as session:
        found = codehistory.of_project(session, project.slug)
        label = ref or project.release
        release = releases.with_label(session, project.slug, label) if label else None
        head = found.head_of(release) if release else found.commit_of(label)
    if not found.commits:
        stop(
            f"Nothing is known of the code of {project.slug}: name its repository under "
            f"[projects.{project.slug}.repository] and run driftboard follow, or give one with --repository."
        )
    if ref is not None and head is None:
        stop(f"No commit of {ref} is known; known are {', '.join(one.label for one in found.labels)}.")
    _print_shallow_note(found)
    return blame_of(found, key, head=head, now=release.migrations.get(key) if release else None)


def _project(settings: Settings, asked: str | None) -> Project:
    slugs = [one.slug for one in settings.projects]
    if asked is None and len(slugs) == 1:
        asked = slugs[0]
    found = settings.project(asked) if asked else None
    if found is None:
        stop(f"Say which project with --project: {', '.join(slugs) or 'none is configured'}.")
    return found


def _print_shallow_note(history: CodeHistory) -> None:
    cut = [str(commit) for commit in history.commits.values() if commit.is_cut]
    if cut:
        console.print(
            f"The clone is shallow and begins with {', '.join(cut)}; what was before is not known.",
            style="yellow",
            markup=False,
        )
