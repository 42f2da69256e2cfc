"""The work for the impact of a release grows with migrations, edits and histories, and not with their square."""

import pytest

from app.domain.impact import Impact, KnownPart, impact_of
from app.domain.release import Release
from tests.build import history, release
from tests.growth.steps import MOST, growth

SMALL = 24


def names(number: int) -> list[str]:
    return [f"{each:04}" for each in range(number)]


def edges(number: int) -> tuple[Release, Release, str]:
    """As many new edges into migrations that were run."""
    lines = [f"a{name}: 1" for name in names(number)]
    before = release(*lines, *(f"b{name}: 1" for name in names(number)))
    after = release(*lines, *(f"b{name}: 1 @a{name}.1" for name in names(number)))
    return before, after, " ".join(f"b{name}.1" for name in names(number))


def leaves(number: int) -> tuple[Release, Release, str]:
    """As many leaves of one app."""
    before = release("a: 1")
    return before, release("a: 1", *(f"a: 1{name} @a.1" for name in names(number))), "a.1"


def skipped(number: int) -> tuple[Release, Release, str]:
    """A squash without the files that it replaces, of which one was run."""
    before = release(f"a: {' < '.join(names(number))}")
    return before, release(f"a: s = {'+'.join(names(number))}"), "a.0000"


def hidden(number: int) -> tuple[Release, Release, str]:
    """As many migrations below a squash that counts as applied."""
    before = release("a: 1 < 2")
    chain = [f"0{name}" for name in names(number)]
    after = release("a: 1 < 2", f"a: {' < '.join(chain)}", f"a: s @a.{chain[-1]} = 1+2")
    return before, after, "a.1 a.2"


def deleted(number: int) -> tuple[Release, Release, str]:
    """As many files that are gone, each needed by another app."""
    before = release(*(f"a: {name}" for name in names(number)), *(f"b{n}: 1 @a.{n}" for n in names(number)))
    return before, release("a: x", *(f"b{n}: 1 @a.{n}" for n in names(number))), ""


@pytest.mark.parametrize("shape", [edges, leaves, skipped, hidden, deleted], ids=lambda shape: shape.__name__)
def test_twice_as_much_is_twice_the_work(shape):
    def asked(number: int) -> Impact:
        before, after, rows = shape(number)
        impact = impact_of(
            after, [KnownPart(environment="e", history=history(*rows.split()), base=before, base_name="v1")]
        )
        assert impact.environments[0].harms
        return impact

    assert growth(lambda: asked(SMALL), lambda: asked(2 * SMALL)) <= MOST


def test_twice_as_many_environments_are_twice_the_work():
    before, after, rows = edges(3)

    def asked(number: int) -> Impact:
        parts = [
            KnownPart(environment=name, history=history(*rows.split(), f"odd.{name}"), base=before)
            for name in names(number)
        ]
        return impact_of(after, parts)

    assert growth(lambda: asked(SMALL), lambda: asked(2 * SMALL)) <= MOST
