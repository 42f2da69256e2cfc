"""Commits by the beginning of their ids, and by their subjects."""

from collections.abc import Iterator

from app.domain.provenance.code_history import CodeHistory, Commit
from app.web.go.hit import MAX_HITS, Hit
from app.web.go.question import Question
from app.web.go.scope import Scope
from app.web.urls import releases as release_addresses
from app.web.wording import rich_text as text

MIN_SUBJECT = 4
"""Subjects are searched for so many letters and more."""


def hits(scope: Scope, question: Question) -> Iterator[Hit]:
    """
    Yield the commits that fit, the newest first, and no more than are shown.

    A commit leads to the first release that contains it, else to where people read it, where that is configured.
    """
    history, project = scope.known.history, scope.project
    labels = {label.label for label in scope.labels}
    number = 0
    for commit in reversed(tuple(history.commits.values())):
        rank = _rank(commit, question)
        if rank is None:
            continue
        label = history.first_labels.get(commit.id, "")
        href = (
            release_addresses.release(
                project.slug, release_addresses.live_segment(label), unfolded=_app(history, commit)
            )
            if label in labels
            else project.commit_link(commit.id)
        )
        if href:
            yield Hit(rank, "commit", text.plain(commit.short), href, text.plain(_detail(commit, label)))
            number += 1
        if number == MAX_HITS:
            return


def _rank(commit: Commit, question: Question) -> int | None:
    if question.digits and commit.id.startswith(question.digits):
        return 0 if len(question.digits) >= len(commit.short) else 1
    if len(question.words) < MIN_SUBJECT:
        return None
    subject = commit.subject.lower()
    return 3 if all(part in subject for part in question.parts) else None


def _app(history: CodeHistory, commit: Commit) -> str | None:
    """The app that the commit changed first; None for a merge."""
    return next((change.key.app_label for change in history.changes if change.commit == commit.id), None)


def _detail(commit: Commit, label: str) -> str:
    said = [f"{commit.subject}" if commit.subject else "", commit.author, commit.date]
    said.append(f"first in {label}" if label else "")
    return " · ".join(filter(None, said))
