"""What is known of one environment at one moment."""

from dataclasses import dataclass, field
from datetime import datetime

from app.config import Project
from app.domain.drift import Drift
from app.domain.fleet import Sighting
from app.domain.fleet.mismatch import mismatch
from app.domain.fleet.running_release import RunningRelease
from app.domain.fleet.standing import Standing
from app.domain.provenance import NO_KNOWLEDGE, Knowledge
from app.domain.table_location import TableLocation
from app.domain.ways.scripts import Dialect
from app.store.snapshots import Snapshot, SnapshotSummary
from app.web.facts.chosen import ChosenRelease
from app.web.facts.fleet import EnvironmentInfo


@dataclass(frozen=True, eq=False)
class EnvironmentFacts:
    """
    One environment at one moment: the table at one `location` of it.

    `snapshot` is None if nothing was ever collected, `drift` also if there is no release. `summaries` are the snapshots
    of the table, `now` is the present, and `whole` what is known of all parts of the environment: these are for a live
    page alone. `apps` are the labels of the apps that live at the location, or None for all. `is_overview`: the reader
    asked for a database with schemas, and for none of these. `running` says who tells what runs here, and `standing`
    where the rows stand: for a live page alone. With `picked` the reader chose the release. `knowledge` is what the
    findings were told by beside the comparison. `dialect` is the SQL of the database, or that which the address names,
    and `search_path` the schemas in which its tables are looked for, where the URL or the address says it.
    `of_revision` is the same for all copies at other moments, and another one once something is written.
    """

    project: Project
    environment: EnvironmentInfo
    location: TableLocation
    chosen: ChosenRelease
    snapshot: Snapshot | None
    sighting: Sighting
    summaries: tuple[SnapshotSummary, ...] = ()
    now: datetime | None = None
    whole: Sighting | None = None
    apps: frozenset[str] | None = None
    is_overview: bool = False
    running: RunningRelease | None = None
    standing: Standing | None = None
    picked: bool = False
    knowledge: Knowledge = NO_KNOWLEDGE
    dialect: Dialect = Dialect.POSTGRESQL
    search_path: tuple[str, ...] = ()
    of_revision: object = field(default_factory=object)

    @property
    def alias(self) -> str:
        """The alias of the database in Django's settings."""
        return self.location.alias

    @property
    def name(self) -> str:
        """The environment by its slug, and the database or the schema that the facts are of where it has several."""
        if self.location.schema:
            return f"{self.environment.slug}, schema {self.location.schema},"
        if self.has_parts:
            return f"{self.environment.slug}, database {self.location.alias},"
        return self.environment.slug

    @property
    def schemas(self) -> tuple[Sighting, ...]:
        """What is known of the schemas of the database, a sighting for each distinct history, the worst first."""
        if self.whole is None:
            return ()
        return tuple(
            part
            for part in self.whole.parts or (self.whole,)
            if part.schemas and part.location.alias == self.location.alias
        )

    @property
    def has_parts(self) -> bool:
        """Whether the environment has several databases or schemas, so that an address says which one it is of."""
        return self.whole is not None and bool(self.whole.parts or self.whole.schemas)

    @property
    def drift(self) -> Drift | None:
        return self.sighting.drift

    @property
    def mismatch(self) -> str:
        """That what runs here and the rows do not belong together; empty where the reader picked the release."""
        return "" if self.picked else mismatch(self.running, self.sighting.verdict, self.standing)
