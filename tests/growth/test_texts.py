"""Manifests, differences, blame and pasted errors: their work grows with what is read, compared, or found."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from app.domain import manifest
from app.domain.difference import difference, renames
from app.domain.difference.consequences import ReleaseNames
from app.domain.drift import compare
from app.domain.error_text import printed_errors
from app.domain.error_text.fit import fits
from app.domain.json_values import ManifestError
from app.domain.provenance import CodeHistory
from app.domain.provenance.blame import blame
from app.domain.provenance.code_history import Change, ChangedPart, ChangeKind, Commit, Ref, RefKind
from app.domain.provenance.origin import OriginKind, origin
from app.domain.release import Migration, Release
from app.domain.reports import blame as blame_reports
from app.domain.reports import difference as difference_reports
from tests.domain.provenance.code import MAY
from tests.growth import troubled
from tests.growth.steps import MOST, growth
from tests.growth.troubled import Key, Make, told

SIZE = 60

Work = Callable[[int], Callable[[], object]]
"""For a size, the work on data of that size."""


def grown(work: Work, size: int = SIZE) -> float:
    return round(growth(work(size), work(2 * size)), 2)


def test_a_manifest_is_read_and_written_in_as_many_steps_as_it_has_migrations():
    def written(number: int) -> Callable[[], object]:
        release = told(10 * number)
        return lambda: manifest.dumps(release)

    def read(number: int) -> Callable[[], object]:
        text = manifest.dumps(told(10 * number))
        return lambda: manifest.loads(text)

    assert grown(written) <= MOST
    assert grown(read) <= MOST


def test_names_that_a_manifest_has_twice_are_found_in_as_many_steps_as_it_has_names():
    def read(number: int) -> Callable[[], object]:
        names = [f'"k{index}": 1' for index in range(100 * number)]
        text = f"{{{', '.join([*names, *names])}}}"

        def refused() -> None:
            with pytest.raises(ManifestError):
                manifest.loads(text)

        return refused

    assert grown(read) <= MOST


def renamed(release: Release) -> Release:
    """Every file under another name."""
    name = lambda key: Key(key.app_label, f"{key.name}_again")  # noqa: E731
    return Release.of(
        replace(file, key=name(file.key), dependencies=tuple(map(name, file.dependencies)))
        for file in release.migrations.values()
    )


def pair_of_edits(number: int) -> tuple[Release, Release]:
    return told(10 * number), told(10 * number, "_else")


def pair_of_renames(number: int) -> tuple[Release, Release]:
    return told(10 * number), renamed(told(10 * number))


def pair_of_leaves_with_other_names(number: int) -> tuple[Release, Release]:
    """Each of them could be each."""
    files = [Migration(Key("orders", f"{index:05}")) for index in range(number)]
    return Release.of(files), Release.of(replace(f, key=Key("orders", f"{f.key.name}_x")) for f in files)


def pair_with_new_edges(number: int) -> tuple[Release, Release]:
    root = Migration(Key("users", "0001"))
    files = troubled.chain("orders", number)
    needing = (replace(file, dependencies=(*file.dependencies, root.key)) for file in files)
    return Release.of([root, *files]), Release.of([root, *needing])


def pair_with_a_squash(number: int) -> tuple[Release, Release]:
    files = troubled.chain("orders", number)
    squash = Migration(Key("orders", "0001_squashed"), replaces=tuple(file.key for file in files))
    return Release.of(files), Release.of([*files, squash])


def pair_of_other_labels(number: int) -> tuple[Release, Release]:
    files = told(10 * number).migrations.values()
    keys = {file.key: Key(f"new_{file.key.app_label}", file.key.name) for file in files}
    moved = (replace(f, key=keys[f.key], dependencies=tuple(keys[k] for k in f.dependencies)) for f in files)
    return Release.of(files), Release.of(moved)


PAIRS = (
    pair_of_edits,
    pair_of_renames,
    pair_of_leaves_with_other_names,
    pair_with_new_edges,
    pair_with_a_squash,
    pair_of_other_labels,
)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.__name__)
def test_a_difference_and_what_is_printed_of_it_grow_with_the_releases(pair, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(renames, "MAX_CANDIDATES", 5)

    def work(number: int) -> Callable[[], object]:
        before, after = pair(number)
        names = ReleaseNames("v1", "v2")

        def compared() -> None:
            found = difference(before, after)
            difference_reports.report(found, names)
            difference_reports.plain(found, names)

        return compared

    assert grown(work, SIZE // 3) <= MOST


def code(number: int, changes: Callable[[list[str]], list[Change]]) -> tuple[CodeHistory, str]:
    """Commits one after another, each with a tag, and what they did; with the newest of them."""
    ids = [f"{index:040x}" for index in range(1, number + 1)]
    dates = {"authored_at": MAY, "committed_at": MAY}
    commits = {
        id_: Commit(id_, tuple(ids[index - 1 : index]), "Mara", subject="x", **dates)
        for index, id_ in enumerate(ids)
    }
    refs = tuple(Ref(f"v{index}", RefKind.TAG, id_, id_) for index, id_ in enumerate(ids))
    return CodeHistory(commits, tuple(changes(ids)), refs), ids[-1]


FILE = Key("orders", "0001")


def each_another_file(ids: list[str]) -> list[Change]:
    return [
        Change(id_, Key("orders", f"{index:05}"), ChangedPart.FILE, ChangeKind.ADDED)
        for index, id_ in enumerate(ids)
    ]


def one_file_again_and_again(ids: list[str]) -> list[Change]:
    kinds = (ChangeKind.ADDED, ChangeKind.REMOVED)
    first = Change(ids[0], FILE, ChangedPart.FILE, ChangeKind.ADDED)
    parent = Key("users", "0001")
    edits = (
        Change(id_, FILE, ChangedPart.DEPENDENCIES, kinds[index % 2], parent) for index, id_ in enumerate(ids)
    )
    return [first, *edits]


def one_file_with_a_name_of_each_commit(ids: list[str]) -> list[Change]:
    names = [Key("orders", f"{index:05}") for index in range(len(ids))]
    first = Change(ids[0], names[0], ChangedPart.FILE, ChangeKind.ADDED)
    moves = (
        Change(id_, names[index], ChangedPart.FILE, ChangeKind.RENAMED, names[index - 1])
        for index, id_ in enumerate(ids)
        if index
    )
    return [first, *moves]


@pytest.mark.parametrize(
    "changes",
    [each_another_file, one_file_again_and_again, one_file_with_a_name_of_each_commit],
    ids=lambda changes: changes.__name__,
)
def test_the_blame_of_a_migration_grows_with_the_commits(changes):
    def work(number: int) -> Callable[[], object]:
        history, head = code(number, changes)
        key = history.changes[-1].key

        def blamed() -> None:
            fresh = replace(history)  # remembers nothing
            blame_reports.plain(blame(fresh, key, head=head))

        return blamed

    assert grown(work) <= MOST


@pytest.mark.parametrize("on_branch", [False, True], ids=["newer", "branch"])
def test_the_origins_of_rows_without_a_file_grow_with_the_rows_and_the_commits(on_branch: bool):
    def work(number: int) -> Callable[[], object]:
        history, newest = code(number, each_another_file)
        root = next(iter(history.commits))
        refs = (
            (Ref("main", RefKind.BRANCH, newest, newest),)
            if on_branch
            else history.refs[:1] + history.refs[-1:]
        )
        release = replace(told(1), commit=root)
        keys = [change.key for change in history.changes[1:]]

        def searched() -> None:
            fresh = replace(history, refs=refs)  # remembers nothing
            assert {origin(fresh, key, release).kind for key in keys} <= {
                OriginKind.RELEASE,
                OriginKind.BRANCH,
            }

        return searched

    assert grown(work) <= MOST


def on_branches(ids: list[str]) -> list[Commit]:
    """Of each three commits the second is made on a branch, and the third merges it."""
    return [
        Commit(
            id_, tuple(ids[at - back] for back in ((1,), (1,), (2, 1))[at % 3] if at), "Mara", MAY, MAY, "x"
        )
        for at, id_ in enumerate(ids)
    ]


def one_after_another(ids: list[str]) -> list[Commit]:
    return [Commit(id_, tuple(ids[at - 1 : at]), "Mara", MAY, MAY, "x") for at, id_ in enumerate(ids)]


@pytest.mark.parametrize("drawn", [one_after_another, on_branches], ids=lambda drawn: drawn.__name__)
def test_the_origins_of_files_that_are_gone_again_grow_with_the_rows_and_the_commits(drawn):
    """The first file that was added is the last one to go: all commits lie between."""

    def work(number: int) -> Callable[[], object]:
        ids = [f"{index:040x}" for index in range(1, 6 * number + 1)]
        commits = {commit.id: commit for commit in drawn(ids)}
        keys = [Key("orders", f"{index:05}") for index in range(number)]
        came, went = ids[1 : 3 * number : 3], ids[-2 : -3 * number - 1 : -3]
        changes = (
            *(
                Change(id_, key, ChangedPart.FILE, ChangeKind.ADDED)
                for id_, key in zip(came, keys, strict=True)
            ),
            *(
                Change(id_, key, ChangedPart.FILE, ChangeKind.REMOVED)
                for id_, key in zip(went, keys, strict=True)
            ),
        )
        history = CodeHistory(commits, changes, (Ref("main", RefKind.BRANCH, ids[-1], ids[-1]),))
        release = replace(told(1), commit=ids[-1])

        def searched() -> None:
            fresh = replace(history)  # remembers nothing
            assert {origin(fresh, key, release).kind for key in keys} == {OriginKind.REMOVED}

        return searched

    assert grown(work) <= MOST


def test_the_commits_of_many_labels_are_found_in_as_many_steps_as_there_are_labels():
    def work(number: int) -> Callable[[], object]:
        history, _ = code(number, each_another_file)
        ids = [*history.commits, *(f"{index:040x}" for index in range(10_000, 10_000 + number))]
        return lambda: list(map(history.commit_of, ids))

    assert grown(work) <= MOST


@pytest.mark.parametrize(
    "make",
    [troubled.causes, troubled.many_parents, troubled.fork, troubled.missing_files, troubled.circle],
    ids=lambda make: make.__name__,
)
def test_a_pasted_error_is_looked_for_in_as_many_steps_as_there_are_migrations(make: Make):
    def work(number: int) -> Callable[[], object]:
        drift = compare(*make(number))
        text = drift.outcome.messages[0]
        return lambda: [fits(error, drift) for error in printed_errors(text)]

    # So many migrations of one error are looked at; the text may name more.
    assert grown(work, 100) <= MOST


def test_an_error_of_a_database_is_looked_for_in_as_many_steps_as_there_are_migrations():
    text = 'Applying orders.00001... psycopg.errors.UndefinedTable: relation "orders_order" does not exist'

    def work(number: int) -> Callable[[], object]:
        release, history = troubled.unknown(number)
        known = Release.of([*release.migrations.values(), *troubled.chain("billing", number)])
        drift = compare(known, history)
        return lambda: [fits(error, drift) for error in printed_errors(text)]

    assert grown(work) <= MOST


def test_work_that_grows_with_the_square_is_found():

    def work(number: int) -> Callable[[], object]:
        return lambda: [Key("a", "b") for _ in range(number * number)]

    assert grown(work) > MOST
