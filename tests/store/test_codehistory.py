from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from sqlalchemy import text

from app.domain.provenance import CodeHistory
from app.domain.provenance.code_history import NO_HISTORY, Commit, RefKind
from app.domain.provenance.excerpt import Excerpt, ExcerptLine
from app.store import codehistory
from app.store.engine import Store, open_store
from tests.domain.provenance.code import MAY, branch, code, commit, did, id_of, ref

T0 = datetime(2026, 6, 19, 9, tzinfo=UTC)
STORY = code(
    [
        commit("a", authored_at=MAY.astimezone(timezone(timedelta(hours=5, minutes=30)))),
        commit("b", "a", is_cut=True),
    ],
    [
        did("a", "added orders.1"),
        did("a", "added orders.1 dependencies users.1"),
        did("b", "renamed orders.2 from orders.1"),
    ],
    branch("main", "b"),
    ref("v1", "a"),
)


def add(store: Store, new: CodeHistory, project: str = "shop") -> int:
    with store.writing() as session:
        return codehistory.add(session, project, new, at=T0)


def stored(store: Store, project: str = "shop") -> CodeHistory:
    with store.reading() as session:
        return codehistory.of_project(session, project)


def facts(history: CodeHistory) -> tuple[object, ...]:
    return list(history.commits.items()), history.changes, history.refs


def test_what_is_kept_comes_back_whole(store_url: str):
    with open_store(store_url) as store:
        assert add(store, STORY) == 2
    with open_store(store_url) as store:
        assert facts(stored(store)) == facts(STORY)
        assert stored(store).commits[id_of("a")].authored_at.isoformat() == "2026-05-01T17:30:00+05:30"
        assert stored(store, "other") is NO_HISTORY


def test_the_lines_of_an_edit_come_back_as_they_were(store_url: str):
    lines = Excerpt(7, (ExcerptLine(" ", "dependencies = ["), ExcerptLine("+", "<b>�…"), ExcerptLine("…")))
    edit = replace(did("b", "added orders.2 dependencies users.1"), excerpt=lines)
    with open_store(store_url) as store:
        add(store, replace(STORY, changes=(*STORY.changes, edit)))
    with open_store(store_url) as store:
        assert [change.excerpt for change in stored(store).changes] == [None, None, None, lines]


def test_the_same_again_adds_nothing(store: Store):
    add(store, STORY)
    first = stored(store)

    assert add(store, STORY) == 0
    assert stored(store) is first
    with store.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM code_refs")) == 2


def test_new_commits_come_after_the_known_ones_and_labels_move(store: Store):
    add(store, STORY)
    new = code(
        [commit("c", "b")],
        [did("c", "removed orders.2")],
        branch("main", "c"),
        ref("v2", "c", RefKind.RELEASE),
    )
    new = replace(new, refs=(*new.refs, ref("empty", None, head="f")))

    assert add(store, new) == 1

    assert facts(stored(store)) == (
        [*STORY.commits.items(), *new.commits.items()],
        (*STORY.changes, *new.changes),
        tuple(sorted(new.refs, key=lambda ref: ref.label)),
    )
    with store.reading() as session:
        rows = session.execute(text('SELECT label, head, "commit" FROM code_refs ORDER BY id')).all()
    assert [tuple(row) for row in rows] == [
        ("main", id_of("b"), id_of("b")),
        ("v1", id_of("a"), id_of("a")),
        ("empty", id_of("f"), None),
        ("main", id_of("c"), id_of("c")),
        ("v1", None, None),
        ("v2", id_of("c"), id_of("c")),
    ]


def test_labels_may_point_to_commits_of_which_none_matters(store: Store):
    add(store, CodeHistory({}, (), (ref("v1", None),)))

    assert facts(stored(store)) == ([], (), (ref("v1", None),))


def test_a_commit_without_dates_and_changes_and_each_project_by_itself(store: Store):
    add(store, CodeHistory({id_of("a"): Commit(id_of("a"))}))
    add(store, STORY, "other")

    assert facts(stored(store)) == ([(id_of("a"), Commit(id_of("a")))], (), ())
    assert facts(stored(store, "other")) == facts(STORY)


def replace_all(store: Store, new: CodeHistory, fingerprint: str, project: str = "shop") -> int:
    with store.writing() as session:
        return codehistory.replace(session, project, new, fingerprint=fingerprint, at=T0)


def test_a_history_that_was_read_otherwise_takes_the_place_of_the_stored_one(store: Store):
    """As many commits and changes as before: ids may come again, and what was cached must not."""
    add(store, STORY)
    add(store, STORY, "other")
    before = stored(store)
    other = code(
        [commit("a"), commit("c", "a")],
        [
            did("a", "added sales.1"),
            did("c", "added sales.2"),
            did("c", "added sales.2 dependencies sales.1"),
        ],
        branch("main", "c"),
    )

    assert replace_all(store, other, "1" * 64) == 2

    assert facts(stored(store)) == facts(other)
    assert facts(before) == facts(stored(store, "other"))
    with store.reading() as session:
        assert codehistory.reading(session, "shop") == "1" * 64
        assert codehistory.reading(session, "other") is None
    assert replace_all(store, STORY, "2" * 64) == 2
    assert facts(stored(store)) == facts(STORY)
    with store.reading() as session:
        assert codehistory.reading(session, "shop") == "2" * 64
