"""
Paths to a release, held against every order of releases, each walked by Django's own loader and `migrate`.

What the files did is counted along: an operation that runs twice would fail on real tables, and one that the goal has
and that never ran was skipped. So whether a run arrives is known here without any finding.
"""

import os
from collections.abc import Iterator
from itertools import combinations

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.domain.findings import Code
from app.domain.history import History
from app.domain.keys import MigrationKey
from app.domain.outcome import migrate
from app.domain.outcome.recorder import rows_after
from app.domain.release import Release
from app.domain.upgrade import Reach, Upgrade, upgrade
from tests.domain.upgrade.asked import numbered, situation_of
from tests.domain.upgrade.stories import stories
from tests.oracle.django_process import court, question_about
from tests.oracle.event_counts import tally

EXAMPLES = int(os.environ.get("UPGRADE_EXAMPLES", "40"))
TITLE = "Django, on paths to a release"
VERSIONS = ("4.2", "5.2", "6.0", "6.1")

Done = frozenset[tuple[str, str]]
"""The operations that ran: app and name."""


class Walker:
    """Runs of `migrate` by Django, each asked once."""

    def __init__(self, history: History, wrote: Release) -> None:
        self.rows = tuple(row.key for row in history.rows)
        self.done = frozenset(
            (key.app_label, str(operation.name))
            for key, file in wrote.migrations.items()
            for operation in file.operations
            if MigrationKey(key.app_label, str(operation.name).partition("-")[0]) in history.recorded
        )
        self.answers: dict[tuple[int, tuple[MigrationKey, ...], Done], tuple | None] = {}

    def walk(self, line: tuple[Release, ...]) -> bool:
        """Whether each of these runs arrives, and none but the last has nothing to do."""
        rows, done = self.rows, self.done
        for position, release in enumerate(line):
            key = (id(release), rows, done)
            if key not in self.answers:
                self.answers[key] = _run(release, rows, done)
            after = self.answers[key]
            if after is None or (position + 1 < len(line) and after[0] == rows):
                return False
            rows, done = after
        return True


def _run(release: Release, rows: tuple[MigrationKey, ...], done: Done) -> tuple | None:
    """The rows and the operations after a run by Django; None where it does not arrive."""
    answer = court(release.django).ask(question_about(release, list(rows), want=["rows"]))
    if "raises" in answer["plan"] or "raises" in answer["rows"]:
        return None
    for app_label, name, _ in answer["plan"]["value"]:
        new = _operations(release, MigrationKey(app_label, name))
        if new & done:
            return None
        done |= new
    after = tuple(MigrationKey(*row) for row in answer["rows"]["rows"])
    return (after, done) if _has_arrived(release, after, done) else None


def _has_arrived(release: Release, rows: tuple[MigrationKey, ...], done: Done) -> bool:
    """Whether Django's loader has everything applied, and the files of its graph did all that was done here."""
    answer = court(release.django).ask(question_about(release, list(rows)))
    graph = answer["graph"].get("value")
    if (
        graph is None
        or graph["conflicts"]
        or "raises" in answer["consistency"]
        or answer["plan"].get("value")
    ):
        return False
    nodes = {MigrationKey(*key) for key, _ in graph["parents"]}
    needed = frozenset().union(*(_operations(release, key) for key in nodes))
    return nodes <= {MigrationKey(*key) for key in graph["applied"]} and needed == done


def _operations(release: Release, key: MigrationKey) -> Done:
    return frozenset((key.app_label, str(each.name)) for each in release.migrations[key].operations)


def shortest(walker: Walker, releases: tuple[Release, ...]) -> int | None:
    """The number of stones on the shortest path that Django walks."""
    *before, goal = releases
    lines: Iterator[tuple[Release, ...]] = (
        line for number in range(len(before) + 1) for line in combinations(before, number)
    )
    return next((len(line) for line in lines if walker.walk((*line, goal))), None)


def fitting(rows: History, releases: tuple[Release, ...]) -> Iterator[Release]:
    """The releases whose run from nothing begins with these rows: nobody can tell which of them wrote the rows."""
    empty, keys = History(), tuple(row.key for row in rows.rows)
    for release in releases[:2]:
        after = rows_after(release, empty, migrate(release, empty))
        if (*after.rows, *sorted(after.finished_squashes))[: len(keys)] == keys:
            yield release


def is_edited_into_a_squash(releases: tuple[Release, ...]) -> bool:
    """Whether a squash replaces a file that is not the same in all releases: what it holds of both nobody can tell."""
    replaced = {key for release in releases for squash in release.squashes for key in squash.replaces}
    return any(
        len({release.migrations[key].operations for release in releases if key in release.migrations}) > 1
        for key in replaced
    )


def names(found: Upgrade) -> str:
    return f"{found.reach.value} {found.headline} {found.reason}"


def test_a_path_is_found_where_django_walks_one():
    count = tally(TITLE)

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate,),
        database=None,
    )
    @given(data=st.data())
    def agree(data: st.DataObject) -> None:
        rows, wrote, releases = data.draw(stories(django=data.draw(st.sampled_from(VERSIONS))))
        if is_edited_into_a_squash(releases):
            count("a squash replaces a file that was edited")
            return
        found = upgrade(situation_of(rows, releases), "goal", numbered(releases[:-1]))
        if any(each.code is Code.DOUBTFUL_ROW for each in found.mind):
            count("nobody knows which file wrote a row")
            return
        walkers = [Walker(rows, each) for each in dict.fromkeys((wrote, *fitting(rows, releases)))]
        count("examples")
        count(found.reach.value)
        stones = len(found.stones) if found.reach is not Reach.IMPOSSIBLE else None
        by_name = {release.label: release for release in releases}
        line = (*(by_name[name] for name in found.stones), releases[-1])
        right = [
            shortest(each, releases) == stones and each.walk(line) is (stones is not None) for each in walkers
        ]
        assert any(right), (names(found), rows, releases)

    agree()
    count.check(Reach.STONES.value, at_least=0.01)
    assert count.counts["nobody knows which file wrote a row"] < EXAMPLES / 5, count.lines()
