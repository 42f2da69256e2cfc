from app.domain.provenance.blame import Blame, addition_of, blame
from app.domain.provenance.code_history import ChangedPart, ChangeKind
from app.domain.release import Migration
from tests.build import key
from tests.domain.provenance.code import branch, code, commit, did, id_of, ref


def lines(result: Blame) -> list[str]:
    """`dependencies users.1 bbbbbbb v1`, what is there first, then what was."""
    current = [*filter(None, [result.file]), *result.edges]
    texts = [
        " ".join(
            map(
                str,
                filter(
                    None,
                    (
                        blamed.change.kind,
                        blamed.change.part,
                        blamed.change.other,
                        blamed.commit.id[0],
                        blamed.label,
                    ),
                ),
            )
        )
        for blamed in (*current, *result.former)
    ]
    return [*texts[: len(current)], "--", *texts[len(current) :]]


EDITED = code(
    [commit("a"), commit("b", "a", day=3)],
    [
        did("a", "added orders.1"),
        did("a", "added orders.1 dependencies users.1"),
        did("a", "added orders.1 run_before pay.1"),
        did("b", "removed orders.1 dependencies users.1"),
        did("b", "added orders.1 dependencies users.10"),
        did("b", "added orders.1 replaces orders.0"),
    ],
    ref("v1", "a"),
    ref("v2", "b"),
)


def test_each_entry_has_the_commit_that_added_it_and_the_first_label():
    assert lines(blame(EDITED, key("orders.1"), head=id_of("b"))) == [
        "added file a v1",
        "added dependencies users.10 b v2",
        "added run_before pay.1 a v1",
        "added replaces orders.0 b v2",
        "--",
        "removed dependencies users.1 b v2",
        "added dependencies users.1 a v1",
    ]


def test_up_to_an_earlier_commit_it_is_as_it_was():
    assert lines(blame(EDITED, key("orders.1"), head=id_of("a"))) == [
        "added file a v1",
        "added dependencies users.1 a v1",
        "added run_before pay.1 a v1",
        "--",
    ]


def test_of_an_unknown_key_nothing_is_known():
    result = blame(EDITED, key("orders.9"))

    assert (lines(result), result.is_there) == (["--"], False)


def test_a_migration_that_was_deleted_has_no_entries():
    history = code(
        [commit("a"), commit("b", "a")],
        [
            did("a", "added orders.1"),
            did("a", "added orders.1 dependencies users.1"),
            did("b", "removed orders.1"),
        ],
    )

    gone = blame(history, key("orders.1"))

    assert lines(gone) == ["removed file b", "--", "added dependencies users.1 a", "added file a"]
    assert not gone.is_there


def test_what_was_said_under_an_earlier_name_counts():
    history = code(
        [commit("a"), commit("b", "a"), commit("c", "b"), commit("d", "c")],
        [
            did("a", "added orders.1"),
            did("a", "added orders.1 dependencies users.1"),
            did("b", "renamed orders.2 from orders.1"),
            did("c", "renamed shop.2 from orders.2"),
            did("d", "added orders.1"),
            did("d", "added orders.1 dependencies users.9"),
        ],
    )

    assert lines(blame(history, key("shop.2"))) == [
        "renamed file orders.2 c",
        "added dependencies users.1 a",
        "--",
        "renamed file orders.1 b",
        "added file a",
    ]
    assert lines(blame(history, key("orders.1")))[0] == "added file d"


def test_a_name_that_comes_back_is_followed_once():
    history = code(
        [commit("a"), commit("b", "a"), commit("c", "b")],
        [
            did("a", "added orders.1"),
            did("b", "renamed orders.2 from orders.1"),
            did("c", "renamed orders.1 from orders.2"),
        ],
    )

    assert lines(blame(history, key("orders.1")))[0] == "renamed file orders.2 c"


# a <- b (adds) <- d        two lines: b adds the edge, c takes it out and e merges
#  `-- c <--------'
SIDES = code(
    [commit("a"), commit("b", "a"), commit("c", "a"), commit("d", "b", "c")],
    [
        did("a", "added orders.1"),
        did("a", "added orders.1 dependencies users.1"),
        did("b", "removed orders.1 dependencies users.1"),
        did("c", "added orders.1 dependencies users.2"),
        did("b", "added orders.1 dependencies users.2"),
        did("c", "removed orders.1 dependencies users.3"),
    ],
    branch("main", "d"),
)


def test_what_two_lines_added_side_by_side_is_the_first_ones():
    assert "added dependencies users.2 c main" in lines(blame(SIDES, key("orders.1")))


def test_what_the_file_says_decides_where_lines_disagree():
    now = Migration(key("orders.1"), dependencies=(key("users.1"),))

    result = blame(SIDES, key("orders.1"), now=now)

    assert [blamed.change.other for blamed in result.edges] == [key("users.1")]
    assert result.edges[0].commit.id == id_of("a")
    assert result.is_there


def test_every_list_of_the_file_is_looked_at():
    now = Migration(
        key("orders.1"),
        dependencies=(key("users.10"),),
        run_before=(key("pay.1"),),
        replaces=(key("orders.0"),),
    )

    assert len(blame(EDITED, key("orders.1"), now=now).edges) == 3
    assert len(blame(EDITED, key("orders.1"), now=Migration(key("orders.1"))).edges) == 0


def test_an_entry_that_only_was_taken_out_is_not_there():
    result = addition_of(
        SIDES, key("orders.1"), ChangedPart.DEPENDENCIES, key("users.3"), within=SIDES.ancestry(None)
    )

    assert result is None
    file = addition_of(SIDES, key("orders.1"), ChangedPart.FILE, within=SIDES.ancestry(None))
    assert file is not None
    assert file.kind is ChangeKind.ADDED
    assert addition_of(SIDES, key("orders.9"), ChangedPart.FILE, within=SIDES.ancestry(None)) is None


def test_a_file_that_is_there_though_its_removal_is_the_last_known_is_there():
    history = code(
        [commit("a"), commit("b", "a")], [did("a", "added orders.1"), did("b", "removed orders.1")]
    )

    assert blame(history, key("orders.1"), now=Migration(key("orders.1"))).file.commit.id == id_of("a")
