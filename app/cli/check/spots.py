"""The file, the line and the commit of each edit of an impact."""

from collections.abc import Mapping
from dataclasses import replace

from app.cli.check.candidate import Candidate
from app.cli.output import console
from app.domain.impact import Impact
from app.domain.impact.commits import commit_of
from app.domain.impact.place import EditedPlace
from app.domain.impact.spot import Spot
from app.domain.provenance import CodeHistory
from app.domain.provenance.code_history import NO_HISTORY, RefKind
from app.sources import ReadingOptions, SourceError

SHALLOW = (
    "The clone is shallow: commits that it lacks are not named. "
    "In CI, fetch all of them (fetch-depth: 0, GIT_DEPTH: 0)."
)


def spots_of(
    impact: Impact, candidate: Candidate, known: CodeHistory, options: ReadingOptions
) -> Mapping[EditedPlace, Spot]:
    """
    Where every edit stands. Each file is read once, and the history of the repository only where something is edited.

    `known` is what a store knows of the commits; it counts where no repository is here.
    """
    places = dict.fromkeys(place for each in impact.shared for place in each.harm.places)
    if not places:
        return {}
    history = _history(candidate, options) or known
    lines = _Lines(candidate)
    spots = {}
    for place in places:
        blamed = commit_of(history, candidate.release, place)
        path = None if place.path is None else f"{candidate.prefix}{place.path}"
        spots[place] = Spot(path, lines.line_of(place), None if blamed is None else blamed.commit)
    return spots


class _Lines:
    """The lines of entries in the files of a candidate; each file is read once."""

    def __init__(self, candidate: Candidate) -> None:
        self.candidate = candidate
        self.sources: dict[str, bytes | None] = {}

    def line_of(self, place: EditedPlace) -> int | None:
        from app.sources.migration.entry_lines import entry_line  # noqa: PLC0415 - only where something is edited

        if place.path is None or place.is_gone:
            return None
        if place.path not in self.sources:
            self.sources[place.path] = self.candidate.read_file(place.path)
        source = self.sources[place.path]
        return None if source is None else entry_line(source, place.part.value, place.entry)


def _history(candidate: Candidate, options: ReadingOptions) -> CodeHistory | None:
    """What the commits up to the candidate's did; None without a repository that can be read."""
    if candidate.repository is None or candidate.release.commit is None:
        return None
    from app.sources.git import GitRef, Repository  # noqa: PLC0415 - slow to import, and rarely needed
    from app.sources.git import history as code_history  # noqa: PLC0415

    try:
        with Repository(candidate.repository, folder=candidate.folder) as repository:
            head = GitRef(candidate.name, RefKind.BRANCH, candidate.release.commit)
            history = code_history.read(repository, (head,), options=options)
            if repository.is_shallow:
                console.print(SHALLOW, style="yellow", markup=False)
    except SourceError as error:
        console.print(f"No commits are named: {error}.", style="yellow", markup=False)
        return NO_HISTORY
    return history


def moved(impact: Impact, prefix: str) -> Impact:
    """The impact with the paths of the dependencies that moved as a reader's checkout has them."""
    if not prefix or not impact.moving:
        return impact
    moving = {
        replace(each, path=None if each.path is None else f"{prefix}{each.path}"): bases
        for each, bases in impact.moving.items()
    }
    return replace(impact, moving=moving)
