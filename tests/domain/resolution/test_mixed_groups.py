"""Up to Django 5.2 a squash that replaces itself makes the order of squashes count that have nothing in common."""

from app.domain.drift import compare
from app.domain.outcome import migrate
from app.domain.outcome.commands import MigrateArguments
from tests.build import history, release


def test_what_stays_linked_to_a_squash_that_replaces_itself_depends_on_what_another_squash_took_before():
    code = release("a: 1", "a: s = 1", "a: 2 @a.s", "a: z @a.2 = z+2", "a: 4 @a.z", "a: t = s", django="5.2")

    texts = {text for outcome in compare(code, history()).outcome.alternatives for text in outcome.messages}

    assert {"('a', '2')", "('a', 'z')", "('a', 's')"} < texts
    assert len(texts) == 4  # and s, which t took away, is not found


def test_beside_a_squash_that_replaces_itself_each_group_of_many_squashes_may_come_first():
    code = release(
        *("a: 1 = 1", "a: s = 1", "a: 2 @a.1", "a: t @a.1 = 2"),
        *("b: 1 < 2", "b: s = 1+2", "b: t = 1+2", "c: 1 @a.1 < 2", "c: s @a.1 = 1+2", "c: t @a.1 = 1+2"),
        django="5.2",
    )

    raised = {outcome.raises for outcome in compare(code, history()).outcome.alternatives}

    assert raised == {"CommandError", "NodeNotFoundError"}


def test_a_circle_over_such_a_squash_is_followed_for_ever_when_another_app_goes_back():
    code = release("a: 1 @a.s", "a: s @a.1 = s", "b: 1 @a.1", "c: 1", django="5.2")

    assert migrate(code, history("c.1"), MigrateArguments("c", "zero")).raises == "CircularDependencyError"
