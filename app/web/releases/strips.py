"""A cell for each migration of an app: new, edited, gone, one way, a squash; all others are quiet."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from app.domain import english
from app.domain.difference import Difference
from app.domain.keys import MigrationKey
from app.web.releases.views import Strip

Keys = AbstractSet[MigrationKey]


@dataclass(frozen=True, slots=True)
class CellMarks:
    """What is more than quiet; `edited` are those that need more too, and some of it and of `renamed` is `blocked`."""

    new: Keys = frozenset()
    edited: Keys = frozenset()
    blocked: Keys = frozenset()
    gone: Keys = frozenset()
    irreversible: Keys = frozenset()
    squash: Keys = frozenset()
    renamed: Keys = frozenset()

    @property
    def said(self) -> tuple[tuple[str, Keys], ...]:
        """The words for each, what matters most first."""
        return (
            ("edited", self.edited),
            ("renamed", self.renamed),
            ("new", self.new),
            ("gone", self.gone),
            ("one way", self.irreversible),
            ("squash", self.squash),
        )


def changed(difference: Difference, blocked: Iterable[MigrationKey] = ()) -> CellMarks:
    """The marks of what changed."""
    squashed = difference.squashed
    return CellMarks(
        new=frozenset(difference.added) | {squash.key for squash in squashed if squash.new},
        edited=frozenset(
            (
                *(edit.key for edit in difference.edited),
                *(edge.child for edge in difference.moved),
            )
        ),
        blocked=frozenset(blocked),
        gone=frozenset(difference.removed) | {key for squash in squashed for key in squash.gone},
        renamed=frozenset(rename.after for rename in difference.renamed),
    )


def strip(keys: Sequence[MigrationKey], marks: CellMarks, *, width: int) -> Strip:
    """The bar of one app; `width` is how many cells the widest of its table has."""
    return Strip(
        width,
        len(keys),
        in_words(keys, marks),
        *(
            tuple(place for place, key in enumerate(keys) if key in of)
            for of in (
                marks.new,
                (marks.edited | marks.renamed) - marks.blocked,
                marks.blocked,
                marks.gone,
                marks.irreversible,
                marks.squash,
            )
        ),
    )


def in_words(keys: Sequence[MigrationKey], marks: CellMarks) -> str:
    """`4 migrations, 1 edited, 2 new`."""
    numbers = ((word, sum(key in of for key in keys)) for word, of in marks.said)
    return ", ".join(
        [english.count(len(keys), "migration"), *(f"{number} {word}" for word, number in numbers if number)]
    )
