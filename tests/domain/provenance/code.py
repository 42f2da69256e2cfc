"""Histories of code, drawn: commits with their parents, what they did, and labels."""

from datetime import UTC, datetime, timedelta

from app.domain.provenance import CodeHistory
from app.domain.provenance.code_history import Change, ChangedPart, ChangeKind, Commit, Ref, RefKind
from tests.build import key

MAY = datetime(2026, 5, 1, 12, tzinfo=UTC)


def commit(id_: str, *parents: str, day: int = 0, author: str = "Mara", **facts) -> Commit:
    """A commit made `day` days after 1 May 2026; its id is one letter, repeated."""
    moment = MAY + timedelta(days=day)
    dates = {"authored_at": moment, "committed_at": moment, **facts}
    return Commit(id_of(id_), tuple(map(id_of, parents)), author, subject=f"Subject {id_}", **dates)


def id_of(letter: str) -> str:
    return (letter * 40)[:40]


def did(commit: str, text: str) -> Change:
    """`added orders.1`, `renamed orders.2 from orders.1`, `removed orders.1 dependencies users.1`."""
    kind, name, *rest = text.split()
    if not rest:
        return Change(id_of(commit), key(name), ChangedPart.FILE, ChangeKind(kind))
    part = ChangedPart.FILE if rest[0] == "from" else ChangedPart(rest[0])
    return Change(id_of(commit), key(name), part, ChangeKind(kind), key(rest[1]))


def ref(label: str, commit: str | None, kind: RefKind = RefKind.TAG, head: str | None = None) -> Ref:
    at = id_of(commit) if commit else None
    return Ref(label, kind, id_of(head) if head else at or id_of("z"), at)


def branch(label: str, commit: str | None, head: str | None = None) -> Ref:
    return ref(label, commit, RefKind.BRANCH, head)


def code(commits: list[Commit], changes: list[Change], *refs: Ref) -> CodeHistory:
    return CodeHistory({commit.id: commit for commit in commits}, tuple(changes), refs)
