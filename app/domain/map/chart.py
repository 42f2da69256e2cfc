"""
All that a map may show: the ground of one release, and the status that each migration has in one comparison.

    users:    0001 <-- 0002 <-- 0003
                         ^
    orders:   0001 ------+     0002_wip    a row without a file stands after the row recorded before it
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.domain.drift import Drift
from app.domain.keys import MigrationKey
from app.domain.map.topology import After, Topology, topology_of
from app.domain.status import SEVERITY, Status


@dataclass(frozen=True, eq=False, slots=True)
class Chart:
    """The migrations of `topology`, each with its status: both have exactly the same keys."""

    statuses: Mapping[MigrationKey, Status]
    topology: Topology

    def places(self, apps: Iterable[str]) -> Sequence[int]:
        """The places in `order` of the migrations of some apps, ascending."""
        labels = frozenset(apps)
        if len(labels) == len(self.topology.lanes):
            return range(len(self.topology.order))
        position = self.topology.position
        return sorted([position[key] for label in labels for key in self.topology.of_app[label]])

    def worst(self, app: str) -> Status:
        """The worst status in an app."""
        return min({self.statuses[key] for key in self.topology.of_app[app]}, key=SEVERITY.__getitem__)


def chart_of(drift: Drift) -> Chart:
    """Chart one comparison. Linear in migrations, edges and rows, but for sorting the first two once a release."""
    statuses, migrations = drift.statuses, drift.release.migrations
    others = frozenset(statuses.keys() - migrations.keys() if len(statuses) > len(migrations) else ())
    return Chart(
        statuses, topology_of(drift.release, drift.resolution.graph, others, _recorded_before(drift))
    )


def _recorded_before(drift: Drift) -> After:
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
