"""One environment as the view of its page."""

from dataclasses import replace

from app.domain.drift import Drift
from app.domain.drift.circumstances import circumstances_of
from app.domain.findings import Finding, Severity
from app.domain.keys import MigrationKey
from app.domain.provenance import Explanation
from app.web.environment.finding_cards import cards
from app.web.environment.head import dimmed, frame, head, newer
from app.web.environment.history.recorded_order import recorded_order
from app.web.environment.history.recorded_rows import recorded_rows, snapshot_lines
from app.web.environment.links import links
from app.web.environment.panel.page import panel
from app.web.environment.plan import outcome_view
from app.web.environment.query import ViewOptions
from app.web.environment.table import table
from app.web.environment.tabs import tabs
from app.web.environment.views import EnvironmentPage, PushView, TableRow
from app.web.facts.environment import EnvironmentFacts
from app.web.findings.badges import WAYS_OUT
from app.web.findings.reasons import reasons, reasons_link
from app.web.findings.ways_out import entry
from app.web.layout.first_steps import add_release
from app.web.layout.views import Empty
from app.web.map.view import MapView, map_view
from app.web.urls.environment import EnvironmentAddress
from app.web.urls.keys import text_of
from app.web.wording.vocabulary import not_checked

MAX_CARDS = 6
"""Further findings are shown on demand."""


def page(
    facts: EnvironmentFacts,
    address: EnvironmentAddress,
    options: ViewOptions,
    explanation: Explanation | None = None,
    push: PushView | None = None,
) -> EnvironmentPage:
    """
    The page of one environment: live where `facts.now` is set, else pinned.

    `explanation` is what the history of the code says now. A pinned page never changes, so it is made without one
    and loads it from an address of its own; and without the newest `push`.
    """
    drift = facts.drift
    links_to = None if drift is None else links(drift, address, **options.link_query)
    focus = _focus(drift, options)
    finding_cards = () if drift is None else cards(drift, address, options, focus)
    drawing = None
    rows: tuple[TableRow, ...] = ()
    if drift is not None and links_to is not None:
        drawing = drift_map(drift, address, options)
        if options.table or options.view == "window":
            rows = table(drift, drawing, links_to)
    return EnvironmentPage(
        frame=frame(facts, address),
        head=replace(head(facts, options), ways_out=_ways_out_href(drift, address, options, focus)),
        tabs=tabs(facts, address),
        dimmed=dimmed(facts),
        newer=newer(facts, address),
        findings=finding_cards[:MAX_CARDS],
        more_findings=finding_cards[MAX_CARDS:],
        reasons=reasons_link(facts, address) if explanation is None else reasons(facts, explanation),
        map=drawing,
        map_src=address.map(view=options.view_text, focus=options.focus_text),
        as_table=options.table,
        table=rows,
        table_without_script=bool(rows) and not options.table,
        panel=None
        if drift is None or links_to is None or focus is None
        else panel(drift, focus, links_to=links_to),
        ways_out=()
        if drift is None
        else tuple(
            entry(finding, circumstances_of(drift, finding))
            for finding in _findings_with_ways_out(drift, focus)
        ),
        outcome=None if drift is None or links_to is None else outcome_view(drift, links_to),
        not_covered=_not_covered(drift),
        unreadable=() if drift is None else tuple(str(place) for place in drift.release.unreadable),
        order=recorded_order(facts, links_to),
        recorded=recorded_rows(facts, address, options, links_to),
        snapshots=snapshot_lines(facts),
        push=push,
        empty=_empty(facts),
    )


def drift_map(drift: Drift, address: EnvironmentAddress, options: ViewOptions) -> MapView:
    """The map that this page shows and that `map.json` returns."""
    focus = options.focus_text
    form = {"as": "table"} if options.table else {}

    def page_of(view: str) -> str:
        return address.page(focus=focus, view=None if view == "window" else view, **form)

    drawing = map_view(
        drift,
        view=options.view,
        focus=options.focus,
        link=lambda key: address.page(focus=text_of(key), **options.link_query),
        panel=address.panel_pattern(**options.link_query),
        views=page_of,
        table=address.page(**{"focus": focus, "view": options.view_text, "as": "table"}),
    )
    return replace(drawing, map=address.page(focus=focus, view=options.view_text))


def _focus(drift: Drift | None, options: ViewOptions) -> MigrationKey | None:
    """The migration of the panel: the reader's choice, else the first finding's subject, else the plan's first step."""
    if drift is None:
        return None
    if options.focus in drift.statuses or options.focus in drift.history.recorded:
        return options.focus
    if drift.findings:
        return drift.findings[0].subject
    return drift.outcome.plan[0] if drift.outcome.plan else None


def _findings_with_ways_out(drift: Drift, focus: MigrationKey | None) -> tuple[Finding, ...]:
    """The findings of the migration in focus; else the first finding that names it; else the worst of all."""
    of_focus = tuple(finding for finding in drift.findings if finding.subject == focus)
    around_focus = tuple(finding for finding in drift.findings if focus in finding.related)
    return of_focus or around_focus[:1] or drift.findings[:1]


def _ways_out_href(
    drift: Drift | None, address: EnvironmentAddress, options: ViewOptions, focus: MigrationKey | None
) -> str | None:
    """The link of the head's button, to the ways out of the worst finding; None where that is only information."""
    if drift is None or not drift.findings or drift.findings[0].code.severity is Severity.INFORMATION:
        return None
    worst = drift.findings[0]
    is_on_page = worst in _findings_with_ways_out(drift, focus)
    return ("" if is_on_page else address.page(focus=text_of(worst.subject), **options.link_query)) + WAYS_OUT


def _not_covered(drift: Drift | None) -> str:
    if drift is None or not drift.not_covered:
        return ""
    return not_checked(drift.not_covered)


def _empty(facts: EnvironmentFacts) -> Empty | None:
    if facts.chosen.release is None:
        return Empty(
            "Add the release that this environment is meant to run:", add_release(facts.project.slug)
        )
    return None
