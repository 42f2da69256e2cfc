"""What the log says of databases that cannot be read: each once."""

from app.domain.failure import Cause
from app.domain.history import History
from app.jobs.collection import CollectionResult
from app.jobs.failing import Failing

READ = History()


def failed(slug: str, cause: Cause = Cause.NO_HOST, **more) -> CollectionResult:
    return CollectionResult(slug, cause=cause, **more)


def test_who_fails_and_why_is_said_when_it_begins_and_not_again():
    failing = Failing()

    assert failing.changes("shop", [failed("qa"), CollectionResult("prod", READ)]) == {
        "failing": [f"qa: {Cause.NO_HOST.sentence}"]
    }
    assert failing.changes("shop", [failed("qa"), CollectionResult("prod", READ)]) == {}


def test_another_cause_is_said_and_who_is_read_again_has_recovered():
    failing = Failing()
    failing.changes("shop", [failed("qa"), failed("prod")])

    assert failing.changes(
        "shop", [failed("qa", Cause.PASSWORD_REFUSED), CollectionResult("prod", READ)]
    ) == {
        "failing": [f"qa: {Cause.PASSWORD_REFUSED.sentence}"],
        "recovered": ["prod"],
    }


def test_an_environment_that_is_gone_has_not_recovered_and_another_project_is_its_own():
    failing = Failing()
    failing.changes("shop", [failed("qa")])

    assert failing.changes("blog", [CollectionResult("qa", READ)]) == {}
    assert failing.changes("shop", []) == {}
    assert "failing" in failing.changes("shop", [failed("qa")])


def test_databases_and_schemas_are_named_and_counted():
    failing = Failing()
    tenants = CollectionResult(
        "eu", alias="tenants", schemas=9, causes=dict.fromkeys("abcd", Cause.FORBIDDEN)
    )

    assert failing.changes("shop", [tenants])["failing"] == [
        f"eu tenants: a, b, c and 1 more: {Cause.FORBIDDEN.sentence}"
    ]
    lines = failing.changes("blog", [failed(f"e{number:03}") for number in range(70)])["failing"]
    assert lines[-1] == "and 20 more"
    assert len(lines) == 51
