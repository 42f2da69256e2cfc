"""What the store knows of the code of a project: its history, and the newest releases."""

from sqlalchemy import func, select

from app.domain.label import Label
from app.domain.provenance import CodeHistory, Knowledge
from app.domain.release import Release
from app.store import codehistory, releases
from app.store.revision import remembered
from app.store.sessions import MAX_KNOWN_MIGRATIONS, ReadSession, StoreCache
from app.store.tables import LabelRow

MAX_RELEASES = 40
"""Only the newest releases are loaded: each has every migration of the project."""


def of_project(session: ReadSession, project: str) -> Knowledge:
    """The history of the project's code and its newest releases. The same value while nothing is added."""
    history = codehistory.of_project(session, project)
    newest = remembered(session, ("newest-label", project), lambda: _newest_label(session, project))
    cache = StoreCache.of(session).knowledge
    knowledge = cache.get((project, newest))
    if knowledge is None or knowledge.history is not history:
        chosen = _newest_labels(history, releases.known_labels(session, project))
        by_label = releases.of_labels(session, project, chosen)
        newest_first = within_bounds([by_label[label] for label in chosen])
        knowledge = Knowledge(history, tuple(reversed(newest_first)))
        cache.put((project, newest), knowledge)
    return knowledge


def _newest_label(session: ReadSession, project: str) -> int | None:
    return session.scalar(select(func.max(LabelRow.id)).where(LabelRow.project == project))


def within_bounds(newest_first: list[Release]) -> list[Release]:
    """The newest of the releases that may stay in memory together: else they were read again for each page."""
    number = 0
    for position, release in enumerate(newest_first):
        number += len(release.migrations)
        if number > MAX_KNOWN_MIGRATIONS:
            return newest_first[:position]
    return newest_first


def _newest_labels(history: CodeHistory, labels: tuple[Label, ...]) -> list[Label]:
    """
    The labels with the newest commits, newest first: for each content the label that had it first.

    `labels` come newest first. Where their commits are known, the order of the commits counts instead.
    """
    order = {commit: position for position, commit in enumerate(history.commits)}
    stored = {ref.head: ref.commit for ref in history.refs}
    first = {label.fingerprint: label for label in labels}
    first_labels = [label for label in labels if first[label.fingerprint] == label]

    def age(label: Label) -> int:
        commit = stored.get(label.commit or "", label.commit)
        return -order.get(commit or "", len(order))

    return sorted(first_labels, key=age)[:MAX_RELEASES]
