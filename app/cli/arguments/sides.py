"""The two sides of a comparison that needs no store, and what is known of the code beside them."""

from dataclasses import replace
from pathlib import Path

from app import collect as collectors
from app import sources
from app.collect.json_file import read as read_document
from app.domain.history import History
from app.domain.provenance import Knowledge
from app.domain.release import Release
from app.sources import ReadingOptions


def history_of(text: str) -> History:
    """The history that a URL or a JSON file has."""
    return collectors.history(text) if "://" in text else read_document(Path(text))


def labelled_release(path: Path, reading: ReadingOptions) -> Release:
    """A release by its own label, or by the name of its file or directory."""
    release = sources.read(path, reading)
    return release if release.label else replace(release, label=path.stem if path.is_file() else path.name)


def knowledge_of(path: Path, folder: str, reading: ReadingOptions) -> Knowledge:
    """
    The history of a repository and the releases in it, of labels and of commits.

    What the branch that is checked out holds will be released; a row of any other branch may have to go again.
    """
    from app.sources.git import Repository  # noqa: PLC0415 - slow to import, and rarely needed
    from app.sources.git import history as code_history  # noqa: PLC0415
    from app.sources.git.releases import releases  # noqa: PLC0415

    with Repository(path, folder=folder) as repository:
        branch = repository.branch
        refs = [replace(ref, rank=0 if branch in (None, ref.label) else 1) for ref in repository.refs()]
        history = code_history.read(repository, refs, options=reading)
        return Knowledge(history, releases(repository, history, reading))
