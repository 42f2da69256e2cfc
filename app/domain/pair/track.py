"""
One app in two histories.

    app billing   1   2   3   4   5
    first         x   x   x   x         4 : 2
    second        x   x
"""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.keys import MigrationKey
from app.domain.pair.order import OtherOrder
from app.domain.pair.pair import HistoryPair


@dataclass(frozen=True, slots=True)
class AppTrack:
    """
    An app that differs: its migrations in order, how many of them each history has, and what one has alone.

    `keys` are the migrations of the release and the rows that it does not know behind them. `first_last` and
    `second_last` say how far each history is: the position after the last migration that it has.
    """

    label: str
    keys: tuple[MigrationKey, ...]
    first_count: int
    second_count: int
    first_last: int
    second_last: int
    only_first: tuple[MigrationKey, ...] = ()
    only_second: tuple[MigrationKey, ...] = ()
    other_orders: tuple[OtherOrder, ...] = ()


def tracks(pair: HistoryPair) -> tuple[AppTrack, ...]:
    """A track for each app that differs: those with most that one has alone stand first, then by label."""
    made = tuple(_tracks(pair))
    return tuple(
        sorted(made, key=lambda track: (-len(track.only_first) - len(track.only_second), track.label))
    )


def app_count(pair: HistoryPair) -> int:
    """How many apps have a migration in the release, or a row."""
    recorded = pair.first.recorded | pair.second.recorded
    return len({key.app_label for key in (*pair.release.migrations, *recorded)})


def _tracks(pair: HistoryPair) -> Iterator[AppTrack]:
    only_first, only_second = _by_app(pair.only_first), _by_app(pair.only_second)
    orders: dict[str, list[OtherOrder]] = {}
    for order in pair.other_orders:
        orders.setdefault(order.child.app_label, []).append(order)
    labels = only_first.keys() | only_second.keys() | orders.keys()
    first, second = pair.first.recorded, pair.second.recorded
    known = (*pair.release.migrations, *(key for key in first | second if pair.is_unknown(key)))
    keys_of = _by_app(key for key in known if key.app_label in labels)
    for label in labels:
        keys = pair.sorted(keys_of[label])
        in_first = [position for position, key in enumerate(keys, 1) if key in first]
        in_second = [position for position, key in enumerate(keys, 1) if key in second]
        yield AppTrack(
            label,
            keys,
            len(in_first),
            len(in_second),
            in_first[-1] if in_first else 0,
            in_second[-1] if in_second else 0,
            tuple(only_first.get(label, ())),
            tuple(only_second.get(label, ())),
            tuple(orders.get(label, ())),
        )


def _by_app(keys: Iterator[MigrationKey] | tuple[MigrationKey, ...]) -> dict[str, list[MigrationKey]]:
    of_app: dict[str, list[MigrationKey]] = {}
    for key in keys:
        of_app.setdefault(key.app_label, []).append(key)
    return of_app
