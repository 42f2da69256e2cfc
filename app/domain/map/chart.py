"""
The chart of one comparison: the topology of its release, and the status of each migration.

    users:    0001 <-- 0002 <-- 0003
                         ^
    orders:   0001 ------+     0002_wip    a row without a file comes after the row recorded before it
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.domain.drift import Drift
from app.domain.keys import MigrationKey
from app.domain.map.topology import RecordedBefore, Topology, topology_of
from app.domain.status import SEVERITY, Status


@dataclass(frozen=True, eq=False, slots=True)
class Chart:
    """The topology of a map and the status of each of its migrations: `statuses` has the same keys as `topology`."""

    statuses: Mapping[MigrationKey, Status]
    topology: Topology

    def positions(self, apps: Iterable[str]) -> Sequence[int]:
        """The positions in `topology.order` of the migrations of these apps, ascending."""
        labels = frozenset(apps)
        if len(labels) == len(self.topology.lanes):
            return range(len(self.topology.order))
        position = self.topology.position
        return sorted([position[key] for label in labels for key in self.topology.by_app[label]])

    def worst_status(self, app: str) -> Status:
        """The worst status among the migrations of an app."""
        return min({self.statuses[key] for key in self.topology.by_app[app]}, key=SEVERITY.__getitem__)


def chart_of(drift: Drift) -> Chart:
    """
    The chart of one comparison.

    Linear in migrations, edges and rows, except for sorting migrations and edges once for each release.
    """
    statuses, migrations = drift.statuses, drift.release.migrations
    other_keys = frozenset(statuses.keys() - migrations.keys() if len(statuses) > len(migrations) else ())
    topology = topology_of(drift.release, drift.resolution.graph, other_keys, _recorded_before(drift))
    return Chart(statuses, topology)


def _recorded_before(drift: Drift) -> RecordedBefore:
    """For each row without a file, the last row of its app before it that is on the map."""
    unknown = {key for key, status in drift.statuses.items() if status is Status.UNKNOWN}
    if not unknown:
        return ()
    before: dict[MigrationKey, MigrationKey] = {}
    latest: dict[str, MigrationKey] = {}
    for row in drift.history.rows:
        label = row.key.app_label
        if row.key in unknown:
            if label in latest and row.key not in before:
                before[row.key] = latest[label]
        elif row.key in drift.statuses:
            latest[label] = row.key
    return tuple(sorted(before.items()))
