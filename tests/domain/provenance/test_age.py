"""Which of two releases is the newer one: by the code, the versions, the migrations or the dates."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.difference.consequences import ReleaseNames
from app.domain.difference.direction import Direction
from app.domain.provenance.age import direction
from app.domain.provenance.code_history import NO_HISTORY, CodeHistory, Commit, Ref, RefKind
from app.versions import version_of
from tests.build import NOON, release

A, B, C = "a" * 40, "b" * 40, "c" * 40
CODE = CodeHistory({A: Commit(A), B: Commit(B, (A,)), C: Commit(C, (A,))})
OTHER = release("a: 1 < 3")


def told(one, other, *, names=("x", "y"), code=NO_HISTORY) -> tuple[str, str]:
    """The direction from one to the other, and back."""
    labels = ReleaseNames(*names), ReleaseNames(*reversed(names))
    return direction(one, other, labels[0], code, version_of), direction(
        other, one, labels[1], code, version_of
    )


FORWARD, NEUTRAL = (Direction.FORWARD, Direction.BACK), (Direction.NEUTRAL, Direction.NEUTRAL)


def at(commit: str, *lines: str):
    return replace(release(*lines), commit=commit)


@pytest.mark.parametrize(
    ("one", "other", "names", "expected"),
    [
        (at(A, "a: 1 < 2"), at(B, "a: 1"), ("v2", "v1"), FORWARD),
        (at(B, "a: 1"), at(C, "a: 1 < 2"), ("x", "y"), NEUTRAL),
        (at(B, "a: 1 < 2"), at(C, "a: 1"), ("v1", "v2"), FORWARD),
        (at(B, "a: 1"), at(B, "a: 1 < 2"), ("x", "y"), FORWARD),
    ],
)
def test_the_history_of_the_code_decides_first_then_the_versions(one, other, names, expected):
    assert told(one, other, names=names, code=CODE) == expected


def test_without_history_versions_decide_then_migrations():
    assert told(release("a: 1 < 2"), release("a: 1"), names=("v1.9", "v1.10")) == FORWARD
    assert told(release("a: 1"), release("a: 1 < 2")) == FORWARD
    assert told(release("a: 1 < 2"), OTHER) == NEUTRAL
    assert told(OTHER, OTHER) == (Direction.FORWARD, Direction.FORWARD)


def test_dates_decide_where_nothing_else_does():
    def code(days: int) -> CodeHistory:
        refs = [Ref("x", RefKind.TAG, "", committed_at=NOON), Ref("y", RefKind.TAG, "", committed_at=NOON)]
        return CodeHistory({}, refs=(refs[0], replace(refs[1], committed_at=NOON + timedelta(days=days))))

    assert told(release("a: 1 < 2"), OTHER, code=code(1)) == FORWARD
    assert told(release("a: 1 < 2"), OTHER, code=code(0)) == NEUTRAL
