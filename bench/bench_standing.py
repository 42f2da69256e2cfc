"""
Measures where histories stand among the known releases: 500 environments of 2,000 rows, 200 releases.

    prepare      the releases, once
    stand        all environments
    share        of a comparison of each environment with one single release

Prints CPU time. Preparing and standing together are to take less than a second.
"""

import sys
import time
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "bench")]

import made_up  # noqa: E402

from app.domain.drift.comparison import compare  # noqa: E402
from app.domain.fleet.standing import Milestones  # noqa: E402
from app.domain.history import History, Row  # noqa: E402
from app.domain.keys import MigrationKey  # noqa: E402
from app.domain.release import Release  # noqa: E402

ENVIRONMENTS = 500
RELEASES = 200
MIGRATIONS = 2_000
STEP = 5
"""Each release adds this many migrations."""

COMPARED = 20


def main() -> None:
    releases = chain()
    histories = [at(releases[number % RELEASES], number) for number in range(ENVIRONMENTS)]
    for history in histories:
        assert history.recorded  # noqa: S101 - made once, and kept, as the store keeps it
    start = time.process_time()
    milestones = Milestones((f"v{number}", release) for number, release in enumerate(releases))
    prepared = time.process_time()
    standings = [milestones.standing(history) for history in histories]
    stood = time.process_time()
    at_release = sum(standing is not None and standing.is_exact for standing in standings)
    for history in histories[:COMPARED]:
        compare(releases[-1], history)
    compared = (time.process_time() - stood) / COMPARED * ENVIRONMENTS
    print(f"{ENVIRONMENTS} environments of {MIGRATIONS:,} rows, {RELEASES} releases")
    print(f"prepare {prepared - start:.2f} s, stand {stood - prepared:.2f} s, together {stood - start:.2f} s")
    print(f"{(stood - start) / compared:.0%} of one comparison each; {at_release} stand exactly at a release")


def chain() -> list[Release]:
    """Releases, each with some migrations more than the one before it."""
    migrations = list(made_up.release(MIGRATIONS).migrations.values())
    return [
        Release.of(migrations[: MIGRATIONS - STEP * (RELEASES - number - 1)]) for number in range(RELEASES)
    ]


def at(release: Release, number: int) -> History:
    """A history that stands at the release; every tenth lacks a row."""
    keys = list(release.keys_to_record)[: -1 if number % 10 == 9 else None]
    return History(
        tuple(
            Row(MigrationKey(*key), str(made_up.START), position) for position, key in enumerate(sorted(keys))
        )
    )


if __name__ == "__main__":
    main()
