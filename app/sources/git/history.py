"""
The history of the code from a repository: what every commit of the followed labels did to migrations.

Only new commits are read: the history that was read before is an argument.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime

from app.domain.keys import MigrationKey
from app.domain.provenance import CodeHistory
from app.domain.provenance.code_history import NO_HISTORY, ChangedPart, ChangeKind, Commit, Ref
from app.sources.git import log
from app.sources.git.changes import Changes
from app.sources.git.commit_settings import CommitSettings
from app.sources.git.folders import MigrationFolders
from app.sources.git.graph import SparseGraph, sparse_graph
from app.sources.git.repository import GitRef, Repository
from app.sources.options import ReadingOptions

NO_OPTIONS = ReadingOptions()

READING = 4
"""The number of this way of reading. When it grows, stored histories are read anew."""


def read(
    repository: Repository,
    refs: Sequence[GitRef],
    *,
    previous: CodeHistory = NO_HISTORY,
    outdated: CodeHistory = NO_HISTORY,
    options: ReadingOptions = NO_OPTIONS,
) -> CodeHistory:
    """
    The commits and changes that these labels have beyond the `previous` history, and where the labels are now.

    The commits of an `outdated` history, which was read in another way, are read again. Those that the repository no
    longer has stay as they are. Raises `SourceError`.
    """
    heads = list(dict.fromkeys(ref.commit for ref in refs))
    new_heads = [head for head in heads if head not in {ref.head for ref in previous.refs}]
    read_before = [*dict.fromkeys(ref.head for ref in previous.refs), *previous.commits]
    new_heads = list(dict.fromkeys((*new_heads, *outdated.commits)))
    lines = log.lines(repository.program, new_heads, read_before) if new_heads else ()
    shallow = _shallow_commits(repository)
    settings = CommitSettings(repository, lines, options, new_heads)
    folders = MigrationFolders(
        repository.objects,
        settings,
        root=repository.folder,
        name=repository.name,
        user_labels=options.labels,
    )
    ids = [line.id for line in lines if line.id not in previous.commits]
    entries = list(log.entries(repository.program, ids, folders.patterns)) if ids else []
    reader = Changes(repository.objects, folders, shallow, removed=_removed_in(previous))
    changes = tuple(reader.of(entries))
    changing = {change.commit for change in changes} | reader.edits
    graph = sparse_graph(lines, changing | shallow.intersection(ids), _nearest(repository, previous))
    lost = outdated.commits.keys() - {line.id for line in lines}
    return CodeHistory(
        {**_commits(lines, graph, entries, shallow), **_of_ids(outdated.commits, lost)},
        (*changes, *(change for change in outdated.changes if change.commit in lost)),
        tuple(_ref(ref, graph, previous, repository) for ref in refs),
    )


def reading_fingerprint(folder: str, options: ReadingOptions) -> str:
    """64 hex digits, a hash of how a history is read: of `READING`, and of what the user states about it."""
    facts = [
        READING,
        folder,
        sorted(options.labels.items()),
        None if options.migration_modules is None else sorted(options.migration_modules.items()),
        options.settings.get("module"),
        sorted(options.env.items()),
    ]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def _removed_in(history: CodeHistory) -> frozenset[MigrationKey]:
    """The keys of the files that a history has removed: one of these that comes again is told in full."""
    return frozenset(
        change.key
        for change in history.changes
        if change.part is ChangedPart.FILE and change.kind is ChangeKind.REMOVED
    )


def _of_ids(commits: Mapping[str, Commit], ids: AbstractSet[str]) -> Mapping[str, Commit]:
    return {id_: commit for id_, commit in commits.items() if id_ in ids}


def combine(previous: CodeHistory, new: CodeHistory) -> CodeHistory:
    """One history of the previous and the new one, with the labels where they are now."""
    return CodeHistory({**previous.commits, **new.commits}, (*previous.changes, *new.changes), new.refs)


def _ref(ref: GitRef, graph: SparseGraph, previous: CodeHistory, repository: Repository) -> Ref:
    """The label with the nearest stored commit of its head."""
    head = ref.commit
    commit = graph.nearest[head] if head in graph.nearest else _nearest(repository, previous)(head)
    return Ref(ref.label, ref.kind, head, commit, ref.rank, ref.committed_at)


def _nearest(repository: Repository, previous: CodeHistory) -> Callable[[str], str | None]:
    """
    A function from a commit that was read before to its nearest stored commit.

    A commit that is not stored has a single line of stored commits above it, so the first parents lead to the nearest.
    """
    by_commit = {ref.head: ref.commit for ref in previous.refs}

    def nearest(commit: str) -> str | None:
        if commit in previous.commits:
            return commit
        if commit not in by_commit:
            output = repository.program.output("rev-list", "--first-parent", commit, timeout=log.TIMEOUT)
            by_commit[commit] = next(
                (id_ for id_ in output.decode("ascii").split("\n") if id_ in previous.commits), None
            )
        return by_commit[commit]

    return nearest


def _commits(
    lines: Sequence[log.LogLine],
    graph: SparseGraph,
    entries: Sequence[log.LogEntry],
    shallow: frozenset[str],
) -> Mapping[str, Commit]:
    """The commits that are stored, by id. One without an entry in the log has no author and no subject."""
    entry_by_id = {entry.id: entry for entry in entries}
    commits = {}
    for line in lines:
        if line.id not in graph.parents:
            continue
        entry = entry_by_id.get(line.id)
        commits[line.id] = Commit(
            line.id,
            graph.parents[line.id],
            author=entry.author if entry else "",
            authored_at=entry.authored_at if entry else None,
            committed_at=entry.committed_at if entry else _moment(line.committed),
            subject=entry.subject if entry else "",
            is_cut=line.id in shallow,
        )
    return commits


def _moment(seconds: int) -> datetime | None:
    """The time in UTC; None where the commit states none that exists."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        return None


def _shallow_commits(repository: Repository) -> frozenset[str]:
    """The commits at which a shallow clone begins: their parents are not in it."""
    output = repository.program.output("rev-parse", "--git-path", "shallow")
    path = output.decode(errors="surrogateescape").removesuffix("\n")
    try:
        text = (repository.program.path / path).read_text(encoding="ascii")
    except (OSError, ValueError):
        return frozenset()
    return frozenset(text.split("\n"))
