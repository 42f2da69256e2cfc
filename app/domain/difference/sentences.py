"""A difference in one sentence, what was edited after its release first; and what could not be compared."""

from collections.abc import Iterator, Sequence

from app.domain.difference.comparison import Difference
from app.domain.difference.consequences import ReleaseNames
from app.domain.english import count, listed, plural
from app.domain.keys import MigrationKey

NAMED = 2
"""So many keys are named in the sentence over a difference, the others are counted."""


def headline(difference: Difference, names: ReleaseNames) -> str:
    """What is the matter, in one sentence: what was edited after its release comes first."""
    edited, renamed = difference.edited, difference.renamed
    had = f"that {names.before} had released"
    if edited:
        keys = [edit.key for edit in edited]
        if renamed:
            and_renamed = f"and renamed {_one(len(renamed))}"
            return f"{names.after} edited {_number(keys)} {had}, {and_renamed}: {listed(keys, NAMED)}."
        return f"{names.after} edited {_number(keys)} {had}: {listed(keys, NAMED)}."
    if len(renamed) == 1:
        return f"{names.after} renamed one migration {had}: {renamed[0].before} is {renamed[0].after} now."
    if renamed:
        keys = [rename.before for rename in renamed]
        return f"{names.after} renamed {_number(keys)} {had}: {listed(keys, NAMED)}."
    if difference.moved:
        keys = sorted({edge.child for edge in difference.moved})
        return f"{names.after} puts a dependency under {_number(keys)} {had}: {listed(keys, NAMED)}."
    return _calm(difference, names)


def _calm(difference: Difference, names: ReleaseNames) -> str:
    """Nothing was edited."""
    if difference.before.fingerprint == difference.after.fingerprint:
        return f"{names.before} and {names.after} are the same release."
    if difference.coverage.unread:
        number = _number(difference.coverage.unread)
        return (
            f"Whether {names.after} edited what {names.before} had released is not known: "
            f"{number} could not be read whole."
        )
    squashed = sum(len(squash.replaced) for squash in difference.squashed if squash.new)
    numbers = {"adds": len(difference.added), "removes": len(difference.removed), "squashes": squashed}
    parts = [f"{verb} {_one(number)}" for verb, number in numbers.items() if number]
    if parts:
        first, *others = parts
        several = "" if first.endswith(" one") else "s"
        said = listed([f"{first} migration{several}", *others])
        return f"{names.after} {said}, and edits none that {names.before} had released."
    if difference.django:
        old, new = difference.django
        return f"{names.after} has the migrations of {names.before}, on Django {new} instead of {old}."
    if difference.settings:
        return f"{names.after} has the migrations of {names.before} under other settings."
    return f"{names.after} has the migrations of {names.before}."


def _number(keys: Sequence[MigrationKey]) -> str:
    return f"{_one(len(keys))} {plural(len(keys), 'migration', 'migrations')}"


def _one(number: int) -> str:
    return "one" if number == 1 else f"{number:,}"


def not_compared(difference: Difference, names: ReleaseNames) -> tuple[str, ...]:
    """What could not be held against each other, and why, a sentence for each."""
    return tuple(_not_compared(difference, names))


def _not_compared(difference: Difference, names: ReleaseNames) -> Iterator[str]:
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
