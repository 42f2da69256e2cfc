"""
Following a repository: its branches and tags become releases, and what their commits did is kept.

A label that the settings name a release for is never followed, and one whose commit is known already is not read again:
so an exact manifest is never replaced by what can be read from the text of the same commit.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from app.config import Project, RepositorySource
from app.domain.label import Label
from app.domain.provenance.code_history import DIGITS, RefKind
from app.domain.release import Release
from app.jobs.releases import reading_options
from app.sources import SourceError
from app.sources.git import Found, Repository
from app.sources.git import history as code
from app.store import codehistory, releases
from app.store.engine import Store

FailedReads = set[tuple[str, str, str]]
"""Project, label and commit of what could not be read: it is not tried again until the label moves."""


@dataclass(frozen=True, slots=True)
class FollowedLabel:
    """One label of one project: the release that it points to now, unless there is a problem, in a sentence."""

    project: str
    label: str
    commit: str
    release: Release | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class FollowResult:
    """What came of one project's repository: labels that moved, new commits, and problems of the whole."""

    project: str
    labels: tuple[FollowedLabel, ...] = ()
    commits: int = 0
    problems: tuple[str, ...] = ()


def follow(
    store: Store,
    project: Project,
    *,
    now: Callable[[], datetime],
    tried: FailedReads | None = None,
    again: bool = False,
) -> FollowResult:
    """
    Bring the labels and the history of the code up to date; nothing is read where no branch or tag has moved.

    One label that cannot be read stops no other. `tried` remembers them for the next time. With `again` a label that
    has not moved is read too, unless its release is complete: how it is read may have changed. Raises `StoreError`.
    """
    source = project.repository
    if source is None:
        return FollowResult(project.slug)
    problems: list[str] = []
    with Repository(source.reading.path, folder=source.reading.folder) as repository:
        if source.fetch:
            try:
                repository.fetch(limit=source.fetch_timeout.total_seconds())
            except SourceError as error:
                problems.append(str(error))
        try:
            refs = matching_refs(repository.refs(), source)
            labels = tuple(_labels(store, project, repository, refs, now=now, tried=tried, again=again))
            commits = _commits(store, project, repository, refs, now=now)
        except SourceError as error:
            return FollowResult(project.slug, problems=(*problems, str(error)))
    return FollowResult(project.slug, labels, commits, tuple(problems))


def matching_refs(refs: Iterable[Found], source: RepositorySource) -> tuple[Found, ...]:
    """The branches and tags that are followed, by the first glob that fits; sorted by that and by name."""
    globs = [_glob(text) for text in source.follow]
    found = []
    for ref in refs:
        rank = next((rank for rank, glob in enumerate(globs) if glob.fullmatch(ref.label)), None)
        if rank is not None:
            found.append(replace(ref, rank=rank))
    return tuple(sorted(found, key=lambda ref: (ref.rank, ref.label)))


def _glob(text: str) -> re.Pattern[str]:
    """`*` is anything but a slash, `**` anything, `?` one sign that is no slash."""
    parts = re.split(r"(\*\*|\*|\?)", text)
    meaning = {"**": ".*", "*": "[^/]*", "?": "[^/]"}
    return re.compile("".join(meaning.get(part, re.escape(part)) for part in parts))


def _labels(  # noqa: PLR0913 - the facts of one round
    store: Store,
    project: Project,
    repository: Repository,
    refs: Iterable[Found],
    *,
    now: Callable[[], datetime],
    tried: FailedReads | None,
    again: bool,
) -> Iterable[FollowedLabel]:
    """Each label that has moved, or that is read again and gave another release, read and kept."""
    assert project.repository is not None  # noqa: S101 - for the type checker
    reading = project.repository.reading
    named = {release.label for release in project.releases}
    with store.reading() as session:
        known = {label.label: label.commit for label in releases.labels(session, project.slug)}
        held = {
            label: found
            for label, commit in known.items()
            if (commit is None or again) and (found := releases.with_label(session, project.slug, label))
        }
    for ref in refs:
        what = (project.slug, ref.label, ref.commit)
        there, is_same = held.get(ref.label), _is_same(known.get(ref.label), ref.commit)
        is_exact = there is not None and there.complete and (is_same or there.commit is None)
        if ref.label in named or is_exact or (is_same and not again):
            continue
        if tried is not None and what in tried:
            continue
        try:
            release = replace(repository.release(ref.commit, reading_options(reading)), label=ref.label)
        except SourceError as error:
            if tried is not None:
                tried.add(what)
            yield FollowedLabel(*what, problem=str(error))
            continue
        if is_same and there is not None and release.fingerprint == there.fingerprint:
            continue
        with store.writing() as session:
            releases.add(session, project.slug, release, label=ref.label, at=now())
        yield FollowedLabel(*what, release)


def _is_same(known: str | None, commit: str) -> bool:
    """Whether a commit, perhaps written short, is this one."""
    return known is not None and len(known) >= DIGITS and commit.startswith(known)


def _commits(
    store: Store,
    project: Project,
    repository: Repository,
    refs: tuple[Found, ...],
    *,
    now: Callable[[], datetime],
) -> int:
    """What new commits did, also those of releases that are known by their commit alone; how many were new."""
    assert project.repository is not None  # noqa: S101 - for the type checker
    with store.reading() as session:
        known = codehistory.of_project(session, project.slug)
        labels = releases.labels(session, project.slug)
    every = [*refs, *_of_releases(repository, labels, {ref.label for ref in refs})]
    before = {(ref.label, ref.kind, ref.head, ref.rank) for ref in known.refs}
    if before == {(ref.label, ref.kind, ref.commit, ref.rank) for ref in every}:
        return 0
    new = code.read(repository, every, known=known, given=reading_options(project.repository.reading))
    with store.writing() as session:
        return codehistory.add(session, project.slug, new, at=now())


def _of_releases(repository: Repository, labels: Iterable[Label], followed: set[str]) -> Iterable[Found]:
    """The labels of releases whose commit is here, beside those that are followed."""
    for label in sorted(labels, key=lambda label: label.label):
        if label.label in followed or label.commit is None:
            continue
        try:
            yield Found(label.label, RefKind.RELEASE, repository.commit(label.commit))
        except SourceError:
            continue
