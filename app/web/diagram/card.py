"""One migration in a diagram, or one of its rows."""

from dataclasses import dataclass

from app.domain.keys import MigrationKey


@dataclass(frozen=True, slots=True)
class Card:
    """
    A card: `status` gives its icon, its line and its colour, `note` is the line of words under the key.

    A `quiet` card is a neighbour, which is cut to a small width and left out where there is no room. A card without
    a `key` says in its note how many more there are.
    """

    key: MigrationKey | None
    status: str
    note: str
    quiet: bool = False
