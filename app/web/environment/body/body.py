"""What stands below the headline of the page of an environment."""

from collections.abc import Sequence
from dataclasses import replace

from app.cache import WeightedCache
from app.domain import runbook
from app.domain.drift import Drift
from app.domain.provenance import Explanation
from app.web.environment.finding.facts import FindingFacts
from app.web.environment.finding.in_focus import focus_of, informing, weighing
from app.web.environment.finding.ways.first import first_way
from app.web.environment.finding.ways.section import in_short
from app.web.environment.finding_cards import cards
from app.web.environment.head import pinned_address
from app.web.environment.history.recorded_order import recorded_order
from app.web.environment.history.recorded_rows import MAX_SNAPSHOTS, recorded_rows, snapshot_lines
from app.web.environment.links import links
from app.web.environment.map.beside import NOBODY, Beside
from app.web.environment.map.page import drift_map, selection_of, tools
from app.web.environment.map.views import MapTools
from app.web.environment.panel.page import panel
from app.web.environment.plan import outcome_view
from app.web.environment.query import ViewOptions
from app.web.environment.table.rows import table
from app.web.environment.table.views import Table
from app.web.environment.views import EnvironmentBody, Lead, PushView
from app.web.facts.environment import EnvironmentFacts
from app.web.facts.target import missing_target
from app.web.findings.badges import WEIGHTS
from app.web.findings.reasons import Reasons, reasons, reasons_link
from app.web.layout.left_out import left_out
from app.web.layout.views import Empty
from app.web.urls.environment import EnvironmentAddress
from app.web.urls.releases import live_segment
from app.web.urls.upgrade import UpgradeAddress, choice
from app.web.wording.vocabulary import not_checked

MAX_CARDS = 6
"""Further findings are shown on demand."""

MAX_FINDINGS = 60
"""So many findings, and as many notes, have a card at all."""

MAX_UNREADABLE = 60
"""So many places that could not be read are named."""

MAX_KEPT = 30_000
"""Marks of maps and rows of tables of all bodies that are kept."""

_bodies: WeightedCache[tuple[object, str, ViewOptions], EnvironmentBody] = WeightedCache(
    MAX_KEPT, lambda made: 200 + _marks(made)
)
"""By the facts, the address, and what the reader wants of it."""


def _marks(made: EnvironmentBody) -> int:
    nodes = len(made.map.nodes) if made.map else 0
    rows = len(made.table.rows) if made.table else 0
    return nodes + rows + (len(made.recorded.rows) if made.recorded else 0)


def body(  # noqa: PLR0913 - the parts of the page
    facts: EnvironmentFacts,
    address: EnvironmentAddress,
    options: ViewOptions,
    *,
    in_focus: Sequence[FindingFacts] = (),
    explanation: Explanation | None = None,
    push: PushView | None = None,
    beside: Beside = NOBODY,
) -> EnvironmentBody:
    """
    What stands below the headline; the arguments are those of the page.

    On a live page it is made once of the same facts: nothing in it is of the moment, and the other arguments are of the
    same revision of the store. What another environment adds is made anew, as that may change by the clock alone.
    """
    lasts = facts.now is not None and options.beside is None

    def make() -> EnvironmentBody:
        return _body(
            facts,
            address,
            options,
            lasts=lasts,
            in_focus=in_focus,
            explanation=explanation,
            push=push,
            beside=beside,
        )

    if not lasts:
        return make()
    key = (facts.of_revision, address.page(), options)
    kept = _bodies.get(key)
    if kept is None:
        kept = make()
        _bodies.put(key, kept)
    return kept


def _body(  # noqa: PLR0913 - the parts of the page
    facts: EnvironmentFacts,
    address: EnvironmentAddress,
    options: ViewOptions,
    *,
    lasts: bool,
    in_focus: Sequence[FindingFacts],
    explanation: Explanation | None,
    push: PushView | None,
    beside: Beside,
) -> EnvironmentBody:
    drift = facts.drift
    links_to = None if drift is None else links(drift, address, **options.link_query)
    focus = focus_of(drift, options)
    heavy = weighing(drift)
    why = reasons_link(facts, address) if explanation is None else reasons(facts, explanation)
    leads = heavy and in_focus and in_focus[0].finding == heavy[0]
    lead = _lead(in_focus[0], why) if leads else None
    carded = heavy[1:] if lead else heavy
    notes = informing(drift)
    finding_cards = () if drift is None else cards(drift, carded[:MAX_FINDINGS], address, options, focus)
    note_cards = () if drift is None else cards(drift, notes[:MAX_FINDINGS], address, options, focus)
    unreadable = () if drift is None else drift.release.unreadable
    drawing = None
    twin: Table | None = None
    around: MapTools | None = None
    if drift is not None:
        selection = selection_of(drift, options)
        drawing = drift_map(drift, address, options, beside, selection)
        if options.table and drawing.is_empty:
            options = replace(options, view="all")
            drawing = drift_map(drift, address, options, beside, selection)
        if options.table or (options.view == "window" and not drawing.is_empty):
            twin = table(drift, drawing, address, options, selection=selection, overlay=beside.overlay)
        around = tools(facts, drift, drawing, address, options, beside, selection)
    return EnvironmentBody(
        shows=options,
        lasts=lasts,
        lead=lead,
        findings=finding_cards[:MAX_CARDS],
        more_findings=finding_cards[MAX_CARDS:],
        findings_left_out=left_out(len(carded) - MAX_FINDINGS, "finding", address.json()),
        notes=note_cards,
        note_count=len(notes),
        notes_left_out=left_out(len(notes) - MAX_FINDINGS, "note", address.json()),
        is_note_current=any(card.current for card in note_cards),
        reasons=why,
        map=drawing,
        map_src=address.map(**{"view": options.view_text, "focus": options.focus_text, **options.map_query}),
        tools=around,
        as_table=options.table,
        table=twin,
        table_without_script=twin is not None and not options.table,
        panel=None
        if drift is None or links_to is None or focus is None
        else panel(drift, focus, links_to=links_to, address=address),
        ways=tuple(map(in_short, in_focus[1:] if lead else in_focus)),
        outcome=None if drift is None or links_to is None else outcome_view(drift, links_to, address.json()),
        not_covered=_not_covered(drift),
        unreadable=tuple(map(str, unreadable[:MAX_UNREADABLE])),
        unreadable_count=len(unreadable),
        unreadable_left_out=left_out(len(unreadable) - MAX_UNREADABLE, "place", address.json()),
        order=recorded_order(facts, links_to, address),
        recorded=recorded_rows(facts, address, options, links_to),
        snapshots=snapshot_lines(facts),
        snapshots_left_out=left_out(len(facts.summaries) - MAX_SNAPSHOTS, "snapshot", address.json())
        if facts.now is not None
        else None,
        push=push,
        empty=_empty(facts),
        upgrade=_upgrade(facts),
    )


def _upgrade(facts: EnvironmentFacts) -> str:
    """The page of how it gets to the release, from which others can be chosen; a pinned page leads to a pinned one."""
    if facts.snapshot is None or facts.chosen.release is None:
        return ""
    pinned = pinned_address(facts) if facts.now is None else None
    if pinned is not None:
        return UpgradeAddress.pinned(pinned).page()
    location = facts.location if facts.has_parts else None
    segment = live_segment(facts.chosen.label) if facts.chosen.label else ""
    address = UpgradeAddress.live(facts.project.slug, facts.environment.slug, segment, location)
    return address.page() if segment else choice(facts.project.slug, facts.environment.slug)


def _lead(facts: FindingFacts, why: Reasons) -> Lead:
    """What stands under the headline that tells of this finding. A pinned page asks for its reasons later."""
    first = first_way(facts)
    is_told = why.leads or bool(why.src)
    return Lead(
        WEIGHTS[facts.finding.code.severity],
        facts.address.page(),
        first,
        "" if first else facts.why_none,
        "" if is_told else runbook.entry_of(facts.finding, facts.circumstances).meaning,
    )


def _not_covered(drift: Drift | None) -> str:
    if drift is None or not drift.not_covered:
        return ""
    return not_checked(drift.not_covered)


def _empty(facts: EnvironmentFacts) -> Empty | None:
    if facts.chosen.release is None:
        steps = missing_target(facts.project, facts.chosen.label, facts.chosen.labels).steps
        return Empty("Add the release that this environment is meant to run:", steps)
    return None
