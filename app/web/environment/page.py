"""One environment as its template shows it."""

from dataclasses import dataclass, replace

from app.domain import english
from app.domain.drift import Drift
from app.domain.findings import Finding, Severity
from app.domain.keys import MigrationKey
from app.domain.provenance import Explanation
from app.web.environment.finding_cards import FindingCard, cards
from app.web.environment.head import frame, head
from app.web.environment.history.recorded_order import RecordedOrder, recorded_order
from app.web.environment.history.recorded_rows import RecordedRows, SnapshotLine, changes, recorded
from app.web.environment.panel import MigrationPanel, links, panel
from app.web.environment.plan import WouldDo, would_do
from app.web.environment.query import ViewOptions
from app.web.environment.table import TableRow, table
from app.web.facts.live import EnvironmentFacts
from app.web.findings.badges import WAYS_OUT
from app.web.findings.reasons import Reasons, asked_for, reasons
from app.web.findings.ways_out import EntryView, entry
from app.web.layout.first_steps import ADD_RELEASE
from app.web.layout.views import Empty, Frame, Head, VerdictView
from app.web.map.view import MapView, map_view
from app.web.urls.environment import EnvironmentAddress

CARDS = 6


@dataclass(frozen=True, slots=True)
class EnvironmentPage:
    """The whole page. Without a release there are only rows; without a snapshot there is only the head."""

    frame: Frame
    head: Head
    dimmed: str
    newer: str | None
    findings: tuple[FindingCard, ...]
    more_findings: tuple[FindingCard, ...]
    reasons: Reasons
    map: MapView | None
    map_src: str
    as_table: bool
    table: tuple[TableRow, ...]
    table_without_script: bool
    panel: MigrationPanel | None
    ways_out: tuple[EntryView, ...]
    would_do: WouldDo | None
    not_covered: str
    unreadable: tuple[str, ...]
    order: RecordedOrder | None
    recorded: RecordedRows | None
    snapshots: tuple[SnapshotLine, ...]
    empty: Empty | None


def page(
    facts: EnvironmentFacts,
    address: EnvironmentAddress,
    looking: ViewOptions,
    known: Explanation | None = None,
) -> EnvironmentPage:
    """
    The page of one environment, live where `facts.now` is set, else pinned.

    `known` is what the history of the code says now; a pinned page, which stays as it is, asks for it apart.
    """
    drift = facts.drift
    linked = None if drift is None else links(drift, address, **looking.kept)
    focus = _focus(drift, looking)
    found = () if drift is None else cards(drift, address, looking, focus)
    shown_map = None
    rows: tuple[TableRow, ...] = ()
    if drift is not None and linked is not None:
        shown_map = drawn(drift, address, looking)
        if looking.table or looking.view == "window":
            rows = table(drift, shown_map, linked)
    return EnvironmentPage(
        frame=frame(facts, address),
        head=replace(head(facts, looking), ways_out=_way_out(drift, address, looking, focus)),
        dimmed=_dimmed(facts),
        newer=_newer(facts, address),
        findings=found[:CARDS],
        more_findings=found[CARDS:],
        reasons=asked_for(facts, address) if known is None else reasons(facts, known),
        map=shown_map,
        map_src=address.map(
            view=looking.kept["view"], focus=None if looking.focus is None else str(looking.focus)
        ),
        as_table=looking.table,
        table=rows,
        table_without_script=bool(rows) and not looking.table,
        panel=None
        if drift is None or linked is None or focus is None
        else panel(drift, focus, linked=linked),
        ways_out=() if drift is None else tuple(entry(finding) for finding in _shown(drift, focus)),
        would_do=None if drift is None or linked is None else would_do(drift, linked),
        not_covered=_not_covered(drift),
        unreadable=() if drift is None else tuple(str(place) for place in drift.release.unreadable),
        order=recorded_order(facts, linked),
        recorded=recorded(facts, address, looking, linked),
        snapshots=changes(facts),
        empty=_empty(facts),
    )


def drawn(drift: Drift, address: EnvironmentAddress, looking: ViewOptions) -> MapView:
    """The map of this page, and what `map.json` answers beside it."""
    focus = None if looking.focus is None else str(looking.focus)
    form = {"as": "table"} if looking.table else {}

    def seen(view: str) -> str:
        return address.page(focus=focus, view=None if view == "window" else view, **form)

    shown = map_view(
        drift,
        view=looking.view,
        focus=looking.focus,
        link=lambda key: address.page(focus=str(key), **looking.kept),
        panel=address.panel_pattern(**looking.kept),
        views=seen,
        table=address.page(**{"focus": focus, "view": looking.kept["view"], "as": "table"}),
    )
    return replace(shown, map=address.page(focus=focus, view=looking.kept["view"]))


def _focus(drift: Drift | None, looking: ViewOptions) -> MigrationKey | None:
    """What the panel shows: what the reader chose, else the first finding, else the first step."""
    if drift is None:
        return None
    if looking.focus is not None and looking.focus in drift.statuses:
        return looking.focus
    if drift.findings:
        return drift.findings[0].subject
    return drift.outcome.plan[0] if drift.outcome.plan else None


def _shown(drift: Drift, focus: MigrationKey | None) -> tuple[Finding, ...]:
    """The findings whose ways out are shown: those of the migration in focus, else those around it, else the worst."""
    its = tuple(finding for finding in drift.findings if finding.subject == focus)
    around = tuple(finding for finding in drift.findings if focus in finding.related)
    return its or around[:1] or drift.findings[:1]


def _way_out(
    drift: Drift | None, address: EnvironmentAddress, looking: ViewOptions, focus: MigrationKey | None
) -> str | None:
    """Where the head's button leads: to the ways out of the worst finding, if it is more than information."""
    if drift is None or not drift.findings or drift.findings[0].code.severity is Severity.INFORMATION:
        return None
    worst = drift.findings[0]
    here = worst in _shown(drift, focus)
    return ("" if here else address.page(focus=str(worst.subject), **looking.kept)) + WAYS_OUT


def _newer(facts: EnvironmentFacts, address: EnvironmentAddress) -> str | None:
    """Where a live page asks for a newer history; a pinned one asks for nothing."""
    if facts.now is None:
        return None
    return address.newer(None if facts.snapshot is None else facts.snapshot.history.fingerprint)


def _dimmed(facts: EnvironmentFacts) -> str:
    """Above the last known page of an environment that is not seen now."""
    if facts.now is None or facts.snapshot is None or not (facts.sighting.failure or facts.sighting.stale):
        return ""
    seen = english.absolute(facts.snapshot.seen_at)
    last = facts.sighting.last
    verdict = f" It was {VerdictView.of(last).word.lower()} then." if last else ""
    return f"Below is what was last seen, {seen}.{verdict}"


def _not_covered(drift: Drift | None) -> str:
    if drift is None or not drift.not_covered:
        return ""
    apps = ", ".join(drift.not_covered)
    return f"Not judged, as this release does not hold {'it' if len(drift.not_covered) == 1 else 'them'}: {apps}."


def _empty(facts: EnvironmentFacts) -> Empty | None:
    if facts.chosen.release is None:
        return Empty("Add the release that this environment is meant to run:", ADD_RELEASE)
    return None
