"""Strips: a cell for each migration of an app, with the marks of what was changed and of what is irreversible."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from app.domain import english
from app.domain.difference import Difference
from app.domain.difference.new_steps import NewSteps
from app.domain.keys import MigrationKey
from app.web.releases.views import Strip

Keys = AbstractSet[MigrationKey]

IRREVERSIBLE = "irreversible"
NEW_IRREVERSIBLE = "new and irreversible"
DROPS_DATA = "new and drops data"


@dataclass(frozen=True, slots=True)
class CellMarks:
    """
    The migrations of each mark.

    `edited` includes those that need more; `blocked` are a part of `edited` and `renamed`. `new_irreversible` and
    `drops_data` are of new migrations alone, and `irreversible` are those that the release before had too.
    """

    new: Keys = frozenset()
    edited: Keys = frozenset()
    blocked: Keys = frozenset()
    gone: Keys = frozenset()
    irreversible: Keys = frozenset()
    new_irreversible: Keys = frozenset()
    drops_data: Keys = frozenset()
    squash: Keys = frozenset()
    renamed: Keys = frozenset()

    @property
    def by_word(self) -> tuple[tuple[str, Keys], ...]:
        """The word of each mark with its migrations; what matters most comes first."""
        return (
            ("edited", self.edited),
            ("renamed", self.renamed),
            ("new", self.new),
            ("gone", self.gone),
            (NEW_IRREVERSIBLE, self.new_irreversible),
            (DROPS_DATA, self.drops_data),
            (IRREVERSIBLE, self.irreversible),
            ("squash", self.squash),
        )


def difference_marks(difference: Difference, blocked: Iterable[MigrationKey] = ()) -> CellMarks:
    """The marks of what changed."""
    squashed, steps = difference.squashed, NewSteps(difference)
    return CellMarks(
        new=frozenset(difference.added) | {squash.key for squash in squashed if squash.new},
        edited=frozenset(
            (
                *(edit.key for edit in difference.edited),
                *(edge.child for edge in difference.edges_without_edit),
            )
        ),
        blocked=frozenset(blocked),
        gone=frozenset(difference.removed) | {key for squash in squashed for key in squash.gone},
        new_irreversible=frozenset(steps.irreversible),
        drops_data=steps.dropping,
        renamed=frozenset(rename.after for rename in difference.renamed),
    )


def strip(keys: Sequence[MigrationKey], marks: CellMarks, *, width: int) -> Strip:
    """The strip of one app. `width` is the number of cells of the longest strip in the table."""

    def indexes(marked_keys: Keys) -> tuple[int, ...]:
        return tuple(index for index, key in enumerate(keys) if key in marked_keys)

    return Strip(
        width,
        len(keys),
        in_words(keys, marks),
        new=indexes(marks.new),
        edited=indexes((marks.edited | marks.renamed) - marks.blocked),
        blocked=indexes(marks.blocked),
        gone=indexes(marks.gone),
        irreversible=indexes(marks.irreversible | marks.new_irreversible),
        squash=indexes(marks.squash),
    )


def in_words(keys: Sequence[MigrationKey], marks: CellMarks) -> str:
    """`4 migrations, 1 edited, 2 new`."""
    numbers = ((word, sum(key in marked_keys for key in keys)) for word, marked_keys in marks.by_word)
    return ", ".join(
        [english.count(len(keys), "migration"), *(f"{number:,} {word}" for word, number in numbers if number)]
    )
