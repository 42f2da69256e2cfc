"""The order of a project's releases, and which one each is compared with."""

from datetime import timedelta

from app.domain.label import Label
from app.domain.provenance.code_history import NO_HISTORY, CodeHistory, Commit, Ref, RefKind
from app.domain.provenance.succession import Place, succession
from app.versions import version_of
from tests.build import NOON


def day(number: int):
    return NOON + timedelta(days=number)


def labels(*names: str) -> list[Label]:
    """Labels as they were read, the newest first; `v1@a` points to the commit whose id is 40 letters a."""
    return [
        Label(name, "f" * 64, commit * 40 if commit else None, NOON)
        for name, _, commit in (text.partition("@") for text in names)
    ]


def ref(label: str, commit: str, *, branch: bool = False, rank: int = 0, at: int | None = None) -> Ref:
    kind = RefKind.BRANCH if branch else RefKind.TAG
    return Ref(label, kind, commit * 40, commit * 40, rank, None if at is None else day(at))


def drawn(places: tuple[Place, ...]) -> list[str]:
    """`v1.1 < v1.0`: each label and the one that it is compared with; `?` where its place is not known."""
    return [
        f"{place.label.label}{'' if place.is_placed else '?'}{f' < {place.before.label}' if place.before else ''}"
        for place in places
    ]


def order(read: list[Label], code: CodeHistory = NO_HISTORY, release: str | None = None) -> list[str]:
    return drawn(succession(read, code, version_of, release=release))


def test_versions_stand_by_their_numbers_whenever_they_were_read():
    assert order(labels("v1.9", "v2.0rc1", "v1.10", "v2.0", "release/1.8")) == [
        "v2.0 < v2.0rc1",
        "v2.0rc1 < v1.10",
        "v1.10 < v1.9",
        "v1.9 < release/1.8",
        "release/1.8",
    ]


def test_the_main_branch_is_compared_with_the_version_that_it_contains_and_others_with_it():
    code = CodeHistory(
        {
            "a" * 40: Commit("a" * 40, committed_at=day(1)),
            "b" * 40: Commit("b" * 40, ("a" * 40,), committed_at=day(2)),
            "c" * 40: Commit("c" * 40, ("a" * 40,), committed_at=day(3)),
        },
        refs=(
            ref("v1.0", "a", at=1),
            ref("v2.0", "c", at=3),
            ref("main", "b", branch=True, rank=0, at=2),
            ref("old", "b", branch=True, rank=1, at=2),
            ref("new", "c", branch=True, rank=1, at=3),
        ),
    )

    assert order(labels("v1.0@a", "old@b", "main@b", "v2.0@c", "new@c"), code) == [
        "main < v1.0",
        "new < main",
        "old < main",
        "v2.0 < v1.0",
        "v1.0",
    ]


def test_other_labels_stand_by_the_date_of_their_commit_and_the_rest_as_it_was_read():
    code = CodeHistory({}, refs=(ref("nightly", "a", at=1), ref("prod", "b", at=2), ref("bad", "d")))

    places = succession(labels("mine", "nightly@a", "prod@b", "his@c", "bad@d"), code, version_of)

    assert drawn(places) == ["prod < nightly", "nightly", "mine? < his", "his? < bad", "bad?"]
    assert places[0].committed_at == day(2)


def test_without_branches_the_release_of_the_project_is_the_main_one():
    assert order(labels("b", "main", "v1.0"), release="main") == ["main < v1.0", "v1.0", "b?"]
    assert order(labels("b", "main"), release="main") == ["main < b", "b?"]
    assert order(labels("v1.1", "v1.0"), release="v1.0") == ["v1.1 < v1.0", "v1.0"]
    assert order([]) == []


def test_the_date_of_a_short_commit_id_and_of_a_stored_commit_are_known():
    code = CodeHistory(
        {"b" * 40: Commit("b" * 40, committed_at=day(5))}, refs=(ref("main", "a", branch=True, at=1),)
    )
    read = [
        Label("short", "f" * 64, "a" * 12, NOON),
        Label("tiny", "f" * 64, "a" * 3, NOON),
        Label("stored", "f" * 64, "b" * 40, NOON),
        Label("other", "f" * 64, "c" * 12, NOON),
    ]

    dates = {place.label.label: place.committed_at for place in succession(read, code, version_of)}

    assert dates == {"short": day(1), "tiny": None, "stored": day(5), "other": None}


def test_a_branch_without_versions_and_main_branch_is_compared_with_nothing():
    code = CodeHistory({}, refs=(ref("topic", "a", branch=True, at=1),))

    assert order(labels("topic@a"), code) == ["topic"]


def test_a_branch_that_was_merged_is_contained_in_the_main_one():
    code = CodeHistory(
        {"a" * 40: Commit("a" * 40), "b" * 40: Commit("b" * 40, ("a" * 40,)), "c" * 40: Commit("c" * 40)},
        refs=(
            ref("main", "b", branch=True),
            ref("merged", "a", branch=True, rank=1),
            ref("level", "b", branch=True, rank=1),
            ref("own", "c", branch=True, rank=1),
        ),
    )

    places = succession(labels("main@b", "merged@a", "level@b", "own@c"), code, version_of)

    assert {place.label.label for place in places if place.is_contained} == {"merged"}
