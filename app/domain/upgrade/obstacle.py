"""Why a run of `migrate` does not arrive at a release."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain import runbook
from app.domain.english import count, listed
from app.domain.findings import Code, Finding
from app.domain.keys import MigrationKey

MAX_NAMES = 3
"""A sentence names this many migrations and counts the others."""


class ObstacleKind(StrEnum):
    """What stands between a database and a release."""

    REFUSED = "refused"
    """Django ends with an error before anything runs."""
    RUNS_AGAIN = "runs-again"
    """What ran here under another name would run once more, or where its tables are already."""
    SKIPPED = "skipped"
    """A migration of the release never runs here, and Django says nothing."""
    CHANGED = "changed"
    """The file of a row is another one in this release, or does something else."""
    AHEAD = "ahead"
    """The database has rows of a newer release: this would be a way back."""
    STRANGE = "unknown-rows"
    """A step of the path would leave rows that the next release does not know."""
    UNREADABLE = "unreadable"
    """The release could not be read whole."""
    UNDECIDED = "undecided"
    """An app that the release does not cover decides whether Django refuses."""
    CHANCE = "chance"
    """Each run of Django may do something else."""
    BOUND = "bound"
    """So many releases were tried that the search ended."""


UNCERTAIN = frozenset(
    {ObstacleKind.UNREADABLE, ObstacleKind.UNDECIDED, ObstacleKind.CHANCE, ObstacleKind.BOUND}
)
"""What stands there when nobody can tell whether a run would arrive."""

KIND_OF_CODE = {
    Code.STARTS_ANEW: ObstacleKind.RUNS_AGAIN,
    Code.RUNS_AGAIN: ObstacleKind.RUNS_AGAIN,
    Code.RENAMED: ObstacleKind.RUNS_AGAIN,
    Code.RELABELLED: ObstacleKind.RUNS_AGAIN,
    Code.HOLLOW_SQUASH_ROW: ObstacleKind.RUNS_AGAIN,
    Code.TABLES_WITHOUT_ROWS: ObstacleKind.RUNS_AGAIN,
    Code.TABLE_ELSEWHERE: ObstacleKind.RUNS_AGAIN,
    Code.SILENT_SKIP: ObstacleKind.SKIPPED,
    Code.STALE_SQUASH_ROW: ObstacleKind.SKIPPED,
    Code.REUSED_NAME: ObstacleKind.CHANGED,
    Code.EDITED: ObstacleKind.CHANGED,
    Code.NEWER_RELEASE: ObstacleKind.AHEAD,
    Code.UNKNOWN: ObstacleKind.STRANGE,
}
"""What a finding of trouble says of a run; every code that begins with D1 says that Django refuses."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """
    What stands in the way. `findings` are those of the comparison that show it; `keys` are migrations where none does,
    as only of some kinds.

    `text` is what else is to be said: a place that could not be read, a number.
    """

    kind: ObstacleKind
    findings: tuple[Finding, ...] = ()
    keys: tuple[MigrationKey, ...] = ()
    text: str = ""

    @property
    def is_certain(self) -> bool:
        """Whether the run is known not to arrive. Where it is not, nobody can tell."""
        return self.kind not in UNCERTAIN

    def sentence(self, name: str) -> str:
        """Why the database does not arrive at the release of this name, in one or two sentences."""
        if self.findings:
            first = runbook.sentence(self.findings[0], most=MAX_NAMES)
            more = f" ({count(len(self.findings) - 1, 'more finding')})" if len(self.findings) > 1 else ""
            return f"{_BY_FINDING.get(self.kind, '{name}:').format(name=name)} {first}{more}"
        keys = f"{listed(self.keys, MAX_NAMES)} {'is' if len(self.keys) == 1 else 'are'}"
        return _ALONE[self.kind].format(name=name, keys=keys, text=self.text)


_BY_FINDING = {
    ObstacleKind.REFUSED: "{name} is refused:",
    ObstacleKind.RUNS_AGAIN: "{name} would run anew what is there:",
    ObstacleKind.SKIPPED: "{name} would skip something in silence:",
    ObstacleKind.CHANGED: "{name} has another file for a row:",
    ObstacleKind.AHEAD: "{name} is older than a row:",
    ObstacleKind.STRANGE: "{name} does not know a row that the path would write:",
}

_ALONE = {
    ObstacleKind.SKIPPED: "{name} would skip something in silence: {keys} never run.",
    ObstacleKind.CHANGED: "{name} has another file for a row that the path would write: {keys} not the same there.",
    ObstacleKind.AHEAD: "{name} is older than this database, which has rows of a newer release: that is a way back.",
    ObstacleKind.UNREADABLE: "{name} could not be read whole: {text}",
    ObstacleKind.UNDECIDED: "{name} does not cover an app that decides: {keys} in question.",
    ObstacleKind.CHANCE: "{name} is left to chance: each run of Django may do something else.",
    ObstacleKind.BOUND: "{text}",
}
