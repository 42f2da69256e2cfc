from app.domain.provenance.names import reuse_of
from tests.build import key
from tests.domain.provenance.code import code, commit, did, id_of


def test_the_reuse_of_a_name():
    def reuse(*changes, head="c"):
        commits = [commit("a"), commit("b", "a"), commit("c", "b")]
        return reuse_of(code(commits, list(changes)), key("a.1"), head=id_of(head))

    added, removed, again = did("a", "added a.1"), did("b", "removed a.1"), did("c", "added a.1")
    assert reuse(added, removed, again).start == again
    assert reuse(added, removed, again, head="b") is None
    assert reuse(added, removed) is None
    assert reuse() is None
    assert reuse(removed, again) is None, "nothing bore the name before"
    renamed = did("b", "renamed a.2 from a.1")
    assert reuse(added, renamed, again).end == renamed
