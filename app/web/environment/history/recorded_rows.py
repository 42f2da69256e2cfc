"""The rows of one history in recorded order, and when histories changed."""

from dataclasses import dataclass

from app.domain import english
from app.web.environment.panel import KeyLink, Links
from app.web.environment.query import ViewOptions
from app.web.facts.live import EnvironmentFacts
from app.web.layout.views import Link
from app.web.urls.environment import EnvironmentAddress
from app.web.wording.moments import Moment, Times


@dataclass(frozen=True, slots=True)
class RecordedRow:
    """One row of the table, in recorded order."""

    place: int
    id: str
    key: KeyLink | None
    app: str
    name: str
    recorded: Moment | None
    written: str


@dataclass(frozen=True, slots=True)
class RecordedRows:
    """The rows on demand: `rows` is empty until they are asked for; `sentence` says where there are none at all."""

    sentence: str
    show: Link | None
    rows: tuple[RecordedRow, ...] = ()


@dataclass(frozen=True, slots=True)
class SnapshotLine:
    """A history that was once the present one."""

    fingerprint: str
    href: str
    received: Moment
    rows: str
    newest: bool


def recorded(
    facts: EnvironmentFacts, address: EnvironmentAddress, looking: ViewOptions, linked: Links | None
) -> RecordedRows | None:
    if facts.snapshot is None:
        return None
    history = facts.snapshot.history
    if not history.rows:
        return RecordedRows("No row." if history.table else "No django_migrations table.", None)
    focus = None if looking.focus is None else str(looking.focus)
    if not looking.rows and facts.chosen.release is not None:
        show = Link(
            f"Show {english.count(len(history.rows), 'row')}",
            address.page(focus=focus, rows="all", **looking.kept),
        )
        return RecordedRows("", show)
    rows = []
    for place, row in enumerate(history.rows, start=1):
        moment = row.applied_at
        rows.append(
            RecordedRow(
                place,
                "" if row.id is None else str(row.id),
                None if linked is None else linked((row.key,))[0],
                row.key.app_label,
                row.key.name,
                None if moment is None else Times.absolute(moment, seconds=True),
                row.applied,
            )
        )
    return RecordedRows("", None, tuple(rows))


def changes(facts: EnvironmentFacts) -> tuple[SnapshotLine, ...]:
    release = facts.chosen.release
    if release is None or facts.now is None:
        return ()
    times = Times(facts.now)
    return tuple(
        SnapshotLine(
            mark.fingerprint[:8],
            EnvironmentAddress.pinned(
                facts.project.slug,
                facts.place.slug,
                mark.received_at,
                history=mark.fingerprint,
                label=facts.chosen.label,
                release=release.fingerprint,
                database=facts.alias,
            ).page(),
            times.absolute(mark.received_at),
            english.count(mark.rows, "row"),
            place == 0,
        )
        for place, mark in enumerate(facts.marks)
    )
