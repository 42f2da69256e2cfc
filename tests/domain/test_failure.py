import pytest

from app.domain.failure import REASONS, Cause


@pytest.mark.parametrize("cause", Cause)
def test_every_cause_says_what_happened_and_what_to_do_next(cause: Cause):
    assert not cause.sentence.endswith(".")
    assert cause.next_step.endswith(".")
    assert cause.next_step[0].isupper()
    assert "\n" not in cause.sentence + cause.next_step


def test_no_two_causes_say_the_same():
    assert len({sentence for sentence, _ in REASONS.values()}) == len(Cause)


@pytest.mark.parametrize(
    "value",
    [
        "unreachable", "forbidden", "busy", "unreadable", "no-schema", "no-file", "unsupported", "not-collected",
    ],
)  # fmt: skip
def test_a_cause_that_was_stored_before_is_still_read(value: str):
    assert Cause(value).value == value


def test_a_cause_of_a_newer_driftboard_is_read_as_an_unknown_one():
    assert Cause("eaten-by-a-whale") is Cause.FAILED
