"""The fleet as its template shows it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.domain import fleet, runbook
from app.domain.drift import Drift
from app.domain.findings import Code, Finding, Severity, Verdict
from app.domain.fleet import SharedFinding, Sighting
from app.domain.lanes import lane_order
from app.domain.status import Status
from app.web import addresses, text, words
from app.web.addresses import EnvironmentAddress
from app.web.facts import FleetFacts
from app.web.filters import GROUPS, SORTS, Filters
from app.web.moments import Moment, Times
from app.web.sentences import line
from app.web.text import Text
from app.web.views import Choice, Empty, Fact, Frame, Head, Link, Picker, PinnedBar, Step, VerdictView

SHOWN = 6
TILES = 60

MEANINGS = {
    Verdict.BLOCKED: ("Django refuses", "Django refuses every migrate"),
    Verdict.DRIFTED: ("works, history differs", "it works, but the history is not what the release says"),
    Verdict.BEHIND: ("migrations to run", "migrations to run, nothing in the way"),
    Verdict.UNSEEN: ("no fresh data", "no fresh data"),
    Verdict.IN_STEP: ("same as the release", "same as the release"),
}
"""Three words for the strip, a few more over the group."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One environment of the strip; `first` begins a verdict, `dim` is filtered out."""

    href: str
    name: str
    verdict: str
    first: bool
    dim: bool


@dataclass(frozen=True, slots=True)
class Count:
    """One verdict under the strip: a link that filters, or takes the filter away where it is on."""

    verdict: VerdictView
    number: int
    meaning: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Barcode:
    """
    A bar per app in lane order: the places of the bars that are not quiet.

    `name` says the same in words. `bars` is 0 where nothing is known.
    """

    bars: int
    blocked: tuple[int, ...] = ()
    drifted: tuple[int, ...] = ()
    behind: tuple[int, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One environment."""

    slug: str
    href: str
    verdict: VerdictView
    place: str
    sentence: Text
    barcode: Barcode
    pending: int | None
    rows: int | None
    seen: Moment | None
    age: Moment | None


@dataclass(frozen=True, slots=True)
class CauseCard:
    """What several environments share, said once."""

    sentence: Text
    note: str
    code: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows under a cause, or under none; `more` are unfolded on demand."""

    cause: CauseCard | None
    rows: tuple[Row, ...]
    more: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A heading with blocks of rows, or with tiles; `folded` tiles are one line that unfolds."""

    id: str
    title: str
    number: int
    meaning: str
    verdict: VerdictView | None = None
    blocks: tuple[Block, ...] = ()
    tiles: tuple[Row, ...] = ()
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """The filter form; `kept` are parameters that it carries along."""

    action: str
    q: str
    pickers: tuple[Picker, ...]
    kept: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FleetPage:
    """The whole page; without a release there is no strip, and `groups` hold the bare rows."""

    frame: Frame
    head: Head
    warning: str
    strip: tuple[Cell, ...]
    counts: tuple[Count, ...]
    form: Form | None
    groups: tuple[Group, ...]
    empty: Empty | None
    apps: int
    seen_head: str


def pinned_path(facts: FleetFacts) -> str:
    """The canonical path of a pinned fleet."""
    release, moment = facts.chosen.release, facts.at
    if release is None or moment is None:
        raise ValueError("only a pinned fleet has a pinned path")
    return addresses.fleet(facts.project.slug, moment, label=facts.chosen.label, release=release.fingerprint)


def clean_address(facts: FleetFacts, filters: Filters, *, wanted: str | None) -> str:
    """The page's own address without the parameters that say nothing, which a form sends along."""
    return _Page(facts, filters, wanted).address()


def page(facts: FleetFacts, filters: Filters, *, wanted: str | None) -> FleetPage:
    """The fleet against a release, or the fleet without one."""
    return _Page(facts, filters, wanted).view()


class _Page:
    """One fleet on its way to the template."""

    def __init__(self, facts: FleetFacts, filters: Filters, wanted: str | None) -> None:
        self.facts, self.filters, self.wanted = facts, filters, wanted
        self.times = Times(None if facts.at else facts.now)
        self.label = facts.chosen.label
        self.places = {place.slug: place for place in facts.places}
        self.sightings = tuple(facts.sightings[place.slug] for place in facts.places)
        self.shown = filters.sorted(
            one for one in self.sightings if filters.keeps(one, self.places[one.environment])
        )

    def view(self) -> FleetPage:
        release = self.facts.chosen.release
        pin = self._pin()
        if release is None:
            headline = self._without_release()
            worst = None
        else:
            headline = fleet.headline(self.sightings, label=self.label or release.fingerprint[:8])
            worst = min((one.verdict for one in self.sightings), key=list(Verdict).index, default=None)
        project = self.facts.project
        home = addresses.home(project.slug)
        title = project.title or project.slug
        frame = Frame(
            title=f"{headline.rstrip('.')} · {title}",
            project=Link(title, home),
            navigation=(Link("Fleet", home, current=True),),
            favicon="favicon" if worst is None else f"favicon-{worst.value}",
            description=self._description(),
            twin=self._twin(pin),
            canonical=pin,
            pinned=self._bar(),
        )
        head = Head(text.plain(headline), self._facts_line(), copy_link=pin)
        sections = self._groups() if release else self._bare()
        return FleetPage(
            frame,
            head,
            self._warning(),
            self._strip() if release else (),
            self._counts() if release else (),
            self._form(),
            sections,
            self._empty(),
            len(self._lanes()),
            "Received" if self.facts.at else "Seen",
        )

    def address(self) -> str:
        return addresses.with_query(self._path(), self._query())

    def _without_release(self) -> str:
        name = f"{self.label}" if self.label else (self.facts.project.title or self.facts.project.slug)
        return f"No release is known for {name}."

    def _warning(self) -> str:
        """All of them unseen at once is the collector's trouble, not theirs."""
        if len(self.sightings) < 2 or any(one.verdict is not Verdict.UNSEEN for one in self.sightings):
            return ""
        if self.facts.chosen.release is None:
            return ""
        seen = [one.seen_at for one in self.sightings if one.seen_at]
        if not seen:
            return "No collection has succeeded yet."
        return f"No collection has succeeded since {words.absolute(max(seen))}."

    def _address(self, slug: str) -> str:
        snapshot = self.facts.histories.get(slug)
        if self.facts.at is None or self.facts.chosen.release is None or snapshot is None:
            return EnvironmentAddress.live(self.facts.project.slug, slug, release=self.wanted).page()
        received = self.facts.sightings[slug].seen_at
        if received is None:
            return EnvironmentAddress.live(self.facts.project.slug, slug).page()
        return EnvironmentAddress.pinned(
            self.facts.project.slug,
            slug,
            received,
            history=snapshot.fingerprint,
            label=self.label,
            release=self.facts.chosen.release.fingerprint,
        ).page()

    def _pin(self) -> str | None:
        release = self.facts.chosen.release
        if release is None:
            return None
        query: list[tuple[str, str | None]] = [("without", slug) for slug in self.facts.removed]
        query += self.filters.query()
        moment = self.facts.at or self.facts.now
        return addresses.fleet(
            self.facts.project.slug, moment, label=self.label, release=release.fingerprint, query=query
        )

    def _twin(self, pin: str | None) -> str:
        if self.facts.at is None or pin is None:
            return addresses.with_query(
                addresses.home(self.facts.project.slug) + ".json", [("release", self.wanted)]
            )
        path, mark, query = pin.partition("?")
        return f"{path}.json{mark}{query}"

    def _bar(self) -> PinnedBar | None:
        release = self.facts.chosen.release
        if self.facts.at is None or release is None:
            return None
        sentence = (
            f"This page always shows what had been received by {words.absolute(self.facts.at, seconds=True)}, "
            f"against release {self.label}~{release.fingerprint[:8]}."
        )
        return PinnedBar(
            text.plain(sentence), Link("See the fleet now", addresses.home(self.facts.project.slug))
        )

    def _description(self) -> str:
        if self.facts.chosen.release is None:
            return "Add a release to compare the environments with."
        number = fleet.counts(self.sightings)
        said = [f"{many} {VerdictView.of(verdict).word.lower()}" for verdict, many in number.items() if many]
        return f"Against {self.label}: {', '.join(said)}." if said else "No environment yet."

    def _facts_line(self) -> tuple[Fact, ...]:
        release = self.facts.chosen.release
        found: list[Fact] = []
        if release is not None:
            found.append(Fact("Against release", self.label, release.fingerprint[:8]))
            migrations, apps = len(release.migrations), len(release.apps)
            found.append(Fact(f"{words.count(migrations, 'migration')} in {words.count(apps, 'app')}"))
            if release.commit:
                found.append(Fact("commit", code=release.commit[:8]))
        if self.facts.at is None:
            found.append(Fact("as of", moment=Times.absolute(self.facts.now)))
        else:
            found.append(Fact("received by", moment=Times.absolute(self.facts.at, seconds=True)))
        return tuple(found)

    def _lanes(self) -> tuple[str, ...]:
        release = self.facts.chosen.release
        return () if release is None else tuple(app for app in lane_order(release) if app in release.apps)

    def _strip(self) -> tuple[Cell, ...]:
        kept = {one.environment for one in self.shown}
        cells: list[Cell] = []
        order = Filters().sorted(self.sightings)
        for one in order:
            verdict = one.verdict.value
            name = f"{one.environment}: {VerdictView.of(one.verdict).word.lower()}"
            first = bool(cells) and cells[-1].verdict != verdict
            cells.append(
                Cell(self._address(one.environment), name, verdict, first, one.environment not in kept)
            )
        return tuple(cells)

    def _counts(self) -> tuple[Count, ...]:
        found = []
        for verdict, number in fleet.counts(self.sightings).items():
            current = verdict.value in self.filters.chosen.get("verdict", ())
            query = self._query(verdict=None if current else verdict.value)
            href = addresses.with_query(self._path(), query)
            found.append(Count(VerdictView.of(verdict), number, MEANINGS[verdict][0], href, current))
        return tuple(found)

    def _path(self) -> str:
        pin = self._pin() if self.facts.at else None
        return addresses.home(self.facts.project.slug) if pin is None else pin.partition("?")[0]

    def _kept(self) -> list[tuple[str, str]]:
        if self.facts.at is None:
            return [("release", self.wanted)] if self.wanted else []
        return [("without", slug) for slug in self.facts.removed]

    def _query(self, **changed: str | None) -> list[tuple[str, str | None]]:
        return [*self._kept(), *self.filters.query(**changed)]

    def _form(self) -> Form | None:
        if not self.sightings:
            return None
        pickers = []
        if self.facts.at is None and self.facts.chosen.labels:
            chosen = self.facts.chosen
            usual = self.facts.project.release or chosen.labels[0]
            options = [
                Choice("" if label == usual else label, label, chosen=label == chosen.label)
                for label in chosen.labels
            ]
            if chosen.word not in chosen.labels:
                options.insert(0, Choice(chosen.word, chosen.word, chosen=True))
            pickers.append(Picker("release", "Release", tuple(options)))
        if self.facts.chosen.release is None:
            return Form(self._path(), "", tuple(pickers), ()) if pickers else None
        for name, label in (("tier", "Tier"), ("region", "Region")):
            values = sorted({getattr(place, name) for place in self.facts.places} - {""})
            if len(values) > 1 or name in self.filters.chosen:
                pickers.append(self._picker(name, label, "all", {value: value for value in values}))
        codes = {finding.code for one in self.sightings if one.drift for finding in one.drift.findings}
        titles = {code.word: runbook.ENTRIES[code].title for code in sorted(codes)}
        pickers.append(self._picker("finding", "Finding", "any", titles))
        groups = {
            name: word
            for name, word in GROUPS.items()
            if self.facts.at is None or name in ("verdict", "cause")
        }
        pickers.append(Picker("group", "Group by", _choices(groups, self.filters.group, default="verdict")))
        pickers.append(Picker("sort", "Sort", _choices(SORTS, self.filters.sort, default="worst")))
        kept = [pair for pair in self._kept() if pair[0] != "release"]
        kept += [("verdict", value) for value in self.filters.chosen.get("verdict", ())]
        return Form(self._path(), self.filters.q, tuple(pickers), tuple(kept))

    def _picker(self, name: str, label: str, everything: str, values: dict[str, str]) -> Picker:
        wanted = self.filters.chosen.get(name, ())
        for value in wanted:
            values.setdefault(value, value)
        options = [Choice("", everything, chosen=not wanted)]
        options += [Choice(value, word, chosen=value in wanted[:1]) for value, word in values.items()]
        return Picker(name, label, tuple(options))

    def _empty(self) -> Empty | None:
        if not self.sightings:
            return Empty("No environment yet.", ADD_ENVIRONMENT)
        if self.facts.chosen.release is None:
            return Empty(f"{self._without_release()} Add one:", ADD_RELEASE)
        if not self.shown:
            clear = Link("Clear filters", addresses.with_query(self._path(), list(self._kept())))
            return Empty(f"No environment matches {self.filters.said}.", link=clear)
        return None

    def _bare(self) -> tuple[Group, ...]:
        """Without a release there is no verdict: only what is recorded, and when it was seen."""
        rows = tuple(self._row(one, None) for one in self.sightings)
        if not rows:
            return ()
        return (
            Group(
                "environments",
                "Environments",
                len(rows),
                "rows recorded, nothing to hold them against",
                None,
                (Block(None, rows),),
            ),
        )

    def _groups(self) -> tuple[Group, ...]:
        if self.filters.group == "cause":
            return tuple(self._by_finding())
        if self.filters.group in ("tier", "region"):
            return tuple(self._by_place(self.filters.group))
        return tuple(self._of_verdict(verdict) for verdict in Verdict if self._with(verdict))

    def _with(self, verdict: Verdict) -> tuple[Sighting, ...]:
        return tuple(one for one in self.shown if one.verdict is verdict)

    def _of_verdict(self, verdict: Verdict) -> Group:
        found = self._with(verdict)
        view = VerdictView.of(verdict)
        meaning = MEANINGS[verdict][1]
        if verdict is Verdict.IN_STEP:
            tiles = tuple(self._row(one, None) for one in found)
            return Group(verdict.value, view.word, len(found), meaning, view, (), tiles, len(tiles) > TILES)
        if verdict is Verdict.BLOCKED:
            blocks = tuple(self._blocked(found))
        else:
            blocks = (_folding(None, [self._row(one, None) for one in found]),)
        return Group(verdict.value, view.word, len(found), meaning, view, blocks)

    def _blocked(self, found: Sequence[Sighting]) -> Iterable[Block]:
        causes = fleet.by_cause(found)
        for cause in causes:
            yield self._cause_block(cause, found)
        placed = {name for cause in causes for name in cause.environments}
        alone = [self._row(one, None) for one in found if one.environment not in placed]
        if alone:
            yield _folding(None, alone)

    def _cause_block(self, cause: SharedFinding, found: Iterable[Sighting]) -> Block:
        rows = [self._row(one, cause.finding) for one in found if one.environment in cause.environments]
        return _folding(self._card(cause), rows)

    def _card(self, cause: SharedFinding) -> CauseCard:
        finding, number = cause.finding, len(cause.environments)
        entry = runbook.ENTRIES[finding.code]
        if finding.code is Code.MISSING_DEPENDENCY and finding.related:
            has = "has no row" if len(finding.related) == 1 else "have no rows"
            said = f"{finding.subject} needs {runbook.listed(finding.related)}, which {has}."
        else:
            said = runbook.sentence(finding)
        where = f"The same cause in {number} environments" if number > 1 else "In one environment"
        verdict = Verdict.BLOCKED if finding.code.severity is Severity.BLOCKING else Verdict.DRIFTED
        tone = verdict.value if finding.code.severity is not Severity.INFORMATION else "note"
        return CauseCard(text.of(finding, said), f"{where}. {entry.consequence}", finding.code.value, tone)

    def _by_finding(self) -> Iterable[Group]:
        shared: dict[Finding, list[Sighting]] = {}
        without = []
        for one in self.shown:
            findings = one.drift.findings if one.drift and one.verdict is not Verdict.UNSEEN else ()
            for finding in findings:
                shared.setdefault(finding, []).append(one)
            if not findings:
                without.append(one)
        for finding in sorted(
            shared, key=lambda finding: (finding.code.severity, -len(shared[finding]), finding)
        ):
            rows = [self._row(one, None) for one in shared[finding]]
            card = self._card(SharedFinding(finding, tuple(one.environment for one in shared[finding])))
            title = runbook.ENTRIES[finding.code].title
            yield Group(
                f"{finding.code.word}-{finding.subject}", title, len(rows), "", None, (_folding(card, rows),)
            )
        if without:
            rows = [self._row(one, None) for one in without]
            yield Group(
                "no-finding",
                "No finding",
                len(rows),
                "nothing is wrong, or nothing is known",
                None,
                (_folding(None, rows),),
            )

    def _by_place(self, name: str) -> Iterable[Group]:
        found: dict[str, list[Row]] = {}
        for one in self.shown:
            found.setdefault(getattr(self.places[one.environment], name), []).append(self._row(one, None))
        for value in sorted(found, key=lambda value: (not value, value)):
            title = value or f"No {name}"
            yield Group(
                f"{name}-{value}", title, len(found[value]), "", None, (_folding(None, found[value]),)
            )

    def _row(self, one: Sighting, cause: Finding | None) -> Row:
        place = self.places[one.environment]
        history = self.facts.histories.get(one.environment)
        rows = None if history is None else len(history.rows)
        if self.facts.chosen.release is None and history is not None and not one.failure and not one.stale:
            sentence = text.plain(f"{words.count(rows or 0, 'row')} recorded.")
        else:
            sentence = line(one, label=self.label, times=self.times, cause=cause)
        return Row(
            one.environment,
            self._address(one.environment),
            VerdictView.of(one.verdict),
            " · ".join(filter(None, (place.tier, place.region))),
            sentence,
            self._barcode(one),
            one.pending if one.verdict is not Verdict.UNSEEN else None,
            rows,
            None if one.seen_at is None else self.times.of(one.seen_at),
            None if one.seen_at is None else self.times.short(one.seen_at),
        )

    def _barcode(self, one: Sighting) -> Barcode:
        if one.drift is None or one.verdict is Verdict.UNSEEN:
            return Barcode(0, name="no fresh data")
        return barcode(one.drift, self._lanes())


def barcode(drift: Drift, lanes: Sequence[str]) -> Barcode:
    """Which apps differ, each with the worst that is to be said of it."""
    worst: dict[str, int] = {}
    for key, status in drift.statuses.items():
        if status is Status.PENDING:
            worst.setdefault(key.app_label, 2)
    for finding in drift.findings:
        weight = {Severity.BLOCKING: 0, Severity.TROUBLE: 1, Severity.INFORMATION: 3}[finding.code.severity]
        for key in (finding.subject, *finding.related):
            worst[key.app_label] = min(weight, worst.get(key.app_label, 3))
    places = {
        weight: tuple(i for i, app in enumerate(lanes) if worst.get(app) == weight) for weight in range(3)
    }
    words_of = ("blocked", "drifted", "to run")
    said = [
        f"{words_of[weight]}: {', '.join(app for app in lanes if worst.get(app) == weight)}"
        for weight in range(3)
        if places[weight]
    ]
    return Barcode(len(lanes), places[0], places[1], places[2], "; ".join(said) or "every app is the same")


def _folding(cause: CauseCard | None, rows: Sequence[Row]) -> Block:
    """The first rows, the rest on demand; a single one is never hidden."""
    shown = len(rows) if len(rows) <= SHOWN + 1 else SHOWN
    return Block(cause, tuple(rows[:shown]), tuple(rows[shown:]))


def _choices(values: dict[str, str], wanted: str, *, default: str) -> tuple[Choice, ...]:
    return tuple(
        Choice("" if name == default else name, word, chosen=name == wanted) for name, word in values.items()
    )


ADD_ENVIRONMENT = (
    Step(
        "Give Driftboard a role that may only read the table",
        "GRANT SELECT ON django_migrations TO driftboard;",
    ),
    Step(
        "Name the environment in driftboard.toml",
        '[[projects.environments]]\nslug = "sandbox-1"\ndatabase = "postgresql://driftboard:${SANDBOX_1_PASSWORD}@db/shop"',
    ),
    Step("Collect its history", "driftboard collect"),
)

ADD_RELEASE = (
    Step(
        "From a manifest file, or from a directory of source",
        "driftboard releases add PROJECT PATH --label LABEL",
    ),
)
