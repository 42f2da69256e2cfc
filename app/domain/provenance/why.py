"""
Why a finding is there, as far as the history of the code tells: who added the edge, when, and first in which label.

    v1.2 added this dependency in 3f2c1a4 (2026-05-04), three days after sandbox-3 had recorded orders.0001_initial.

Only what is known is said: a distance only where the dates of writing and of committing lead to the same one, and
where the row's time can be read.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.drift import Drift
from app.domain.english import duration, listed, plural
from app.domain.findings import Code, Finding
from app.domain.history import Row
from app.domain.keys import FIRST, LATEST, SETTING, MigrationKey
from app.domain.provenance.blame import Blamed, added, blamed
from app.domain.provenance.code_history import Change, ChangedPart, ChangeKind, CodeHistory, Commit
from app.domain.release import Release

NAMED = 3
"""So many labels are named where releases disagree."""


OFFSETS = timedelta(hours=14)
"""A time without an offset may be that of any place on earth."""


@dataclass(frozen=True, slots=True)
class Why:
    """One sentence about a finding: of an edge (`child` needs `parent`), or of one migration; and its commit."""

    child: MigrationKey
    parent: MigrationKey | None
    sentence: str
    blamed: Blamed | None = None


def why(
    history: CodeHistory,
    drift: Drift,
    finding: Finding,
    *,
    releases: Sequence[Release] = (),
    where: str | None = "the database",
) -> tuple[Why, ...]:
    """
    What can be said of a D101, D102 or D104, edge by edge or leaf by leaf; nothing of other findings.

    `releases` are the known ones, oldest first; `where` names the environment. Without it nothing is said of how
    long after a row it was.
    """
    match finding.code:
        case Code.MISSING_DEPENDENCY:
            pairs = [(finding.subject, parent) for parent in finding.related]
        case Code.MISSING_PARENT:
            pairs = [(child, finding.subject) for child in finding.related]
        case Code.FORKED:
            return tuple(_leaves(history, drift.release, (finding.subject, *finding.related)))
        case _:
            return ()
    said = (_edge(history, drift, pair, releases=releases, where=where) for pair in pairs)
    return tuple(one for one in said if one is not None)


def _edge(
    history: CodeHistory,
    drift: Drift,
    pair: tuple[MigrationKey, MigrationKey],
    *,
    releases: Sequence[Release],
    where: str | None,
) -> Why | None:
    child, parent = pair
    within = history.ancestry(history.head_of(drift.release))
    for owner, part, other in _entries(drift.release, child, parent):
        change = added(history, owner, part, other, within=within)
        if change is not None:
            file = added(history, owner, ChangedPart.FILE, within=within)
            text = _sentence(history, change, file)
            distance = ""
            if change.act is ChangeKind.ADDED and where is not None:
                distance = _distance(history.commits[change.commit], drift.history.of(child), where, child)
            return Why(child, parent, f"{text}{distance}.", blamed(history, change))
    text = _of_releases(releases, child, parent)
    return Why(child, parent, text) if text else None


def _sentence(history: CodeHistory, change: Change, file: Change | None) -> str:
    """Without what ends it."""
    commit, label = history.commits[change.commit], history.first_labels.get(change.commit)
    first = f", first in {label}" if label else ""
    if change.act is not ChangeKind.ADDED:
        return f"This dependency was there by {commit}{first}; what was before cannot be read"
    if file is not None and file.commit == change.commit and file.act is ChangeKind.ADDED:
        return f"{change.key} has had this dependency since it was added in {commit}{first}"
    if label is None:
        return f"Commit {commit}, which no label contains, added this dependency"
    return f"{label} added this dependency in {commit}"


def _distance(commit: Commit, rows: Iterable[Row], where: str, key: MigrationKey) -> str:
    """
    `, three days after sandbox-3 had recorded orders.0001_initial`: an end for a sentence about the commit.

    Empty where no time can be read, or where it depends on which of the commit's two dates one takes.
    """
    moments = [moment for moment in (commit.authored_at, commit.committed_at) if moment]
    row = next((row for row in rows if row.applied_at), None)
    if row is None or row.applied_at is None or not moments:
        return ""
    slack = OFFSETS if datetime.fromisoformat(row.applied).tzinfo is None else timedelta()
    spans = [moment - row.applied_at for moment in moments]
    about = "about " if slack else ""
    for sign, word, verb in ((1, "after", "had recorded"), (-1, "before", "recorded")):
        lengths = [sign * span for span in spans]
        if all(length > slack for length in lengths):
            said = {duration(length) for length in lengths}
            distance = f"{about}{said.pop()} " if len(said) == 1 else ""
            return f", {distance}{word} {where} {verb} {key}"
    return ""


def _leaves(history: CodeHistory, release: Release, leaves: Sequence[MigrationKey]) -> Iterator[Why]:
    within = history.ancestry(history.head_of(release))
    for leaf in leaves:
        change = added(history, leaf, ChangedPart.FILE, within=within)
        if change is not None:
            found = blamed(history, change)
            verb = {ChangeKind.RENAMED: "was named so in", ChangeKind.ADDED: "came in"}.get(
                change.act, "was there by"
            )
            by = f" by {found.commit.author}" if found.commit.author else ""
            first = f", first in {found.label}" if found.label else ""
            yield Why(leaf, None, f"{leaf} {verb} {found.commit}{by}{first}.", found)


def _entries(
    release: Release, child: MigrationKey, parent: MigrationKey
) -> Iterator[tuple[MigrationKey, ChangedPart, MigrationKey]]:
    """The entries that can make this edge: in the child's dependencies, or in the parent's `run_before`."""
    yield child, ChangedPart.DEPENDENCIES, parent
    yield parent, ChangedPart.RUN_BEFORE, child
    if child.app_label != parent.app_label:
        for name in (FIRST, LATEST):
            yield child, ChangedPart.DEPENDENCIES, MigrationKey(parent.app_label, name)
        for name, model in release.settings.items():
            if model is not None and model.partition(".")[0] == parent.app_label:
                yield child, ChangedPart.DEPENDENCIES, MigrationKey(SETTING, name)


def _of_releases(releases: Sequence[Release], child: MigrationKey, parent: MigrationKey) -> str:
    """What the known releases say of an edge by themselves."""
    having: list[str] = []
    lacking: list[str] = []
    for release in releases:
        if child in release.migrations:
            (having if _has(release, child, parent) else lacking).append(
                release.label or "one without a label"
            )
    if not having:
        return ""
    if not lacking:
        return "The edge is in every release known here."
    have = plural(len(having), "has", "have")
    return f"{listed(having, NAMED)} {have} this dependency, {listed(lacking, NAMED)} not."


def _has(release: Release, child: MigrationKey, parent: MigrationKey) -> bool:
    for owner, part, other in _entries(release, child, parent):
        migration = release.migrations.get(owner)
        if migration and other in (
            migration.run_before if part is ChangedPart.RUN_BEFORE else migration.dependencies
        ):
            return True
    return False
