"""
The verdicts of many histories against the releases of their time, each worked out once.

First everything is asked for, and what is not known is noted. Then all of it is read and worked out at once: so the
number of queries does not grow. The rules, and what is known of the code, are those of today.
"""

from collections.abc import Mapping

from app.cache import WeightedCache
from app.config import Project
from app.domain.drift import Drift, compare
from app.domain.drift.app_limits import limited_to
from app.domain.events.event import NewerReleases
from app.domain.events.fortnight import SeenHistory
from app.domain.findings import Verdict
from app.domain.history import History
from app.domain.label import Label
from app.domain.provenance import Knowledge, with_knowledge
from app.domain.release import Release
from app.store import knowledge, releases
from app.store.sessions import ReadSession
from app.store.timeline.tables import TableHistory, histories_of
from app.web.facts.comparisons import known_drift

MAX_VERDICTS = 200_000
"""Verdicts in memory, for each of a few projects: 500 environments with 400 histories or releases each."""

MAX_PROJECTS = 8

_Key = tuple[str, str, str, frozenset[str] | None]
"""A release, a history, the alias of its database, and the apps that live there."""

_Judged = tuple[Verdict, NewerReleases]
"""A verdict, and the newer releases of which the history has rows."""

_verdicts: WeightedCache[int, tuple[Knowledge, WeightedCache[_Key, _Judged]]] = WeightedCache(MAX_PROJECTS)
"""By the identity of what is known of the code, which stays with its verdicts."""


class VerdictJudge:
    """The judge of the tables of a project."""

    def __init__(
        self, session: ReadSession, project: Project, tables: Mapping[int, TableHistory], known: Knowledge
    ) -> None:
        self._session = session
        self._project = project
        self._tables = tables
        self._known = known
        kept = _verdicts.get(id(known))
        if kept is None:
            kept = (known, WeightedCache(MAX_VERDICTS))
            _verdicts.put(id(known), kept)
        self._kept = kept[1]
        self._snapshots: dict[str, int] = {}
        self._alike: dict[str, str] = {}
        self._missing: dict[_Key, Label] = {}

    @classmethod
    def of(
        cls,
        session: ReadSession,
        project: Project,
        histories: tuple[TableHistory, ...],
        known: Knowledge | None = None,
    ) -> "VerdictJudge":
        """The judge of these histories: of schemas of one shape one history is looked at."""
        judge = cls(
            session,
            project,
            {history.table: history for history in histories},
            knowledge.of_project(session, project.slug) if known is None else known,
        )
        first_of_shape: dict[str, str] = {}
        for history in histories:
            judge._snapshots.setdefault(history.fingerprint, history.snapshot)
            if history.shape is not None and history.location.schema:
                first = first_of_shape.setdefault(history.shape, history.fingerprint)
                judge._alike[history.fingerprint] = first
        return judge

    def __call__(self, seen: SeenHistory, release: Label) -> Verdict | None:
        """The verdict; None where it is not worked out yet, which is noted."""
        key = self._key(seen, release)
        judged = self._kept.get(key)
        if judged is None:
            self._missing[key] = release
        return None if judged is None else judged[0]

    def newer(self, seen: SeenHistory, release: Label | None) -> NewerReleases:
        """The newer releases of which a history that was judged has rows."""
        judged = None if release is None else self._kept.get(self._key(seen, release))
        return () if judged is None else judged[1]

    def _key(self, seen: SeenHistory, release: Label) -> _Key:
        table = self._tables[seen.table]
        apps = self._project.apps(table.environment, table.location)
        history = self._alike.get(seen.history, seen.history)
        limit = None if apps is None else frozenset(apps)
        return (release.fingerprint, history, table.location.alias, limit)

    @property
    def asked(self) -> int:
        """How many verdicts were asked for and are not worked out yet."""
        return len(self._missing)

    def work(self) -> int:
        """Read and work out what was asked for and is not known; how many verdicts that is."""
        missing, self._missing = self._missing, {}
        if not missing:
            return 0
        by_release = releases.of_labels(self._session, self._project.slug, set(missing.values()))
        ids = sorted({self._snapshots[key[1]] for key in missing})
        histories = histories_of(self._session, ids)
        for key, label in missing.items():
            history = histories.get(self._snapshots[key[1]])
            judged: _Judged = (Verdict.NOT_JUDGED, ())
            if history is not None:
                drift = self._drift(by_release[label], history, key)
                judged = (drift.verdict, newer_releases(drift))
            self._kept.put(key, judged)
        return len(missing)

    def _drift(self, release: Release, history: History, key: _Key) -> Drift:
        # Most of what was seen lately is what is there now, which the page has compared already.
        known = known_drift(release, history, self._known, alias=key[2], apps=key[3])
        if known is not None:
            return known
        drift = with_knowledge(compare(release, history, alias=key[2]), self._known)
        return drift if key[3] is None else limited_to(drift, key[3])


def newer_releases(drift: Drift) -> NewerReleases:
    """The newer releases of which a history has rows."""
    return tuple((lead.release, lead.fingerprint) for lead in drift.leads if lead.fingerprint)
