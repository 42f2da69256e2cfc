"""Two thousand drawn pairs of histories, held against a judge that tries everything."""

import random

from app.domain.history import History, Row
from app.domain.keys import MigrationKey
from app.domain.pair.content import content
from app.domain.pair.pair import HistoryPair
from app.domain.pair.track import tracks
from app.domain.release import Migration, Release
from tests.domain.pair import judge

PAIRS = 2_000


def drawn_release(chance: random.Random) -> Release:
    keys = [
        MigrationKey(app, str(n))
        for app in "abc"[: chance.randint(1, 3)]
        for n in range(chance.randint(1, 4))
    ]
    chance.shuffle(keys)
    migrations = []
    for position, key in enumerate(keys):
        before = keys[:position]
        parents = chance.sample(before, min(len(before), chance.choice([0, 1, 1, 2, 3])))
        migrations.append(Migration(key, dependencies=tuple(parents)))
    pool = list(keys)
    for number in range(chance.choice([0, 0, 1, 1, 2])):
        replaced = chance.sample(pool, min(len(pool), chance.randint(1, 3)))
        squash = MigrationKey(replaced[0].app_label, f"squash{number}")
        migrations.append(Migration(squash, replaces=tuple(replaced)))
        pool.append(squash)
    return Release.of(migrations)


def drawn_history(chance: random.Random, release: Release) -> History:
    keys = [key for key in release.migrations if chance.random() < 0.7]
    keys += [MigrationKey("abc"[chance.randrange(3)], "unknown") for _ in range(chance.choice([0, 0, 1]))]
    if chance.random() < 0.7:
        chance.shuffle(keys)
    keys += [chance.choice(keys)] if keys and chance.random() < 0.1 else []
    return History(tuple(Row(key, "2026-01-05 12:00:00+00:00", n) for n, key in enumerate(keys, 1)))


def test_drawn_pairs():
    chance = random.Random(8)
    told = {"orders": 0, "squash": 0, "same": 0, "sequence": 0}
    for number in range(PAIRS):
        release = drawn_release(chance)
        first = drawn_history(chance, release)
        second = first if chance.random() < 0.05 else drawn_history(chance, release)
        pair = HistoryPair(release, first, second)
        in_first, in_second = (judge.there(release, side.recorded) for side in (first, second))

        assert content(release, first.recorded) == in_first, number
        assert set(pair.only_first) == first.recorded - in_second, number
        assert set(pair.only_second) == second.recorded - in_first, number
        orders = {(each.child, each.parent, each.first) for each in pair.other_orders}
        assert orders == judge.other_orders(release, first, second), number
        assert pair.common == judge.common(release, first, second), number
        needed = judge.needed(release)
        assert set(pair.frontier) == {
            key for key in pair.common if not any(key in needed[other] for other in pair.common)
        }, number
        assert pair.both_in_first + len(pair.only_first) == len(first.recorded)

        swapped = HistoryPair(release, second, first)
        assert (swapped.only_first, swapped.only_second) == (pair.only_second, pair.only_first)
        assert {(each.child, each.parent, not each.first) for each in swapped.other_orders} == orders
        for track, other in zip(tracks(pair), tracks(swapped), strict=True):
            assert (track.first_count, track.second_count) == (other.second_count, other.first_count)
        told["orders"] += bool(orders)
        told["squash"] += bool(pair.through_squash)
        told["same"] += pair.is_same
        told["sequence"] += pair.is_same and not pair.is_same_sequence and not orders

    assert min(told.values()) >= 20, told
