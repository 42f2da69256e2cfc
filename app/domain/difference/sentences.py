"""The sentence over a difference, and the sentences about what could not be compared."""

from collections.abc import Iterator, Sequence

from app.domain.difference.comparison import Difference
from app.domain.difference.consequences import ReleaseNames
from app.domain.english import count, listed, plural
from app.domain.keys import MigrationKey

MAX_NAMED = 2
"""The headline names this many migrations and counts the others."""


def headline(difference: Difference, names: ReleaseNames) -> str:
    """The most important change, in one sentence; edits of released migrations come first."""
    edited, renamed = difference.edited, difference.renamed
    had = f"that {names.before} had released"
    if edited:
        keys = [edit.key for edit in edited]
        if renamed:
            and_renamed = f"and renamed {_number(len(renamed))}"
            return (
                f"{names.after} edited {_migrations(keys)} {had}, {and_renamed}: {listed(keys, MAX_NAMED)}."
            )
        return f"{names.after} edited {_migrations(keys)} {had}: {listed(keys, MAX_NAMED)}."
    if len(renamed) == 1:
        return f"{names.after} renamed one migration {had}: {renamed[0].before} is {renamed[0].after} now."
    if renamed:
        keys = [rename.before for rename in renamed]
        return f"{names.after} renamed {_migrations(keys)} {had}: {listed(keys, MAX_NAMED)}."
    if difference.edges_without_edit:
        keys = sorted({edge.child for edge in difference.edges_without_edit})
        return f"{names.after} puts a dependency under {_migrations(keys)} {had}: {listed(keys, MAX_NAMED)}."
    return _headline_without_edits(difference, names)


def _headline_without_edits(difference: Difference, names: ReleaseNames) -> str:
    if difference.before.fingerprint == difference.after.fingerprint:
        return f"{names.before} and {names.after} are the same release."
    if difference.coverage.unread:
        migrations = _migrations(difference.coverage.unread)
        return (
            f"Whether {names.after} edited what {names.before} had released is not known: "
            f"{migrations} could not be read whole."
        )
    squashed = sum(len(squash.replaced) for squash in difference.squashed if squash.new)
    numbers = {"adds": len(difference.added), "removes": len(difference.removed), "squashes": squashed}
    changes = [(verb, number) for verb, number in numbers.items() if number]
    if changes:
        verb, number = changes[0]
        first = f"{verb} {_number(number)} {plural(number, 'migration', 'migrations')}"
        others = [f"{verb} {_number(number)}" for verb, number in changes[1:]]
        return f"{names.after} {listed([first, *others])}, and edits none that {names.before} had released."
    if difference.django:
        old, new = difference.django
        return f"{names.after} has the migrations of {names.before}, on Django {new} instead of {old}."
    if difference.settings:
        return f"{names.after} has the migrations of {names.before} under other settings."
    return f"{names.after} has the migrations of {names.before}."


def _migrations(keys: Sequence[MigrationKey]) -> str:
    """`one migration`, `13 migrations`."""
    return f"{_number(len(keys))} {plural(len(keys), 'migration', 'migrations')}"


def _number(number: int) -> str:
    """`one`, `13`, `1,988`."""
    return "one" if number == 1 else f"{number:,}"


def not_compared_lines(difference: Difference, names: ReleaseNames) -> tuple[str, ...]:
    """What could not be compared, and why: a sentence for each reason."""
    return tuple(_not_compared_lines(difference, names))


def _not_compared_lines(difference: Difference, names: ReleaseNames) -> Iterator[str]:
    apps, unread = difference.coverage.apps, difference.coverage.unread
    if apps:
        yield f"Only one of {names.before} and {names.after} covers {listed(apps)}: not compared."
    if unread:
        yield f"{listed(unread)} could not be read whole: not compared."
    if difference.operations_not_compared:
        number = count(len(difference.operations_not_compared), "migration")
        yield (
            f"The operations of {number} were compared by kind and name only: "
            "not both releases hold fingerprints of them."
        )
