"""The side panel: one migration in one environment."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app.domain import english, runbook
from app.domain.drift import Drift
from app.domain.keys import MigrationKey
from app.domain.status import STATUS_WORDS, Status
from app.web.findings.badges import WAYS_OUT
from app.web.urls.environment import EnvironmentAddress
from app.web.wording import rich_text as text
from app.web.wording.moments import Moment, Times
from app.web.wording.rich_text import Text

NEIGHBOURS = 12


@dataclass(frozen=True, slots=True)
class StatusView:
    """A status as icon and word."""

    value: str
    word: str

    @classmethod
    def of(cls, status: Status) -> "StatusView":
        return cls(status.value, STATUS_WORDS[status])


@dataclass(frozen=True, slots=True)
class KeyLink:
    """A migration with its status: the page around it, and the panel that the same click loads."""

    app: str
    name: str
    href: str
    panel: str
    status: StatusView


@dataclass(frozen=True, slots=True)
class Recorded:
    """One row of the migration: when, and which of how many; `written` is the database's text where it is no time."""

    moment: Moment | None
    written: str
    place: str


@dataclass(frozen=True, slots=True)
class OperationView:
    """One operation in brief."""

    kind: str
    name: str
    irreversible: bool


@dataclass(frozen=True, slots=True)
class MigrationPanel:
    """Everything about one migration that this comparison knows."""

    app: str
    name: str
    status: StatusView
    irreversible: bool
    said: tuple[Text, ...]
    recorded: tuple[Recorded, ...]
    needs: tuple[KeyLink, ...]
    needs_more: int
    needed_by: tuple[KeyLink, ...]
    needed_by_more: int
    replaces: tuple[KeyLink, ...]
    operations: tuple[OperationView, ...]
    file: bool
    ways_out: str | None


@dataclass(frozen=True, slots=True)
class PanelOnly:
    """What the panel's own address shows."""

    panel: MigrationPanel | None


Links = Callable[[Iterable[MigrationKey]], tuple[KeyLink, ...]]


def links(drift: Drift, address: EnvironmentAddress, **query: str | None) -> Links:
    """Makes the links of migrations on one page; `query` are the parameters that the page keeps beside `focus`."""

    def linked(keys: Iterable[MigrationKey]) -> tuple[KeyLink, ...]:
        return tuple(
            KeyLink(
                key.app_label,
                key.name,
                address.page(focus=str(key), **query),
                address.keeping(**query).panel(key),
                StatusView.of(drift.statuses.get(key, Status.MISSING)),
            )
            for key in keys
        )

    return linked


def panel(drift: Drift, key: MigrationKey, *, linked: Links) -> MigrationPanel | None:
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
    return MigrationPanel(
        key.app_label,
        key.name,
        StatusView.of(status or Status.UNKNOWN),
        bool(migration and migration.irreversible),
        tuple(
            text.of(finding, f"{runbook.sentence(finding)} {runbook.ENTRIES[finding.code].consequence}")
            for finding in drift.findings[1:]  # the first one is the headline of the page
            if key == finding.subject or key in finding.related
        )[:4],
        _recorded(drift, key),
        linked(needs[:NEIGHBOURS]),
        max(0, len(needs) - NEIGHBOURS),
        linked(needed_by[:NEIGHBOURS]),
        max(0, len(needed_by) - NEIGHBOURS),
        linked(sorted(migration.replaces)[:NEIGHBOURS] if migration else ()),
        tuple(
            OperationView(operation.kind, operation.name or "", operation.reversible is False)
            for operation in (migration.operations if migration else ())
        ),
        migration is not None,
        _ways_out(drift, key, linked),
    )


def _ways_out(drift: Drift, key: MigrationKey, linked: Links) -> str | None:
    """Where the ways out of the first finding around this migration stand."""
    around = (finding for finding in drift.findings if key == finding.subject or key in finding.related)
    found = next(around, None)
    return None if found is None else linked((found.subject,))[0].href + WAYS_OUT


def _recorded(drift: Drift, key: MigrationKey) -> tuple[Recorded, ...]:
    total = english.count(len(drift.history.rows), "row").partition(" ")[0]
    found = []
    for place, row in enumerate(drift.history.rows, start=1):
        if row.key == key:
            moment = row.applied_at
            shown = None if moment is None else Times.absolute(moment, seconds=True)
            found.append(Recorded(shown, row.applied, f"row {place:,} of {total}"))
    return tuple(found)
