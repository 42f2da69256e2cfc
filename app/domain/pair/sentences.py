"""What is said of two histories: the first sentence, what each app differs in, and what an order means."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.english import count, plural
from app.domain.keys import MigrationKey
from app.domain.pair.pair import HistoryPair
from app.domain.pair.track import AppTrack

HARMLESS = "Django compares no order of rows: this is harmless."


@dataclass(frozen=True, slots=True)
class PairNames:
    """The names of the two sides and of the release in sentences: `staging`, `production-eu`, `v2.4`."""

    first: str
    second: str
    release: str


def headline(pair: HistoryPair, names: PairNames) -> str:
    """
    The first sentence.

    `staging ran 12 migrations that production-eu did not, and has one row that v2.4 does not know.`
    """
    if pair.is_same:
        return _same(pair, names)
    sides = (
        _side(pair, pair.only_first, names.first, names.second, names.release),
        _side(pair, pair.only_second, names.second, names.first, names.release),
    )
    return "; ".join(filter(None, sides)) + "."


def _same(pair: HistoryPair, names: PairNames) -> str:
    both = f"{names.first} and {names.second}"
    if not pair.first.recorded:
        empty = "have no row" if not pair.second.recorded else "have the same migrations"
        return f"{both} {empty}."
    if pair.through_squash:
        number = len(pair.through_squash)
        rows = plural(number, "row is", "rows are")
        return (
            f"{both} have run the same migrations: {number:,} {rows} there in one of them through a squash."
        )
    number = len(pair.first.recorded)
    same = "the same migration" if number == 1 else f"the same {number:,} migrations"
    end = f", {_orders(len(pair.other_orders))}" if pair.other_orders else ""
    return f"{both} have recorded {same}{end}."


def _orders(number: int) -> str:
    pairs = count(number, "pair")
    return f"{pairs} of them in another order, which is harmless"


def _side(pair: HistoryPair, keys: Sequence[MigrationKey], name: str, other: str, release: str) -> str:
    unknown = sum(map(pair.is_unknown, keys))
    ran = len(keys) - unknown
    parts = []
    if ran:
        parts.append(f"ran {count(ran, 'migration')} that {other} did not")
    if unknown:
        number = "one row" if unknown == 1 else f"{unknown:,} rows"
        lack = "" if ran else f", and {other} lacks"
        parts.append(f"has {number} that {release} does not know{lack}")
    return f"{name} {', and '.join(parts)}" if parts else ""


def track_words(pair: HistoryPair, track: AppTrack, names: PairNames) -> str:
    """What an app differs in: `staging ran 2 more`, `production-eu ran catalog.0014_archived_at`."""
    words = [
        *_track_side(pair, track.only_first, names.first, names.release),
        *_track_side(pair, track.only_second, names.second, names.release),
    ]
    if track.other_orders:
        number = len(track.other_orders)
        same = "" if words else "same rows, "
        words.append(f"{same}{count(number, 'pair')} recorded in another order: harmless")
    return "; ".join(words)


def _track_side(pair: HistoryPair, keys: Sequence[MigrationKey], name: str, release: str) -> Iterator[str]:
    known = [key for key in keys if not pair.is_unknown(key)]
    unknown = [key for key in keys if pair.is_unknown(key)]
    if known:
        yield f"{name} ran {known[0]}" if len(known) == 1 else f"{name} ran {len(known):,} more"
    if unknown:
        what = str(unknown[0]) if len(unknown) == 1 else f"{len(unknown):,} rows"
        yield f"{name} has {what}, which {release} does not know"


def order_note(pair: HistoryPair) -> str:
    """What is to be said of the order of the rows that both have; empty where it is one order."""
    if pair.other_orders:
        return HARMLESS
    if pair.is_same_sequence:
        return ""
    return "What both have was recorded in two orders. Each keeps every dependency, so they are the same."
