from app.domain.drift import compare
from app.domain.history import History, Row
from app.domain.provenance import Knowledge, explanation_of, with_knowledge
from app.domain.provenance.code_history import NO_HISTORY
from app.domain.provenance.writers import WriterKind
from tests.build import key, release
from tests.domain.provenance.code import code, commit, did, ref
from tests.domain.provenance.contents import holding, runs

A = "AddField thing.a"


def test_the_signs_in_sentences():
    story = code(
        [commit("a"), commit("b", "a", day=10), commit("c", "b", day=40)],
        [did("a", "added a.1"), did("b", "renamed a.2 from a.1"), did("c", "renamed a.1 from a.9")],
        ref("v1", "a"),
        ref("v3", "c"),
    )
    first = holding("a: 1", label="v1", contents={"a.1": A})
    again = holding("a: 1", label="v3", contents={"a.1": "RunSQL x"})
    knowledge = Knowledge(story, (first, again))
    drift = with_knowledge(compare(again, runs((2, "a.1"))), knowledge)

    assert [finding.code.value for finding in drift.findings] == ["D208"]
    told = list(explanation_of(knowledge, drift).sentences(drift.findings[0]))
    changes = "operation 1, RunSQL x, is new and operation 1, AddField thing.a, is gone"
    assert told == [
        "Its row is from 3 May 2026; this file is called so since ccccccc (10 Jun 2026), first in v3.",
        "An earlier file of this name was renamed in bbbbbbb (11 May 2026).",
        f"v1 held something else under this name: {changes}.",
        "Had this file run, there would be what it does: RunSQL x.",
    ]
    undated = with_knowledge(compare(again, History((Row(key("a.1"), "?"),))), knowledge)
    assert next(explanation_of(knowledge, undated).sentences(undated.findings[0])).startswith("This file is")
    assert WriterKind("former-file") is WriterKind.FORMER_FILE


def test_the_signs_that_are_not_known_are_left_out():
    squashed = release("a: 1 < 2", "a: 1to2 = 1+2", label="v2")
    new = release("a: 1to2 < 2", label="v3")
    knowledge = Knowledge(NO_HISTORY, (squashed, new))
    rows = History(tuple(Row(key(f"a.{name}"), "?", number) for number, name in enumerate(["2", "1to2"])))
    drift = with_knowledge(compare(new, rows), knowledge)

    assert list(explanation_of(knowledge, drift).sentences(drift.findings[0])) == [
        "a.1to2 replaced a migration of this name, and the row is before that of a.1to2."
    ]
