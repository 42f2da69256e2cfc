"""The groups of the fleet: by verdict, by cause, by tier or region."""

from collections.abc import Iterable, Mapping, Sequence

from app.domain import runbook
from app.domain.findings import Finding, Verdict
from app.domain.fleet import Sighting
from app.domain.fleet.causes import SharedFinding, by_cause
from app.web.facts.live import EnvironmentInfo
from app.web.fleet.filters import Filters
from app.web.fleet.rows import Rows
from app.web.fleet.views import Block, CauseCard, FleetRow, Group
from app.web.layout.views import VerdictView

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


class Groups:
    """Puts the environments that are shown under headings."""

    def __init__(
        self, rows: Rows, filters: Filters, shown: Sequence[Sighting], places: Mapping[str, EnvironmentInfo]
    ) -> None:
        self.rows, self.filters, self.shown, self.places = rows, filters, shown, places

    def bare(self) -> tuple[Group, ...]:
        """Without a release there is no verdict: only what is recorded, and when it was seen."""
        rows = tuple(self.rows.row(one, None) for one in self.shown)
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

    def all(self) -> tuple[Group, ...]:
        """The groups asked for, worst first."""
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
            tiles = tuple(self.rows.row(one, None) for one in found)
            return Group(verdict.value, view.word, len(found), meaning, view, (), tiles, len(tiles) > TILES)
        if verdict is Verdict.BLOCKED:
            blocks = tuple(self._blocked(found))
        else:
            blocks = (_folding(None, [self.rows.row(one, None) for one in found]),)
        return Group(verdict.value, view.word, len(found), meaning, view, blocks)

    def _blocked(self, found: Sequence[Sighting]) -> Iterable[Block]:
        causes = by_cause(found)
        for cause in causes:
            yield self._cause_block(cause, found)
        placed = {name for cause in causes for name in cause.environments}
        alone = [self.rows.row(one, None) for one in found if one.environment not in placed]
        if alone:
            yield _folding(None, alone)

    def _cause_block(self, cause: SharedFinding, found: Iterable[Sighting]) -> Block:
        rows = [self.rows.row(one, cause.finding) for one in found if one.environment in cause.environments]
        return _folding(self.rows.card(cause), rows)

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
            rows = [self.rows.row(one, None) for one in shared[finding]]
            card = self.rows.card(SharedFinding(finding, tuple(one.environment for one in shared[finding])))
            title = runbook.ENTRIES[finding.code].title
            yield Group(
                f"{finding.code.word}-{finding.subject}", title, len(rows), "", None, (_folding(card, rows),)
            )
        if without:
            rows = [self.rows.row(one, None) for one in without]
            yield Group(
                "no-finding",
                "No finding",
                len(rows),
                "nothing is wrong, or nothing is known",
                None,
                (_folding(None, rows),),
            )

    def _by_place(self, name: str) -> Iterable[Group]:
        found: dict[str, list[FleetRow]] = {}
        for one in self.shown:
            found.setdefault(getattr(self.places[one.environment], name), []).append(self.rows.row(one, None))
        for value in sorted(found, key=lambda value: (not value, value)):
            title = value or f"No {name}"
            yield Group(
                f"{name}-{value}", title, len(found[value]), "", None, (_folding(None, found[value]),)
            )


def _folding(cause: CauseCard | None, rows: Sequence[FleetRow]) -> Block:
    """The first rows, the rest on demand; a single one is never hidden."""
    shown = len(rows) if len(rows) <= SHOWN + 1 else SHOWN
    return Block(cause, tuple(rows[:shown]), tuple(rows[shown:]))
