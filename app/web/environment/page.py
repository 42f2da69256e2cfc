"""One environment as the view of its page."""

from collections.abc import Sequence
from dataclasses import replace

from app.domain import runbook
from app.domain.drift import Drift
from app.domain.findings import Finding
from app.domain.fleet.sighting import is_untried
from app.domain.provenance import Explanation
from app.web.environment.finding.facts import FindingFacts
from app.web.environment.finding.in_focus import focus_of, informing, weighing
from app.web.environment.finding.ways.first import first_way
from app.web.environment.finding.ways.section import in_short
from app.web.environment.finding_cards import cards
from app.web.environment.head import frame, head, last_known, newer, pinned_address
from app.web.environment.history.recorded_order import recorded_order
from app.web.environment.history.recorded_rows import MAX_SNAPSHOTS, recorded_rows, snapshot_lines
from app.web.environment.links import links
from app.web.environment.panel.page import panel
from app.web.environment.plan import outcome_view
from app.web.environment.query import ViewOptions
from app.web.environment.table.rows import table
from app.web.environment.table.views import Table
from app.web.environment.tabs import tabs
from app.web.environment.views import EnvironmentPage, FailureView, Lead, PushView
from app.web.facts.environment import EnvironmentFacts
from app.web.facts.target import missing_target
from app.web.findings.badges import WEIGHTS
from app.web.findings.reasons import Reasons, reasons, reasons_link
from app.web.layout.left_out import left_out
from app.web.layout.views import Empty
from app.web.map.view import MapView, map_view
from app.web.urls.environment import EnvironmentAddress
from app.web.urls.finding import FindingAddress
from app.web.urls.keys import text_of
from app.web.urls.releases import live_segment
from app.web.urls.upgrade import UpgradeAddress, choice
from app.web.wording.vocabulary import not_checked

MAX_CARDS = 6
"""Further findings are shown on demand."""

MAX_FINDINGS = 60
"""So many findings, and as many notes, have a card at all."""

MAX_UNREADABLE = 60
"""So many places that could not be read are named."""


def page(  # noqa: PLR0913 - the parts of the page
    facts: EnvironmentFacts,
    address: EnvironmentAddress,
    options: ViewOptions,
    *,
    in_focus: Sequence[FindingFacts] = (),
    explanation: Explanation | None = None,
    push: PushView | None = None,
    failure: FailureView | None = None,
) -> EnvironmentPage:
    """
    The page of one environment: live where `facts.now` is set, else pinned.

    `in_focus` are the findings whose ways out it shows: the worst, then those of the migration in focus. `explanation`
    is what the history of the code says now. A pinned page never changes, so it is made without one and loads it from
    an address of its own; and without the newest `push`, and without the `failure` of the last looks.
    """
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
    if drift is not None:
        drawing = drift_map(drift, address, options)
        if options.table and drawing.is_empty:
            options = replace(options, view="all")
            drawing = drift_map(drift, address, options)
        if options.table or (options.view == "window" and not drawing.is_empty):
            twin = table(drift, drawing, address, options)
    return EnvironmentPage(
        frame=frame(facts, address),
        head=replace(head(facts, options), finding=_finding_href(heavy, address)),
        tabs=tabs(facts, address),
        dimmed=last_known(facts),
        failure=failure,
        newer=newer(facts, address),
        follow=address.page() if facts.now is not None and is_untried(facts.sighting) else None,
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
        map_src=address.map(view=options.view_text, focus=options.focus_text, lanes=options.lanes),
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


def drift_map(drift: Drift, address: EnvironmentAddress, options: ViewOptions) -> MapView:
    """The map that this page shows and that `map.json` returns."""
    focus = options.focus_text
    form = {"as": "table"} if options.table else {}

    def page_of(view: str) -> str:
        return address.page(focus=focus, view=None if view == "window" else view, **form)

    def page_with(kind: str | None) -> str:
        return address.page(**{"focus": focus, **options.link_query, "lanes": kind})

    drawing = map_view(
        drift,
        view=options.view,
        focus=options.focus,
        opened=options.lanes,
        link=lambda key: address.page(focus=text_of(key), **options.link_query),
        panel=address.panel_pattern(**options.link_query),
        views=page_of,
        lanes=page_with,
        table=address.page(
            **{"focus": focus, "view": options.view_text, "as": "table", "lanes": options.lanes}
        ),
    )
    drawing = replace(drawing, map=address.page(focus=focus, view=options.view_text, lanes=options.lanes))
    whole_table = address.page(**{"focus": focus, "view": "all", "as": "table"})
    return replace(drawing, table=whole_table) if drawing.is_empty else drawing


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


def _finding_href(findings: Sequence[Finding], address: EnvironmentAddress) -> str | None:
    """The page of the worst finding, for the head's button; None where nothing weighs."""
    return FindingAddress.of(address, findings[0]).page() if findings else None


def _not_covered(drift: Drift | None) -> str:
    if drift is None or not drift.not_covered:
        return ""
    return not_checked(drift.not_covered)


def _empty(facts: EnvironmentFacts) -> Empty | None:
    if facts.chosen.release is None:
        steps = missing_target(facts.project, facts.chosen.label, facts.chosen.labels).steps
        return Empty("Add the release that this environment is meant to run:", steps)
    return None
