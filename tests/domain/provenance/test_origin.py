from dataclasses import replace

from app.domain.drift import compare
from app.domain.findings import Code
from app.domain.passed_over import PassedOver, PassedOverReason
from app.domain.provenance import CodeHistory
from app.domain.provenance.code_history import NO_HISTORY, RefKind
from app.domain.provenance.origin import Origin, OriginKind, origin, origins
from tests.build import history, key, release
from tests.domain.provenance.code import branch, code, commit, did, id_of, ref

HERE = release("users: 1", label="v2", commit="dddd")
ROW = key("users.9")


def origin_of_row(story: CodeHistory, *releases, code_=HERE) -> Origin:
    return origin(story, ROW, code_, releases)


def on(*changes, refs=(), **facts) -> CodeHistory:
    """v1 = a <- b <- d = v2, and c is on a branch from a."""
    commits = [
        commit("a"),
        commit("b", "a", day=1),
        commit("c", "a", day=2, **facts),
        commit("d", "b", day=3),
    ]
    return code(commits, list(changes), ref("v1", "a"), ref("v2", "d"), branch("main", "d"), *refs)


def test_it_is_on_a_branch():
    result = origin_of_row(on(did("c", "added users.9"), refs=[branch("gift-cards", "c")]))

    assert (result.kind, result.labels, result.commit.id) == (OriginKind.BRANCH, ("gift-cards",), id_of("c"))
    assert result.sentence == "Only the branch gift-cards has it: added in ccccccc (3 May 2026) by Mara."


def test_it_is_on_two_branches():
    story = on(did("c", "added users.9"), refs=[branch("one", "c"), branch("two", "c")], author="")

    assert (
        origin_of_row(story).sentence
        == "Only the branches one and two have it: added in ccccccc (3 May 2026)."
    )


def test_what_the_first_branches_hold_will_be_released_and_what_others_hold_may_go_again():
    commits = [commit("a"), commit("b", "a")]
    side = replace(branch("gift-cards", "b"), rank=1)
    for refs, is_newer in (((branch("main", "a"), side), False), ((branch("main", "b"), side), True)):
        story = code(commits, [did("b", "added users.9")], ref("v2", "a"), *refs)
        result = origin_of_row(story, code_=replace(HERE, commit=id_of("a")))

        assert (result.kind, result.is_newer) == (OriginKind.BRANCH, is_newer)


def test_it_was_on_a_branch_that_is_gone():
    result = origin_of_row(on(did("c", "added users.9")))

    assert (result.kind, result.labels) == (OriginKind.GONE_BRANCH, ())
    assert result.sentence == "It was on a branch that is gone: added in ccccccc (3 May 2026) by Mara."


def test_a_branch_has_deleted_or_renamed_what_it_once_had():
    commits = [commit("a"), commit("c", "a"), commit("e", "c"), commit("d", "a")]
    for change in (did("e", "removed users.9"), did("e", "renamed users.10 from users.9")):
        story = code(commits, [did("c", "added users.9"), change], ref("v2", "d"), branch("side", "e"))
        assert origin_of_row(story).kind is OriginKind.GONE_BRANCH


def test_it_was_removed_in_a_commit():
    result = origin_of_row(on(did("a", "added users.9"), did("b", "removed users.9")))

    assert (result.kind, result.labels, result.commit.id) == (OriginKind.REMOVED, ("v2",), id_of("b"))
    assert (
        result.sentence == "It was removed in bbbbbbb (2 May 2026) by Mara; v2 is the first label without it."
    )


def test_it_was_removed_and_no_label_knows():
    story = replace(on(did("a", "added users.9"), did("b", "removed users.9")), refs=())

    assert origin_of_row(story).sentence == "It was removed in bbbbbbb (2 May 2026) by Mara."


def test_it_was_renamed():
    story = on(did("a", "added users.9"), did("b", "renamed users.10 from users.9"))
    result = origin_of_row(story)

    assert (result.kind, result.other, result.labels) == (OriginKind.RENAMED, key("users.10"), ("v2",))
    assert result.sentence == (
        "It was renamed to users.10 in bbbbbbb (2 May 2026) by Mara; v2 is the first label with the new name."
    )
    assert (
        origin_of_row(replace(story, refs=())).sentence
        == "It was renamed to users.10 in bbbbbbb (2 May 2026) by Mara."
    )


def test_it_is_in_a_newer_release():
    commits = [commit("a"), commit("d", "a"), commit("e", "d", day=5), commit("f", "a")]
    story = code(
        commits,
        [did("e", "added users.9"), did("f", "added users.8")],
        ref("v2", "d"),
        ref("v3", "e", RefKind.RELEASE),
        ref("v2.1", "f"),
    )

    assert (
        origin_of_row(story).sentence == "v3 has it, a newer release: added in eeeeeee (6 May 2026) by Mara."
    )
    beside = origin(story, key("users.8"), HERE)
    assert (beside.kind, beside.sentence) == (
        OriginKind.RELEASE,
        "v2.1 has it: added in fffffff (1 May 2026) by Mara.",
    )


def test_it_is_in_a_known_manifest():
    result = origin_of_row(
        NO_HISTORY,
        release("users: 9", label="v3"),
        release("users: 9", label="v4"),
        HERE,
        release("users: 9"),
    )

    assert (result.kind, result.sentence, result.labels) == (
        OriginKind.RELEASE,
        "v3 and v4 have it.",
        ("v3", "v4"),
    )


def test_a_squash_replaced_it():
    story = on(
        did("a", "added users.9"),
        did("b", "added users.9to10"),
        did("b", "added users.9to10 replaces users.9"),
        did("d", "removed users.9"),
        did("d", "removed users.9to10 replaces users.9"),
    )
    result = origin_of_row(story)

    assert (result.kind, result.other, result.labels) == (OriginKind.SQUASH, key("users.9to10"), ("v2",))
    assert result.sentence == (
        "users.9to10 replaced it in bbbbbbb (2 May 2026) by Mara, first in v2; "
        "its file was removed in ddddddd (4 May 2026) by Mara."
    )


def test_a_squash_whose_commit_no_label_contains_and_whose_files_never_were_here():
    story = replace(on(did("b", "added users.9to10 replaces users.9")), refs=())

    assert origin_of_row(story).sentence == "users.9to10 replaced it in bbbbbbb (2 May 2026) by Mara."


def test_a_squash_of_another_branch_is_none():
    assert origin_of_row(on(did("c", "added users.9to10 replaces users.9"))).kind is OriginKind.NOWHERE


def test_a_squash_of_a_known_manifest():
    squash = release("users: 9to10 = 9+10", "shop: 1to2 = 1+2", label="v1.5")

    assert (
        origin_of_row(NO_HISTORY, release("a: 1"), release("shop: 1to2 = 1+2"), squash).sentence
        == "users.9to10 replaced it in v1.5."
    )
    assert origin_of_row(NO_HISTORY, replace(squash, label=None)).sentence == "users.9to10 replaced it."


def test_nowhere_says_what_was_searched():
    assert origin_of_row(on()).sentence == "No followed branch, tag or known manifest has ever had it."
    assert (
        origin_of_row(NO_HISTORY).sentence
        == "No release known here contains it. Follow the repository to find the branch it came from."
    )
    assert origin_of_row(on(is_cut=True)).sentence == (
        "No followed branch, tag or known manifest has ever had it; but the clone is shallow, and what was before "
        "it is not known."
    )


def test_where_the_release_is_no_known_commit_every_commit_counts():
    elsewhere = release("users: 1", label="other", commit="9999")

    assert (
        origin_of_row(on(did("a", "added users.9"), did("b", "removed users.9")), code_=elsewhere).kind
        is OriginKind.REMOVED
    )
    assert (
        origin_of_row(on(did("c", "added users.9"), refs=[branch("side", "c")]), code_=elsewhere).kind
        is OriginKind.BRANCH
    )
    newer = origin_of_row(on(did("a", "added users.9")), code_=elsewhere)
    assert newer.sentence == "v1 and v2 have it: added in aaaaaaa (1 May 2026) by Mara."


def test_a_file_that_the_commit_has_and_the_release_lacks_is_no_answer():
    """It was read otherwise: as a helper, or as one that cannot be read. That nobody ever had it would be false."""
    result = origin_of_row(on(did("a", "added users.9")))

    assert result.kind is OriginKind.NOWHERE
    assert result.sentence.startswith("Its file is in the code of this release, and not one of")


def test_a_file_that_django_passes_over_is_named():
    file = PassedOver(ROW, "users/migrations/9.py", PassedOverReason.NO_PACKAGE)
    other = PassedOver(key("users.8"), "users/migrations/8.py", PassedOverReason.DOT)
    passing = replace(HERE, passed_over=(other, file))
    words = "users/migrations/9.py, but Django passes over it: its folder has no __init__.py."

    here = origin_of_row(on(did("a", "added users.9")), code_=passing)
    there = origin_of_row(on(), replace(passing, label=None), replace(passing, label="v1"))
    loaded = origin_of_row(on(), replace(passing, label="v1"), release("users: 9", label="v3"))

    assert (here.kind, here.sentence) == (OriginKind.PASSED_OVER, words.replace(", but", " is there, but"))
    assert (there.kind, there.sentence, there.labels) == (OriginKind.PASSED_OVER, f"v1 has {words}", ("v1",))
    assert loaded.kind is not OriginKind.PASSED_OVER


def test_every_stranger_of_a_comparison_has_an_origin_and_apps_not_covered_only_where_there_is_one():
    code_ = release("users: 1 < 2 @auth.3", complete=False, commit="dddd")
    drift = compare(code_, history("users.1", "users.7", "auth.1", "auth.2"))
    story = on(did("c", "added auth.2"), refs=[branch("side", "c")])

    assert {str(unknown): result.kind for unknown, result in origins(story, drift).items()} == {
        "auth.2": OriginKind.BRANCH,
        "users.7": OriginKind.NOWHERE,
    }


def test_a_parent_without_a_file_has_an_origin_and_other_findings_have_none():
    drift = compare(release("users: 1", "shop: 1 @users.9"), history("users.1", "users.1"))

    assert [finding.code for finding in drift.findings] == [Code.MISSING_PARENT, Code.DUPLICATE]
    assert list(origins(NO_HISTORY, drift)) == [ROW]


def test_an_app_that_starts_anew_has_the_origin_of_each_row():
    drift = compare(release("users: 1"), history("users.9"))

    assert list(origins(NO_HISTORY, drift)) == [ROW]
