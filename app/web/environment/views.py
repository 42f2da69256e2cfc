"""The parts of the environment page, as its templates show them."""

from dataclasses import dataclass

from app.web.environment.finding.ways.views import FirstWay, WaysInShort
from app.web.environment.history.views import RecordedOrder, RecordedRows, SnapshotLine
from app.web.environment.links import KeyLink, StatusView
from app.web.environment.map.views import MapTools
from app.web.environment.query import ViewOptions
from app.web.environment.table.views import Table
from app.web.findings.reasons import Reasons
from app.web.layout.left_out import LeftOut
from app.web.layout.views import Empty, Frame, Head, VerdictLink
from app.web.map.view import MapView
from app.web.wording.moments import Moment
from app.web.wording.rich_text import Text


@dataclass(frozen=True, slots=True)
class FindingCard:
    """One finding. `page` is its own page; `current` marks the finding that the map shows."""

    code: str
    title: str
    icon: str
    weight: str
    sentence: Text
    consequence: str
    href: str
    runbook: str
    page: str
    current: bool


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One migration that `migrate` would run."""

    number: int
    key: KeyLink
    irreversible: bool
    operations: str
    drops_data: bool = False


@dataclass(frozen=True, slots=True)
class DjangoError:
    """An error of Django: the name of the exception, and the messages that it may carry."""

    exception: str
    note: str
    messages: tuple[str, ...]
    left_out: LeftOut | None = None


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """
    What `migrate` would do: the steps of a plan, or one error; several errors where chance decides.

    `steps` are the first ones, `more` some further ones, on demand; of a long plan the others are left out.
    """

    sentence: str
    note: str = ""
    steps: tuple[PlanStep, ...] = ()
    more: tuple[PlanStep, ...] = ()
    left_out: LeftOut | None = None
    errors: tuple[DjangoError, ...] = ()


@dataclass(frozen=True, slots=True)
class PanelRow:
    """One row of the migration. `text` is the time as the database wrote it, for where it cannot be read."""

    moment: Moment | None
    text: str
    position: str


@dataclass(frozen=True, slots=True)
class OperationView:
    """One operation in brief."""

    kind: str
    name: str
    irreversible: bool


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One finding in a sentence, and its page."""

    sentence: Text
    href: str


@dataclass(frozen=True, slots=True)
class MigrationPanel:
    """
    What this comparison says about one migration. `has_file` is false where the release does not hold it.

    `finding` is the page of the first finding that names it.
    """

    app: str
    name: str
    status: StatusView
    irreversible: bool
    findings: tuple[FindingLine, ...]
    recorded: tuple[PanelRow, ...]
    recorded_more: int
    needs: tuple[KeyLink, ...]
    needs_more: int
    needed_by: tuple[KeyLink, ...]
    needed_by_more: int
    replaces: tuple[KeyLink, ...]
    replaces_more: int
    operations: tuple[OperationView, ...]
    operations_more: int
    has_file: bool
    finding: str | None


@dataclass(frozen=True, slots=True)
class PanelFragment:
    """What the panel's own address shows: the panel alone."""

    panel: MigrationPanel


@dataclass(frozen=True, slots=True)
class PushView:
    """The newest push of the database. `conflict` says that a later look lacks rows of it; None where it does not."""

    sentence: str
    conflict: Text | None


@dataclass(frozen=True, slots=True)
class Lead:
    """
    What stands under the headline that tells of a finding: its first way out, or why there is `none`.

    `meaning` is what such a finding means, where nothing is known of why this one is there.
    """

    weight: str
    href: str
    first: FirstWay | None
    none: str
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class FailureLine:
    """When something about a look was or will be: a moment, or words."""

    name: str
    moment: Moment | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class FailureView:
    """
    Why an environment is not seen is in the headline; this is how to come on from there.

    `command` tries it at once; `role` are the statements for a role that may read, where that is what lacks.
    """

    lines: tuple[FailureLine, ...]
    command: str
    role: str


@dataclass(frozen=True, slots=True, eq=False)
class EnvironmentBody:
    """
    What stands below the headline: no moment is in it. It is compared by identity, as its HTML is kept by it.

    Without a release it shows only rows; without a snapshot it shows nothing. `shows` are the options that it was made
    with, and `lasts` says that further requests are answered with it. `upgrade` leads to how a database gets to a
    release; empty where there is none.
    """

    shows: ViewOptions
    lasts: bool
    lead: Lead | None
    findings: tuple[FindingCard, ...]
    more_findings: tuple[FindingCard, ...]
    findings_left_out: LeftOut | None
    notes: tuple[FindingCard, ...]
    note_count: int
    notes_left_out: LeftOut | None
    is_note_current: bool
    reasons: Reasons
    map: MapView | None
    map_src: str
    tools: MapTools | None
    as_table: bool
    table: Table | None
    table_without_script: bool
    panel: MigrationPanel | None
    ways: tuple[WaysInShort, ...]
    outcome: OutcomeView | None
    not_covered: str
    unreadable: tuple[str, ...]
    unreadable_count: int
    unreadable_left_out: LeftOut | None
    order: RecordedOrder | None
    recorded: RecordedRows | None
    snapshots: tuple[SnapshotLine, ...]
    snapshots_left_out: LeftOut | None
    push: PushView | None
    empty: Empty | None
    upgrade: str


@dataclass(frozen=True, slots=True)
class EnvironmentPage:
    """The whole page: what changes from moment to moment, and below it what does not."""

    frame: Frame
    head: Head
    tabs: tuple[VerdictLink, ...]
    dimmed: Text
    failure: FailureView | None
    newer: str | None
    follow: str | None
    body: EnvironmentBody


@dataclass(frozen=True, slots=True)
class WhyPage:
    """What the history of the code says about the findings of one environment, or `nothing`: that it says nothing."""

    frame: Frame
    head: Head
    reasons: Reasons
    nothing: Text
