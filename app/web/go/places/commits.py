"""Commits by the beginning of their ids, and by their subjects."""

from bisect import bisect_left
from collections.abc import Iterator
from heapq import merge
from itertools import groupby, takewhile

from app.domain.provenance.code_history import Commit
from app.web.go.hit import MAX_HITS, Hit
from app.web.go.lookups import Lookups
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
    lookups, project = scope.lookups, scope.project
    labels = {label.label for label in scope.labels}
    found = 0
    for number in _fitting(lookups, question):
        commit = lookups.commits[0][number]
        rank = _rank(commit, question)
        label = lookups.code.first_labels.get(commit.id, "")
        href = (
            release_addresses.release(
                project.slug,
                release_addresses.live_segment(label),
                unfolded=lookups.first_apps.get(commit.id),
            )
            if label in labels
            else project.commit_link(commit.id)
        )
        if href:
            yield Hit(rank, "commit", text.plain(commit.short), href, text.plain(_detail(commit, label)))
            found += 1
        if found == MAX_HITS:
            return


def _fitting(lookups: Lookups, question: Question) -> Iterator[int]:
    """Yield the numbers of the commits that fit, each once."""
    ids = lookups.commit_ids if question.digits else ()
    first = bisect_left(ids, (question.digits, -1))
    by_id = sorted(
        number for _, number in takewhile(lambda each: each[0].startswith(question.digits), ids[first:])
    )
    is_subject = len(question.words) >= MIN_SUBJECT
    by_subject = lookups.commits[1].holding(question.parts) if is_subject else iter(())
    return (number for number, _ in groupby(merge(by_id, by_subject)))


def _rank(commit: Commit, question: Question) -> int:
    if question.digits and commit.id.startswith(question.digits):
        return 0 if len(question.digits) >= len(commit.short) else 1
    return 3


def _detail(commit: Commit, label: str) -> str:
    said = [f"{commit.subject}" if commit.subject else "", commit.author, commit.date]
    said.append(f"first in {label}" if label else "")
    return " · ".join(filter(None, said))
