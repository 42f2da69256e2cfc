"""The side panel: one migration in one environment."""

from itertools import islice

from app.domain import english, runbook
from app.domain.drift import Drift
from app.domain.drift.circumstances import circumstances_of
from app.domain.findings import Finding
from app.domain.keys import MigrationKey
from app.domain.status import Status
from app.web.environment.links import Links, StatusView
from app.web.environment.views import FindingLine, MigrationPanel, OperationView, PanelRow
from app.web.urls.environment import EnvironmentAddress
from app.web.urls.finding import FindingAddress
from app.web.wording import rich_text as text
from app.web.wording.moments import Times

MAX_NEIGHBOURS = 12
MAX_FINDINGS = 4
MAX_ROWS = 12
MAX_OPERATIONS = 60


def panel(
    drift: Drift, key: MigrationKey, *, links_to: Links, address: EnvironmentAddress
) -> MigrationPanel | None:
    """The panel of one migration; None where neither the release nor the history knows it."""
    status = drift.statuses.get(key)
    if status is None and key not in drift.history.recorded:
        return None
    migration = drift.release.migrations.get(key)
    graph = drift.resolution.graph
    needs = sorted(graph.parents.get(key, frozenset()))
    if not needs and migration:
        needs = sorted(parent for parent in migration.dependencies if parent in drift.statuses)
    needed_by = sorted(graph.children.get(key, frozenset()))
    replaces = sorted(migration.replaces) if migration else []
    operations = migration.operations if migration else ()
    rows = _rows(drift, key)
    further = drift.findings[1:]  # the first one is the headline of the page
    about = (finding for finding in further if _is_about(finding, key))
    return MigrationPanel(
        key.app_label,
        key.name,
        StatusView.of(status or Status.UNKNOWN),
        bool(migration and migration.irreversible),
        tuple(
            FindingLine(
                text.of(finding, _sentences(drift, finding)), FindingAddress.of(address, finding).page()
            )
            for finding in islice(about, MAX_FINDINGS)
        ),
        rows[:MAX_ROWS],
        max(0, len(rows) - MAX_ROWS),
        links_to(needs[:MAX_NEIGHBOURS]),
        max(0, len(needs) - MAX_NEIGHBOURS),
        links_to(needed_by[:MAX_NEIGHBOURS]),
        max(0, len(needed_by) - MAX_NEIGHBOURS),
        links_to(replaces[:MAX_NEIGHBOURS]),
        max(0, len(replaces) - MAX_NEIGHBOURS),
        tuple(
            OperationView(operation.kind, operation.name or "", operation.reversible is False)
            for operation in operations[:MAX_OPERATIONS]
        ),
        max(0, len(operations) - MAX_OPERATIONS),
        migration is not None,
        _finding(drift, key, address),
    )


def _sentences(drift: Drift, finding: Finding) -> str:
    circumstances = circumstances_of(drift, finding)
    return f"{runbook.sentence(finding, circumstances)} {runbook.consequence(finding, circumstances)}"


def _is_about(finding: Finding, key: MigrationKey) -> bool:
    return key == finding.subject or key in finding.related


def _finding(drift: Drift, key: MigrationKey, address: EnvironmentAddress) -> str | None:
    """The page of the first finding that names this migration."""
    finding = next((finding for finding in drift.findings if _is_about(finding, key)), None)
    return None if finding is None else FindingAddress.of(address, finding).page()


def _rows(drift: Drift, key: MigrationKey) -> tuple[PanelRow, ...]:
    """The rows of this migration: several where the history has duplicates."""
    total = english.count(len(drift.history.rows), "row").partition(" ")[0]
    rows = []
    for position, row in enumerate(drift.history.rows, start=1):
        if row.key == key:
            moment = None if row.applied_at is None else Times.absolute(row.applied_at, seconds=True)
            rows.append(PanelRow(moment, row.applied, f"row {position:,} of {total}"))
    return tuple(rows)
