from dataclasses import replace

from app.domain.difference.contents import differs
from tests.build import key
from tests.domain.provenance.contents import holding, operation

A, A_AND_B = "AddField thing.a", "AddField thing.a, AddField thing.b"


def test_what_counts_as_another_content():
    def differ(before: str, after: str) -> bool | None:
        return differs(
            *(holding("a: 1", contents={"a.1": text}).migrations[key("a.1")] for text in (before, after))
        )

    assert differ(A, A) is False
    assert differ(A, A_AND_B) is True
    assert differ(A_AND_B, "AddField thing.b, AddField thing.a") is None, "another order"
    assert differ("?AddField thing.a", "?AddField thing.a") is None
    plain = holding("a: 1", contents={"a.1": "RunPython x"}).migrations[key("a.1")]
    one_way = replace(plain, operations=(replace(operation("RunPython y"), name="x", reversible=False),))
    assert differs(one_way, plain) is None, "it only got a way back"
    assert differs(plain, one_way) is True
