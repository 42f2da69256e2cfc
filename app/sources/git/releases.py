"""The releases at the labels and commits of a repository, by which the rows of a database are told."""

from collections.abc import Iterator
from dataclasses import replace

from app.domain.provenance import CodeHistory
from app.domain.release import Release
from app.sources.errors import SourceError
from app.sources.git.repository import Repository
from app.sources.options import ReadingOptions

MAX_RELEASES = 40
"""At most this many are read, the newest: a large project takes a second for each."""


def releases(repository: Repository, history: CodeHistory, options: ReadingOptions) -> tuple[Release, ...]:
    """
    The releases of a repository, oldest first: those of labels, and of the other stored commits where there is room.

    One of a label has its label, one of a commit has none. What cannot be read is left out.
    """
    return tuple(_releases(repository, options, _chosen(history)))


def _chosen(history: CodeHistory) -> list[tuple[str, str | None]]:
    """The commits to read, oldest first, each with its label."""
    order = {commit: position for position, commit in enumerate(history.commits)}
    labelled = {ref.head: ref for ref in reversed(history.labels) if ref.commit in order}
    stored = {ref.commit for ref in labelled.values()}
    chosen: list[tuple[int, str, str | None]] = [
        (order[ref.commit or ""], head, ref.label) for head, ref in labelled.items()
    ]
    chosen = sorted(chosen, key=_by_age)[-MAX_RELEASES:]
    others = [(order[commit], commit, None) for commit in history.commits if commit not in stored]
    room = MAX_RELEASES - len(chosen)
    chosen += others[-room:] if room else []
    return [(commit, label) for _, commit, label in sorted(chosen, key=_by_age)]


def _by_age(entry: tuple[int, str, str | None]) -> tuple[int, str]:
    return entry[:2]


def _releases(
    repository: Repository, options: ReadingOptions, chosen: list[tuple[str, str | None]]
) -> Iterator[Release]:
    for commit, label in chosen:
        try:
            release = repository.release(commit, options)
        except SourceError:
            continue
        yield replace(release, label=label)
