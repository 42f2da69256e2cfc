"""
Following a repository: its branches and tags become releases, and what their commits did is stored.

A label that has a release in the settings is not followed, and a label that still points to the same commit is not
read again. So an exact manifest is never replaced by a release read from the source of the same commit.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from app.config import Project, RepositorySource
from app.domain.label import Label
from app.domain.provenance.code_history import MIN_DIGITS, RefKind
from app.domain.release import Release
from app.jobs.releases import reading_options
from app.jobs.waypoints import FailedReads, add_waypoints
from app.sources import NoMigrations, SourceError
from app.sources.git import GitRef, Repository
from app.sources.git import history as code
from app.store import codehistory, releases
from app.store.engine import Store


@dataclass(frozen=True, slots=True)
class FollowedLabel:
    """
    One label of one project with the release that it points to now, or the problem as a sentence.

    A label that `has_no_migrations` has neither: it is passed over. It is told once, as long as it does not move.
    """

    project: str
    label: str
    commit: str
    release: Release | None = None
    problem: str = ""
    has_no_migrations: bool = False


@dataclass(frozen=True, slots=True)
class FollowResult:
    """The result for one project: labels that moved, the number of new commits, and problems of the repository."""

    project: str
    labels: tuple[FollowedLabel, ...] = ()
    commits: int = 0
    problems: tuple[str, ...] = ()


def follow(
    store: Store,
    project: Project,
    *,
    now: Callable[[], datetime],
    failed_reads: FailedReads | None = None,
    again: bool = False,
) -> FollowResult:
    """
    Bring the labels and the history of the code up to date. Nothing is read where no branch or tag has moved.

    A label that cannot be read does not stop the others; it is added to `failed_reads`, which skips it the next time.
    With `again` a label that has not moved is read too, unless its release is complete: the settings that say how to
    read it may have changed. Raises `StoreError`.
    """
    source = project.repository
    if source is None:
        return FollowResult(project.slug)
    problems: list[str] = []
    labels: tuple[FollowedLabel, ...] = ()
    with Repository(source.reading.path, folder=source.reading.folder) as repository:
        if source.fetch:
            try:
                repository.fetch(timeout=source.fetch_timeout.total_seconds())
            except SourceError as error:
                problems.append(str(error))
        try:
            refs = matching_refs(repository.refs(), source)
            labels = tuple(
                _labels(store, project, repository, refs, now=now, failed_reads=failed_reads, again=again)
            )
            commits = _commits(store, project, repository, refs, now=now)
            add_waypoints(store, project.slug, repository, source.reading, now=now, failed_reads=failed_reads)
        except SourceError as error:
            return FollowResult(project.slug, labels, problems=(*problems, str(error)))
    return FollowResult(project.slug, labels, commits, tuple(problems))


def matching_refs(refs: Iterable[GitRef], source: RepositorySource) -> tuple[GitRef, ...]:
    """The branches and tags that match a glob, with `rank` its index; sorted by rank and name."""
    globs = [_glob(text) for text in source.follow]
    matches = []
    for ref in refs:
        rank = next((rank for rank, glob in enumerate(globs) if glob.fullmatch(ref.label)), None)
        if rank is not None:
            matches.append(replace(ref, rank=rank))
    return tuple(sorted(matches, key=lambda ref: (ref.rank, ref.label)))


def _glob(text: str) -> re.Pattern[str]:
    """A pattern for a glob: `*` is anything but slashes, `**` anything, `?` one character but a slash."""
    parts = re.split(r"(\*\*|\*|\?)", text)
    patterns = {"**": ".*", "*": "[^/]*", "?": "[^/]"}
    return re.compile("".join(patterns.get(part, re.escape(part)) for part in parts))


def _labels(  # noqa: PLR0913 - the facts of one round
    store: Store,
    project: Project,
    repository: Repository,
    refs: Iterable[GitRef],
    *,
    now: Callable[[], datetime],
    failed_reads: FailedReads | None,
    again: bool,
) -> Iterable[FollowedLabel]:
    """Read and store the labels that moved, and those read again that gave another release; yields each."""
    assert project.repository is not None  # noqa: S101 - for the type checker
    reading = project.repository.reading
    configured = {release.label for release in project.releases}
    with store.reading() as session:
        commits = {label.label: label.commit for label in releases.labels(session, project.slug)}
        known_refs = {(ref.label, ref.head) for ref in codehistory.of_project(session, project.slug).refs}
        stored = {
            label: release
            for label, commit in commits.items()
            if (commit is None or again) and (release := releases.with_label(session, project.slug, label))
        }
    for ref in refs:
        identity = (project.slug, ref.label, ref.commit)
        before, is_same = stored.get(ref.label), _is_same(commits.get(ref.label), ref.commit)
        is_exact = before is not None and before.complete and (is_same or before.commit is None)
        if ref.label in configured or is_exact or (is_same and not again):
            continue
        if failed_reads is not None and identity in failed_reads:
            continue
        try:
            release = replace(repository.release(ref.commit, reading_options(reading)), label=ref.label)
        except NoMigrations:
            if failed_reads is not None:
                failed_reads.add(identity)
            if (ref.label, ref.commit) not in known_refs:
                yield FollowedLabel(*identity, has_no_migrations=True)
            continue
        except SourceError as error:
            if failed_reads is not None:
                failed_reads.add(identity)
            yield FollowedLabel(*identity, problem=str(error))
            continue
        if is_same and before is not None and release.fingerprint == before.fingerprint:
            continue
        with store.writing() as session:
            releases.add(session, project.slug, release, label=ref.label, at=now())
        yield FollowedLabel(*identity, release)


def _is_same(prefix: str | None, commit: str) -> bool:
    """Whether an id, perhaps a short one, is the id of this commit."""
    return prefix is not None and len(prefix) >= MIN_DIGITS and commit.startswith(prefix)


def _commits(
    store: Store,
    project: Project,
    repository: Repository,
    refs: tuple[GitRef, ...],
    *,
    now: Callable[[], datetime],
) -> int:
    """
    Store what new commits did, also those of releases that are no branch or tag; the number of new commits.

    A history that was read in another way is read anew, and takes the place of the stored one.
    """
    assert project.repository is not None  # noqa: S101 - for the type checker
    with store.reading() as session:
        stored = codehistory.of_project(session, project.slug)
        stored_reading = codehistory.reading(session, project.slug)
        labels = releases.labels(session, project.slug)
    all_refs = [*refs, *_release_refs(repository, labels, {ref.label for ref in refs})]
    before = {(ref.label, ref.kind, ref.head, ref.rank, ref.committed_at) for ref in stored.refs}
    options = reading_options(project.repository.reading)
    fingerprint = code.reading_fingerprint(repository.folder, options)
    if stored_reading != fingerprint:
        new = code.read(repository, all_refs, outdated=stored, options=options)
        with store.writing() as session:
            return codehistory.replace(session, project.slug, new, fingerprint=fingerprint, at=now())
    if before == {(ref.label, ref.kind, ref.commit, ref.rank, ref.committed_at) for ref in all_refs}:
        return 0
    new = code.read(repository, all_refs, previous=stored, options=options)
    with store.writing() as session:
        return codehistory.add(session, project.slug, new, at=now())


def _release_refs(repository: Repository, labels: Iterable[Label], followed: set[str]) -> Iterable[GitRef]:
    """The labels of other releases, not followed, whose commit is in the repository; by label."""
    for label in sorted(labels, key=lambda label: label.label):
        if label.label in followed or label.commit is None:
            continue
        try:
            commit = repository.commit(label.commit)
            yield GitRef(label.label, RefKind.RELEASE, commit, committed_at=repository.committed_at(commit))
        except SourceError:
            continue
