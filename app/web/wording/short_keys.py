"""Keys as titles write them: cut after the number, never within it."""

from collections.abc import Callable, Iterable

from app.domain.keys import MigrationKey


def short(key: MigrationKey) -> str:
    """`orders.0001` for orders.0001_initial; the whole key if its name does not start with a number."""
    number, _, _ = key.name.partition("_")
    return f"{key.app_label}.{number}" if number.isdigit() else str(key)


def shortened(keys: Iterable[MigrationKey]) -> Callable[[MigrationKey], str]:
    """A function that writes keys short, unless two of these would then read the same."""
    every = frozenset(keys)
    return short if len({short(key) for key in every}) == len(every) else str
