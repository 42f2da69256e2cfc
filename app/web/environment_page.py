"""One environment as its template shows it."""

from dataclasses import dataclass, replace

from app.domain import runbook
from app.domain.drift import Drift
from app.domain.findings import Code, Finding, Severity, Verdict
from app.domain.keys import MigrationKey
from app.domain.outcome import Outcome
from app.domain.status import Status
from app.web import addresses, text, words
from app.web.addresses import EnvironmentAddress
from app.web.facts import EnvironmentFacts
from app.web.fleet_page import ADD_RELEASE
from app.web.maps import MapView, map_view
from app.web.migration_panel import KeyLink, Links, Panel, links, panel
from app.web.migration_table import TableRow, table
from app.web.moments import Moment, Times
from app.web.sentences import headline, one_way
from app.web.text import Text
from app.web.views import Empty, Fact, Frame, Head, Link, PinnedBar, VerdictView

CARDS = 6
STEPS = 40
EVERY_COMMAND = "migrate, --plan, --check and --fake included, and makemigrations fail so; showmigrations looks normal. "
TIMES = "Django does not look at times, they are for people."
ONLY_READS = "Driftboard only reads: it never writes to this database."
VIEWS = ("window", "differs", "all")

ICONS = {
    Code.MISSING_PARENT: Status.MISSING,
    Code.CYCLE: Status.OUT_OF_ORDER,
    Code.SQUASH_CIRCLE: Status.PARTIAL_SQUASH,
    Code.UNKNOWN_APP: Status.MISSING,
    Code.UNDEFINED: Status.UNKNOWN,
    Code.SILENT_SKIP: Status.PARTIAL_SQUASH,
    Code.NOT_COVERED: Status.REPLACED,
    Code.SQUASH_RESIDUE: Status.REPLACED,
    Code.STALE_SQUASH_ROW: Status.SQUASH,
    Code.HOLLOW_SQUASH_ROW: Status.SQUASH,
    Code.STARTS_ANEW: Status.PENDING,
    Code.ONLY_MAKEMIGRATIONS: Status.MISSING,
}
"""The icon of a finding whose code is not itself a status."""


@dataclass(frozen=True, slots=True)
class FindingCard:
    """One finding; `current` is the one that the map shows."""

    code: str
    title: str
    icon: str
    weight: str
    sentence: Text
    consequence: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One migration that `migrate` would run."""

    number: int
    key: KeyLink
    one_way: bool
    operations: str


@dataclass(frozen=True, slots=True)
class DjangoSays:
    """Django's own error: the exception, and every text it may carry."""

    raises: str
    note: str
    messages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WouldDo:
    """What `migrate` would do: a plan, or one error, or, where chance decides, several answers."""

    sentence: str
    note: str = ""
    steps: tuple[PlanStep, ...] = ()
    more: tuple[PlanStep, ...] = ()
    errors: tuple[DjangoSays, ...] = ()


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
    """The rows on demand: `rows` is empty until they are asked for."""

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


@dataclass(frozen=True, slots=True)
class EnvironmentPage:
    """The whole page. Without a release there are only rows; without a snapshot there is only the head."""

    frame: Frame
    head: Head
    dimmed: str
    findings: tuple[FindingCard, ...]
    more_findings: tuple[FindingCard, ...]
    map: MapView | None
    map_src: str
    as_table: bool
    table: tuple[TableRow, ...]
    table_without_script: bool
    panel: Panel | None
    would_do: WouldDo | None
    not_covered: str
    unreadable: tuple[str, ...]
    recorded: RecordedRows | None
    snapshots: tuple[SnapshotLine, ...]
    empty: Empty | None


@dataclass(frozen=True, slots=True)
class PanelOnly:
    """What the panel's own address shows."""

    panel: Panel | None


@dataclass(frozen=True, slots=True)
class Looking:
    """How the reader looks at it: the parameters of the address."""

    view: str = "window"
    focus: MigrationKey | None = None
    table: bool = False
    rows: bool = False

    @classmethod
    def of(cls, *, view: str | None, focus: str | None, form: str | None, rows: str | None) -> "Looking":
        """Read the parameters; what makes no sense counts as not given."""
        try:
            key = MigrationKey.parse(focus) if focus else None
        except ValueError:
            key = None
        return cls(view if view in VIEWS else "window", key, form == "table", rows == "all")

    @property
    def kept(self) -> dict[str, str | None]:
        """What links within the page keep."""
        return {"view": None if self.view == "window" else self.view, "as": "table" if self.table else None}


def page(facts: EnvironmentFacts, address: EnvironmentAddress, looking: Looking) -> EnvironmentPage:
    """The page of one environment, live where `facts.now` is set, else pinned."""
    drift = facts.drift
    linked = None if drift is None else links(drift, address, **looking.kept)
    focus = _focus(drift, looking)
    cards = () if drift is None else _cards(drift, address, looking, focus)
    shown_map = None
    rows: tuple[TableRow, ...] = ()
    if drift is not None and linked is not None:
        shown_map = drawn(drift, address, looking)
        if looking.table or looking.view == "window":
            rows = table(drift, shown_map, linked)
    return EnvironmentPage(
        frame=_frame(facts, address),
        head=_head(facts, looking),
        dimmed=_dimmed(facts),
        findings=cards[:CARDS],
        more_findings=cards[CARDS:],
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
        would_do=None if drift is None or linked is None else _would_do(drift, linked),
        not_covered=_not_covered(drift),
        unreadable=() if drift is None else tuple(str(place) for place in drift.release.unreadable),
        recorded=_recorded(facts, address, looking, linked),
        snapshots=_snapshots(facts),
        empty=_empty(facts),
    )


def drawn(drift: Drift, address: EnvironmentAddress, looking: Looking) -> MapView:
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


def _focus(drift: Drift | None, looking: Looking) -> MigrationKey | None:
    """What the panel shows: what the reader chose, else the first finding, else the first step."""
    if drift is None:
        return None
    if looking.focus is not None and looking.focus in drift.statuses:
        return looking.focus
    if drift.findings:
        return drift.findings[0].subject
    return drift.outcome.plan[0] if drift.outcome.plan else None


def _frame(facts: EnvironmentFacts, address: EnvironmentAddress) -> Frame:
    project, slug = facts.project, facts.place.slug
    title = project.title or project.slug
    home = addresses.home(project.slug)
    pinned = pinned_address(facts)
    said = text.flat(_headline(facts))
    verdict = facts.sighting.verdict
    on = f" on {facts.chosen.label}" if facts.chosen.label else ""
    word = VerdictView.of(verdict).word.lower()
    return Frame(
        title=f"{slug} is {word}{on} · {title}" if facts.drift else f"{slug} · {title}",
        project=Link(title, home),
        navigation=(Link("Fleet", home, current=True),),
        favicon=f"favicon-{verdict.value}",
        description=said[:180],
        twin=address.json(),
        canonical=None if pinned is None else pinned.page(),
        pinned=_bar(facts),
    )


def _headline(facts: EnvironmentFacts) -> Text:
    sighting, times = facts.sighting, Times(facts.now)
    if facts.chosen.release is None and not sighting.failure and not sighting.stale:
        return text.plain(
            f"No release is known for {facts.chosen.label or facts.project.title or facts.project.slug}."
        )
    return headline(facts.place.slug, sighting, label=facts.chosen.word, times=times)


def pinned_address(facts: EnvironmentFacts) -> EnvironmentAddress | None:
    """The address that shows this page for ever; None where there is nothing to name."""
    if facts.snapshot is None or facts.chosen.release is None:
        return None
    return EnvironmentAddress.pinned(
        facts.project.slug,
        facts.place.slug,
        facts.snapshot.received_at,
        history=facts.snapshot.history.fingerprint,
        label=facts.chosen.label,
        release=facts.chosen.release.fingerprint,
        database=facts.alias,
    )


def _bar(facts: EnvironmentFacts) -> PinnedBar | None:
    snapshot, release = facts.snapshot, facts.chosen.release
    if facts.now is not None or snapshot is None or release is None:
        return None
    slug = facts.place.slug
    sentence = (
        f"This page always shows history {snapshot.history.fingerprint[:8]} of {slug} "
        f"({words.absolute(snapshot.received_at)}) against release {facts.chosen.label}~{release.fingerprint[:8]}."
    )
    now = EnvironmentAddress.live(facts.project.slug, slug).page()
    return PinnedBar(text.plain(sentence), Link(f"See {slug} now", now))


def _head(facts: EnvironmentFacts, looking: Looking) -> Head:
    home = addresses.home(facts.project.slug)
    crumbs = [Link("Fleet", home)]
    for name, value in (("tier", facts.place.tier), ("region", facts.place.region)):
        if value:
            crumbs.append(Link(value, addresses.with_query(home, [(name, value)])))
    pinned = pinned_address(facts)
    focus = None if looking.focus is None else str(looking.focus)
    return Head(
        _headline(facts),
        _facts_line(facts),
        VerdictView.of(facts.sighting.verdict) if facts.chosen.release or facts.sighting.failure else None,
        facts.place.slug,
        tuple(crumbs),
        None if pinned is None else pinned.page(focus=focus, **looking.kept),
    )


def _facts_line(facts: EnvironmentFacts) -> tuple[Fact, ...]:
    times = Times(facts.now)
    release, snapshot = facts.chosen.release, facts.snapshot
    found: list[Fact] = []
    if release is not None:
        found.append(Fact("Against release", facts.chosen.label, release.fingerprint[:8]))
    if snapshot is not None:
        found.append(Fact(f"{words.count(len(snapshot.history.rows), 'row')}, database", facts.alias))
    if release is not None:
        found.append(Fact(f"Django {release.django}"))
    if snapshot is not None and facts.now is None:
        found.append(Fact("received", moment=times.of(snapshot.received_at)))
    elif snapshot is not None:
        found.append(Fact("seen", moment=times.of(snapshot.seen_at)))
        found.append(Fact("unchanged since", moment=Times.absolute(snapshot.received_at)))
    return tuple(found)


def _dimmed(facts: EnvironmentFacts) -> str:
    """Above the last known page of an environment that is not seen now."""
    if facts.now is None or facts.snapshot is None or not (facts.sighting.failure or facts.sighting.stale):
        return ""
    seen = words.absolute(facts.snapshot.seen_at)
    last = facts.sighting.last
    verdict = f" It was {VerdictView.of(last).word.lower()} then." if last else ""
    return f"Below is what was last seen, {seen}.{verdict}"


def _cards(
    drift: Drift, address: EnvironmentAddress, looking: Looking, focus: MigrationKey | None
) -> tuple[FindingCard, ...]:
    return tuple(
        FindingCard(
            finding.code.value,
            runbook.ENTRIES[finding.code].title,
            icon(finding.code),
            WEIGHTS[finding.code.severity],
            text.of(finding, runbook.sentence(finding)),
            runbook.ENTRIES[finding.code].consequence,
            address.page(focus=str(finding.subject), **looking.kept),
            finding.subject == focus and _first_of(drift, finding),
        )
        for finding in drift.findings
    )


def _first_of(drift: Drift, finding: Finding) -> bool:
    return next(other for other in drift.findings if other.subject == finding.subject) == finding


WEIGHTS = {
    Severity.BLOCKING: Verdict.BLOCKED.value,
    Severity.TROUBLE: Verdict.DRIFTED.value,
    Severity.INFORMATION: "note",
}


def icon(code: Code) -> str:
    """The icon of a finding: that of the status it gives."""
    return ICONS[code].value if code in ICONS else code.word


def _would_do(drift: Drift, linked: Links) -> WouldDo:
    outcome = drift.outcome
    if outcome.alternatives:
        return WouldDo(
            "What migrate does here depends on chance: on the order in which Django meets the squashes.",
            errors=tuple(_says(other) for other in outcome.alternatives if other.raises),
        )
    if outcome.raises:
        note = EVERY_COMMAND if outcome.raises == "InconsistentMigrationHistory" else ""
        return WouldDo(
            "Nothing: Django refuses, with this error.", note + ONLY_READS, errors=(_says(outcome),)
        )
    plan = outcome.plan or ()
    if not plan:
        return WouldDo("Nothing to run.")
    number = len(one_way(drift))
    mind = f", {number} of them one way: take a backup first" if number else ""
    steps = tuple(_step(drift, place, key, linked) for place, key in enumerate(plan, start=1))
    would = f"Run {words.count(len(plan), 'migration')} in this order{mind}."
    return WouldDo(would, steps=steps[:STEPS], more=steps[STEPS:])


def _says(outcome: Outcome) -> DjangoSays:
    number = len(outcome.messages)
    note = ""
    if number > 1:
        note = f"Django prints one of these {number}, at random; all of them hold."
    return DjangoSays(outcome.raises or "", note, outcome.messages)


def _step(drift: Drift, place: int, key: MigrationKey, linked: Links) -> PlanStep:
    migration = drift.release.migrations.get(key)
    kinds = [operation.kind for operation in migration.operations] if migration else []
    brief = ", ".join(dict.fromkeys(kinds))
    return PlanStep(place, linked((key,))[0], bool(migration and migration.irreversible), brief)


def _not_covered(drift: Drift | None) -> str:
    if drift is None or not drift.not_covered:
        return ""
    apps = ", ".join(drift.not_covered)
    return f"Not judged, as this release does not hold {'it' if len(drift.not_covered) == 1 else 'them'}: {apps}."


def _recorded(
    facts: EnvironmentFacts, address: EnvironmentAddress, looking: Looking, linked: Links | None
) -> RecordedRows | None:
    if facts.snapshot is None:
        return None
    history = facts.snapshot.history
    if not history.rows:
        return RecordedRows("No row." if history.table else "No django_migrations table.", None)
    sentence = f"{words.count(len(history.rows), 'row')} in recorded order. {TIMES}"
    focus = None if looking.focus is None else str(looking.focus)
    if not looking.rows and facts.chosen.release is not None:
        show = Link(
            f"Show {words.count(len(history.rows), 'row')}",
            address.page(focus=focus, rows="all", **looking.kept),
        )
        return RecordedRows(sentence, show)
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
    return RecordedRows(sentence, None, tuple(rows))


def _snapshots(facts: EnvironmentFacts) -> tuple[SnapshotLine, ...]:
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
            words.count(mark.rows, "row"),
            place == 0,
        )
        for place, mark in enumerate(facts.marks)
    )


def _empty(facts: EnvironmentFacts) -> Empty | None:
    if facts.chosen.release is None:
        return Empty("Add the release that this environment is meant to run:", ADD_RELEASE)
    return None
