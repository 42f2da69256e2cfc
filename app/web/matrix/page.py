"""The matrix as the view of its page."""

from collections.abc import Iterator

from app.domain import english
from app.domain.matrix.mark import BLANK_WORDS, Blank
from app.domain.status import STATUS_WORDS, Status
from app.web.facts.chosen import ChosenRelease
from app.web.layout.first_steps import add_environment
from app.web.layout.frame import frame
from app.web.layout.views import Empty, Fact, Frame, Head, Link, PinnedBar
from app.web.matrix.facts import MatrixFacts
from app.web.matrix.form import form
from app.web.matrix.heads import groups, shared
from app.web.matrix.preview import description, tone
from app.web.matrix.rows import FINDING_ICONS, app_view
from app.web.matrix.selection import MAX_COLUMNS, Selection
from app.web.matrix.texts import message
from app.web.matrix.views import AppRows, AppView, LegendEntry, MatrixPage, Run, SameApps, Table
from app.web.narrowing.views import Chip, Shown
from app.web.urls import matrix as matrix_addresses
from app.web.urls import pages as addresses
from app.web.urls import releases as release_addresses
from app.web.urls.matrix import open_value
from app.web.wording import messages
from app.web.wording import rich_text as text
from app.web.wording.moments import Times
from app.web.wording.vocabulary import with_fingerprint

MAX_RELEASES = 4
"""Further releases are counted in the line under the sentence."""

MAX_NAMES = 60
"""Of the apps that are the same everywhere so many are named."""

OWN_RELEASES = (
    "Each environment is held against the release that runs there. "
    "To see all of them against one release, choose it."
)

PENDING_WORD = "migrations to run"
IRREVERSIBLE_WORD = "one way"
FINDING_WORDS = {"blocked": "a finding that blocks", "drifted": "another finding"}


def page(selection: Selection, public: str) -> MatrixPage:
    """The page; `public` is the address of the dashboard, before the path."""
    facts = selection.facts
    empty = _empty(selection)
    has_table = empty is None
    return MatrixPage(
        frame=matrix_frame(facts),
        head=_head(selection, public),
        newer=_changes(facts),
        form=form(selection),
        open=open_value(selection.filters.open) or "",
        shown=_shown(selection) if has_table else None,
        table=selection.of_all("table", lambda: _table(selection)) if has_table else None,
        notes=(OWN_RELEASES,) if has_table and facts.fleet.has_several_releases and facts.at is None else (),
        forms=_forms(selection) if has_table else (),
        empty=empty,
    )


def app_rows(selection: Selection, app: str) -> AppRows | None:
    """The rows of one app, open or folded as the filters say; None where it has none here."""
    row = next((row for row in selection.rows if row.app == app), None)
    if row is None:
        return None
    is_open = app in selection.filters.open
    room = max(1, selection.room // 2)
    migrations = selection.migrations_of(row, most=room) if is_open else None
    view = app_view(selection, row, migrations)
    return AppRows(view, len(selection.places), open_value(selection.filters.open) or "")


def matrix_frame(facts: MatrixFacts) -> Frame:
    """The frame of every page of this matrix."""
    return frame(
        facts.project,
        facts.sentence,
        current="Matrix",
        tone=tone(facts),
        share=f"{facts.sentence.partition(';')[0].rstrip('.')} · {facts.project.name}",
        description=description(facts),
        times=Times(None if facts.at else facts.fleet.now),
        twin=facts.address.form(".json"),
        canonical=None if facts.main is None else facts.pinned.page(),
        pinned=_pinned_bar(facts),
    )


def live_page(facts: MatrixFacts) -> Link:
    """The link from a pinned page to the live one."""
    return Link("See the matrix now", matrix_addresses.matrix(facts.project.slug))


def _pinned_bar(facts: MatrixFacts) -> PinnedBar | None:
    chosen, moment = facts.fleet.chosen, facts.at
    if moment is None or chosen.release is None:
        return None
    against = with_fingerprint(chosen.label, chosen.release.fingerprint)
    if facts.fleet.has_several_releases:
        against = "the release that ran in each environment then"
    sentence = (
        f"This page always shows what had been received by {english.absolute(moment, seconds=True)}, "
        f"against {against}."
    )
    return PinnedBar(text.plain(sentence), live_page(facts))


def _changes(facts: MatrixFacts) -> str | None:
    """The address that tells a live page whether something changed since."""
    if facts.at is not None:
        return None
    path = f"{addresses.home(facts.project.slug)}/changes"
    return addresses.with_query(path, [("since", facts.fleet.now.isoformat())])


def _head(selection: Selection, public: str) -> Head:
    facts = selection.facts
    has_table = facts.has_release and bool(facts.fleet.environments)
    return Head(
        text.plain(facts.sentence),
        tuple(_facts(facts)),
        copy_link=None if facts.main is None else facts.pinned.page(selection.filters.query),
        markdown=messages.markdown(message(selection), public) if has_table else "",
    )


def _facts(facts: MatrixFacts) -> Iterator[Fact]:
    fleet = facts.fleet
    if fleet.has_several_releases:
        known = [each for each in fleet.compared if each.release is not None]
        yield Fact("Each against the release that runs there:")
        yield from (_release(facts, each, "") for each in known[:MAX_RELEASES])
        if len(known) > MAX_RELEASES:
            yield Fact(f"and {len(known) - MAX_RELEASES} more")
    elif fleet.chosen.release is not None:
        yield _release(facts, fleet.chosen, "Against release")
    if facts.at is None:
        yield Fact("as of", moment=Times.absolute(fleet.now))
    else:
        yield Fact("received by", moment=Times.absolute(facts.at, seconds=True))


def _release(facts: MatrixFacts, chosen: ChosenRelease, before: str) -> Fact:
    release = chosen.release
    if release is None:
        return Fact(before, chosen.label)
    href = release_addresses.chosen_release(
        facts.project.slug, chosen.label, release.fingerprint, live_page=facts.at is None
    )
    return Fact(before, chosen.label, release.fingerprint[:8], href=href)


def _shown(selection: Selection) -> Shown | None:
    filters, facts = selection.filters, selection.facts
    if not filters.pairs:
        return None
    apps, environments = len(selection.rows) + len(selection.same), len(selection.matrix.columns)
    number = (
        f"{apps:,} of {english.count(len(facts.matrix.migrations), 'app')}, "
        f"{environments:,} of {english.count(len(facts.matrix.columns), 'environment')}"
    )
    chips = tuple(
        Chip(name, value, facts.address.page(filters.without(name, value).query))
        for name, value in filters.pairs
    )
    return Shown(number, chips, facts.address.page())


def _table(selection: Selection) -> Table:
    apps = tuple(app_view(selection, row, selection.migrations.get(row.app)) for row in selection.shown_rows)
    number = len(selection.facts.matrix.migrations)
    return Table(
        f"{english.count(number, 'app')} × {english.count(len(selection.matrix.columns), 'environment')}, worst first",
        len(selection.places),
        groups(selection),
        apps,
        _same(selection),
        tuple(_legend(apps)),
        tuple(_left_out(selection)),
        tuple(shared(selection)),
    )


def _same(selection: Selection) -> SameApps | None:
    same = selection.same
    if not same:
        return None
    query = [*selection.filters.query, ("show", "all")]
    return SameApps(
        f"{english.count(len(same), 'app')} {english.plural(len(same), 'is', 'are')} {selection.everywhere}",
        sum(row.migrations for row in same),
        english.listed((row.app for row in same), MAX_NAMES),
        selection.facts.address.page(query),
    )


def _legend(apps: tuple[AppView, ...]) -> Iterator[LegendEntry]:
    """Yield what the signs on the page mean, each once, the statuses in their order."""
    rows = [row for app in apps for row in app.below]
    contents = [*(app.cells for app in apps), *(row.cells for row in rows)]
    runs: set[Run] = {run for cells in contents for run in cells}
    statuses = {run.status for run in runs if run.icon == run.status} - {""}
    if any(not run.status and not run.blank for run in runs):
        yield LegendEntry(STATUS_WORDS[Status.APPLIED], status="applied")
    for status in Status:
        if status.value in statuses:
            yield LegendEntry(STATUS_WORDS[status], status=status.value, icon=status.value)
    for icon in FINDING_ICONS.values():
        if any(run.icon == icon for run in runs):
            yield LegendEntry(FINDING_WORDS[icon], icon=icon)
    if any(run.number for run in runs):
        yield LegendEntry(PENDING_WORD, status="pending", sign="3")
    if any(row.irreversible for row in rows):
        yield LegendEntry(IRREVERSIBLE_WORD, icon="irreversible")
    for blank in Blank:
        if any(run.blank == blank.value for run in runs):
            yield LegendEntry(BLANK_WORDS[blank], sign=blank.value)


def _left_out(selection: Selection) -> Iterator[str]:
    rows = len(selection.rows) - len(selection.shown_rows)
    if rows:
        yield f"{english.count(rows, 'more app')} not shown here: the CSV and the JSON have them."
    hidden = selection.all_places[MAX_COLUMNS:]
    if hidden:
        environments = sum(len(slugs) for _, slugs in hidden)
        yield f"{english.count(environments, 'more environment')} not shown here: filter, or take the CSV or the JSON."


def _forms(selection: Selection) -> tuple[Link, ...]:
    address, query = selection.facts.address, selection.filters.query
    return (
        Link("CSV", address.form(".csv", query)),
        Link("Markdown", address.form(".md", query)),
        Link("JSON", address.form(".json")),
    )


def _empty(selection: Selection) -> Empty | None:
    facts = selection.facts
    if not facts.fleet.environments:
        return Empty("Add one to see it here.", add_environment(facts.project.slug))
    if not facts.has_release:
        return Empty("Add a release to hold the environments against.", facts.fleet.missing_target.steps)
    if not selection.matrix.columns or not (selection.rows or selection.same):
        clear = Link("Clear filters", facts.address.page())
        return Empty(f"No app, migration or environment matches {selection.filters.text}.", link=clear)
    return None
