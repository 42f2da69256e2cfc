"""
The history of the code from a repository: what every commit of the followed labels did to migrations.

Only what is new is read: what is known already is handed in.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from app.domain.provenance import CodeHistory
from app.domain.provenance.code_history import NO_HISTORY, Commit, Ref
from app.domain.release import Unreadable
from app.sources.errors import SourceError
from app.sources.files.project_files import ProjectFiles
from app.sources.git import log
from app.sources.git.changes import Changes
from app.sources.git.folders import Folders
from app.sources.git.graph import Thinned, thinned
from app.sources.git.repository import Found, Repository
from app.sources.options import ReadingOptions
from app.sources.python.modules import Modules
from app.sources.settings.modules import SettingsModules

NO_GIVEN = ReadingOptions()


def read(
    repository: Repository,
    refs: Sequence[Found],
    *,
    known: CodeHistory = NO_HISTORY,
    given: ReadingOptions = NO_GIVEN,
) -> CodeHistory:
    """
    The commits and changes that these labels have beyond what is known, and where the labels are now.

    Raises `SourceError`.
    """
    heads = list(dict.fromkeys(ref.commit for ref in refs))
    moved = [head for head in heads if head not in {ref.head for ref in known.refs}]
    before = [*dict.fromkeys(ref.head for ref in known.refs), *known.commits]
    lines = log.lines(repository.program, moved, before) if moved else ()
    cut = _cut(repository)
    folders = _folders(repository, heads, given) if moved else Folders(repository.objects)
    ids = [line.id for line in lines if line.id not in known.commits]
    entries = list(log.entries(repository.program, ids, folders.patterns)) if ids else []
    changes = tuple(Changes(repository.objects, folders, cut).of(entries))
    changing = {change.commit for change in changes}
    thin = thinned(lines, changing | cut.intersection(ids), _nearest(repository, known))
    return CodeHistory(
        _commits(lines, thin, entries, cut),
        changes,
        tuple(_ref(ref, thin, known, repository) for ref in refs),
    )


def together(known: CodeHistory, new: CodeHistory) -> CodeHistory:
    """What was known and what is new, with the labels where they are now."""
    return CodeHistory({**known.commits, **new.commits}, (*known.changes, *new.changes), new.refs)


def _ref(found: Found, thin: Thinned, known: CodeHistory, repository: Repository) -> Ref:
    head = found.commit
    commit = thin.nearest[head] if head in thin.nearest else _nearest(repository, known)(head)
    return Ref(found.label, found.kind, head, commit, found.rank)


def _nearest(repository: Repository, known: CodeHistory) -> Callable[[str], str | None]:
    """For a commit that was read before, the nearest that was kept: what is not kept has one line of them above it."""
    of_refs = {ref.head: ref.commit for ref in known.refs}

    def nearest(commit: str) -> str | None:
        if commit in known.commits:
            return commit
        if commit not in of_refs:
            said = repository.program.answer("rev-list", "--first-parent", commit, limit=log.LIMIT)
            of_refs[commit] = next((id_ for id_ in said.decode().split() if id_ in known.commits), None)
        return of_refs[commit]

    return nearest


def _commits(
    lines: Sequence[log.LogLine], thin: Thinned, entries: Sequence[log.LogEntry], cut: frozenset[str]
) -> Mapping[str, Commit]:
    said = {entry.id: entry for entry in entries}
    found = {}
    for line in lines:
        if line.id not in thin.parents:
            continue
        entry = said.get(line.id)
        found[line.id] = Commit(
            line.id,
            thin.parents[line.id],
            author=entry.author if entry else "",
            authored_at=entry.authored_at if entry else None,
            committed_at=entry.committed_at if entry else _moment(line.committed),
            subject=entry.subject if entry else "",
            is_cut=line.id in cut,
        )
    return found


def _moment(seconds: int) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        return None


def _cut(repository: Repository) -> frozenset[str]:
    """The commits at which a shallow clone begins."""
    said = repository.program.answer("rev-parse", "--git-path", "shallow").decode(errors="surrogateescape")
    try:
        text = (repository.program.path / said.removesuffix("\n")).read_text(encoding="ascii")
    except (OSError, ValueError):
        return frozenset()
    return frozenset(text.split())


def _folders(repository: Repository, heads: Sequence[str], given: ReadingOptions) -> Folders:
    """Where migrations lie, by the settings of the first label."""
    files = repository.files(heads[0])
    project = ProjectFiles(files)
    settings = _settings(project, given)
    modules = given.migration_modules
    if modules is None:
        found = settings.migration_modules
        modules = {} if isinstance(found, Unreadable) else found
    elsewhere = {
        folders[0]: label
        for label, dotted in modules.items()
        if dotted and len(folders := project.folders(dotted)) == 1
    }
    return Folders(
        repository.objects,
        root=repository.folder,
        name=repository.name,
        elsewhere=elsewhere,
        labels=given.labels,
        mentioned=settings.app_config_names,
    )


def _settings(project: ProjectFiles, given: ReadingOptions) -> SettingsModules:
    """The settings module that is given, where the repository has it; else all that there are."""
    places = Modules([project])
    try:
        return SettingsModules(places, project, given.settings.get("module"))
    except SourceError:
        return SettingsModules(places, project)
