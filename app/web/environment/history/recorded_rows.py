"""The rows of one history in recorded order, and the snapshots of the environment."""

from app.domain import english
from app.store.snapshots import SnapshotSummary
from app.web.environment.history.views import RecordedRow, RecordedRows, SnapshotLine
from app.web.environment.links import Links
from app.web.environment.query import ViewOptions
from app.web.facts.environment import EnvironmentFacts
from app.web.facts.pinned.addresses import pinned_environment
from app.web.layout.views import Link
from app.web.urls.compare import CompareAddress, SideSegment
from app.web.urls.environment import EnvironmentAddress
from app.web.wording.moments import Times

MAX_ROWS = 1_500
"""So many rows are shown at once; links lead to those before and after them."""

MAX_SNAPSHOTS = 100
"""So many snapshots are listed; the JSON of the page has all."""


def recorded_rows(
    facts: EnvironmentFacts, address: EnvironmentAddress, options: ViewOptions, links_to: Links | None
) -> RecordedRows | None:
    """
    The rows, or the link that shows them; None where nothing was ever collected.

    Without a release the page has nothing else, and the rows are there at once.
    """
    if facts.snapshot is None:
        return None
    history = facts.snapshot.history
    if not history.rows:
        return RecordedRows("No row." if history.has_table else "No django_migrations table.", None)
    total, start = len(history.rows), options.first_row
    if start is None and facts.chosen.release is not None:
        show = Link(
            f"Show {english.count(total, 'row')}",
            address.page(focus=options.focus_text, rows="all", **options.link_query),
        )
        return RecordedRows("", show)
    first = min(start or 1, total)
    shown = history.rows[first - 1 : first - 1 + MAX_ROWS]
    last = first - 1 + len(shown)
    rows = []
    for position, row in enumerate(shown, start=first):
        applied_at = row.applied_at
        rows.append(
            RecordedRow(
                position,
                "" if row.id is None else str(row.id),
                None if links_to is None else links_to((row.key,))[0],
                row.key.app_label,
                row.key.name,
                None if applied_at is None else Times.absolute(applied_at, seconds=True),
                row.applied,
            )
        )
    starts = [max(1, first - MAX_ROWS)] if first > 1 else []
    starts += [last + 1] if last < total else []
    return RecordedRows(
        f"Rows {first:,} to {last:,} of {total:,}." if starts else "",
        None,
        tuple(rows),
        tuple(
            Link(
                f"Show rows {position:,} to {min(position + MAX_ROWS - 1, total):,}",
                address.page(focus=options.focus_text, rows=str(position), **options.link_query),
            )
            for position in starts
        ),
    )


def _compare(facts: EnvironmentFacts, summary: SnapshotSummary) -> str:
    """The page of an earlier history beside the present one."""
    slug = facts.environment.slug
    sides = (
        SideSegment(slug, summary.fingerprint, facts.location),
        SideSegment(slug, location=facts.location),
    )
    return CompareAddress.live(facts.project.slug, *sides).page()


def snapshot_lines(facts: EnvironmentFacts) -> tuple[SnapshotLine, ...]:
    """The snapshots of the environment, newest first, with their pinned pages; none on a pinned page."""
    release = facts.chosen.release
    if release is None or facts.now is None:
        return ()
    times = Times(facts.now)
    return tuple(
        SnapshotLine(
            summary.fingerprint[:8],
            pinned_environment(facts, release, summary.received_at, summary.fingerprint).page(),
            times.absolute(summary.received_at),
            english.count(summary.rows, "row"),
            index == 0,
            _compare(facts, summary) if index else "",
        )
        for index, summary in enumerate(facts.summaries[:MAX_SNAPSHOTS])
    )
