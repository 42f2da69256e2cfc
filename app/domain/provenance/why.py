"""
Why a finding exists: which commit added the edge, when, and which label was the first to have it.

    v1.2 added this dependency in 3f2c1a4 (4 May 2026), three days after sandbox-3 had recorded orders.0001_initial.

A sentence states known facts only. It gives a length of time if the author date and the commit date lead to the same
one, and if the time of the row is readable.
"""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from app.domain.drift import Drift
from app.domain.english import duration, listed, plural
from app.domain.findings import Code, Finding
from app.domain.history import Row
from app.domain.keys import FIRST, LATEST, SETTING, MigrationKey
from app.domain.provenance.blame import BlamedChange, addition_of, blamed_change
from app.domain.provenance.code_history import Change, ChangedPart, ChangeKind, CodeHistory, Commit
from app.domain.provenance.indirect_edges import indirect_reason
from app.domain.provenance.knowledge import Knowledge
from app.domain.provenance.row_time import uncertainty
from app.domain.release import Release
from app.domain.runbook.edges import indirect_entry

MAX_NAMED = 3
"""A sentence about releases that disagree names this many labels on each side and counts the others."""


@dataclass(frozen=True, slots=True)
class Why:
    """
    The reason for one finding: one sentence about an edge (`child` needs `parent`), or about one leaf of a fork.

    For a leaf, `child` is the leaf and `parent` is None. `addition` is the change that added the edge or the leaf; it
    is None when only releases tell about the edge. With `is_edit` it came into a file that was there already, and
    `distance` says how long before or after the row, if that is known: `three days after sandbox-3 had recorded it`.
    """

    child: MigrationKey
    parent: MigrationKey | None
    sentence: str
    addition: BlamedChange | None = None
    is_edit: bool = False
    distance: str = ""


def why(
    history: CodeHistory,
    drift: Drift,
    finding: Finding,
    *,
    releases: Sequence[Release] = (),
    where: str | None = "the database",
) -> tuple[Why, ...]:
    """
    The reasons for a finding D101, D102 or D104, one for each edge or leaf; none for other findings.

    `releases` are the known releases, oldest first. `where` names the environment; if it is None, the sentences do not
    say how long before or after a row a commit was.
    """
    match finding.code:
        case Code.MISSING_DEPENDENCY:
            pairs = [(finding.subject, parent) for parent in finding.related]
        case Code.MISSING_PARENT:
            pairs = [(child, finding.subject) for child in finding.related]
        case Code.FORKED:
            return tuple(_leaf_reasons(history, drift.release, (finding.subject, *finding.related)))
        case _:
            return ()
    reasons = (_edge_reason(history, drift, pair, releases=releases, where=where) for pair in pairs)
    return tuple(reason for reason in reasons if reason is not None)


def _edge_reason(
    history: CodeHistory,
    drift: Drift,
    pair: tuple[MigrationKey, MigrationKey],
    *,
    releases: Sequence[Release],
    where: str | None,
) -> Why | None:
    child, parent = pair
    within = history.commits_in(drift.release)
    indirect = indirect_entry(drift.release, child, parent)
    if indirect is not None and not _was_added_later(history, child, indirect, within):
        knowledge = Knowledge(history, tuple(releases))
        return Why(child, parent, indirect_reason(knowledge, drift.release, child, parent, indirect))
    for owner, part, entry in _entries(drift.release, child, parent):
        change = addition_of(history, owner, part, entry, within=within)
        if change is not None:
            file_change = addition_of(history, owner, ChangedPart.FILE, within=within)
            addition = blamed_change(history, change)
            text = _sentence_start(addition, blamed_change(history, file_change) if file_change else None)
            is_new = change.kind is ChangeKind.ADDED
            is_edit = is_new and not _is_of_one_commit(change, file_change)
            distance = ""
            if is_new and where is not None:
                distance = _distance(addition.commit, drift.history.rows_of(child), where, child)
            return Why(child, parent, f"{text}{distance}.", addition, is_edit, distance.removeprefix(", "))
    text = _releases_sentence(releases, child, parent)
    return Why(child, parent, text) if text else None


def _was_added_later(
    history: CodeHistory, child: MigrationKey, entry: MigrationKey, within: AbstractSet[str]
) -> bool:
    """Whether a file got an entry after it was added: then that commit is the reason, whatever the entry stands for."""
    change = addition_of(history, child, ChangedPart.DEPENDENCIES, entry, within=within)
    file_change = addition_of(history, child, ChangedPart.FILE, within=within)
    if change is None or file_change is None:
        return False
    return change.kind is ChangeKind.ADDED and change.commit != file_change.commit


def _is_of_one_commit(change: Change, file_change: Change | None) -> bool:
    """Whether the commit of a change added the file as well."""
    return (
        file_change is not None
        and file_change.commit == change.commit
        and file_change.kind is ChangeKind.ADDED
    )


def _sentence_start(addition: BlamedChange, file_addition: BlamedChange | None) -> str:
    """The sentence about an edge without a distance and full stop; `file_addition` added the file that states it."""
    change, commit = addition.change, addition.commit
    if change.kind is not ChangeKind.ADDED:
        return f"This dependency was there by {commit}{addition.first_in}; what was before cannot be read"
    if _is_of_one_commit(change, file_addition.change if file_addition else None):
        return f"{change.key} has had this dependency since it was added in {commit}{addition.first_in}"
    if addition.label is None:
        return f"Commit {commit}, which no label contains, added this dependency"
    return f"{addition.label} added this dependency in {commit}"


def _distance(commit: Commit, rows: Iterable[Row], where: str, key: MigrationKey) -> str:
    """
    The end of a sentence about a commit: `, three days after sandbox-3 had recorded orders.0001_initial`.

    Empty if no time is readable, or if the commit's two dates disagree about before and after. The length is left out
    if they disagree about it.
    """
    row = next((row for row in rows if row.applied_at), None)
    if row is None or row.applied_at is None or not commit.moments:
        return ""
    tolerance = uncertainty(row)
    spans = [moment - row.applied_at for moment in commit.moments]
    about = "about " if tolerance else ""
    for sign, word, verb in ((1, "after", "had recorded"), (-1, "before", "recorded")):
        lengths = [sign * span for span in spans]
        if all(length > tolerance for length in lengths):
            durations = {duration(length) for length in lengths}
            distance = f"{about}{durations.pop()} " if len(durations) == 1 else ""
            return f", {distance}{word} {where} {verb} {key}"
    return ""


def _leaf_reasons(history: CodeHistory, release: Release, leaves: Sequence[MigrationKey]) -> Iterator[Why]:
    within = history.commits_in(release)
    for leaf in leaves:
        change = addition_of(history, leaf, ChangedPart.FILE, within=within)
        if change is not None:
            addition = blamed_change(history, change)
            verb = {ChangeKind.RENAMED: "was named so in", ChangeKind.ADDED: "came in"}.get(
                change.kind, "was there by"
            )
            by = f" by {addition.commit.author}" if addition.commit.author else ""
            sentence = f"{leaf} {verb} {addition.commit}{by}{addition.first_in}."
            yield Why(leaf, None, sentence, addition)


def _entries(
    release: Release, child: MigrationKey, parent: MigrationKey
) -> Iterator[tuple[MigrationKey, ChangedPart, MigrationKey]]:
    """
    The entries that can cause an edge, as (migration that states it, list, entry).

    These are entries of the child's `dependencies` (also `__first__`, `__latest__` and settings), and the child in the
    parent's `run_before`.
    """
    yield child, ChangedPart.DEPENDENCIES, parent
    yield parent, ChangedPart.RUN_BEFORE, child
    if child.app_label != parent.app_label:
        for name in (FIRST, LATEST):
            yield child, ChangedPart.DEPENDENCIES, MigrationKey(parent.app_label, name)
        for name, model in release.settings.items():
            if model is not None and model.partition(".")[0] == parent.app_label:
                yield child, ChangedPart.DEPENDENCIES, MigrationKey(SETTING, name)


def _releases_sentence(releases: Sequence[Release], child: MigrationKey, parent: MigrationKey) -> str:
    """Which of the known releases have an edge; empty if none has it."""
    with_edge: list[str] = []
    without_edge: list[str] = []
    for release in releases:
        if child in release.migrations:
            labels = with_edge if _has_edge(release, child, parent) else without_edge
            labels.append(release.label or "one without a label")
    if not with_edge:
        return ""
    if not without_edge:
        return "Every release known here that has it also has this dependency."
    have = plural(len(with_edge), "has", "have")
    lack = plural(len(without_edge), "lacks", "lack")
    return (
        f"{listed(with_edge, MAX_NAMED)} {have} this dependency; {listed(without_edge, MAX_NAMED)} {lack} it."
    )


def _has_edge(release: Release, child: MigrationKey, parent: MigrationKey) -> bool:
    for owner, part, entry in _entries(release, child, parent):
        migration = release.migrations.get(owner)
        if migration and entry in (
            migration.run_before if part is ChangedPart.RUN_BEFORE else migration.dependencies
        ):
            return True
    return False
