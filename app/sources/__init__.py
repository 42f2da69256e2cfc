"""Where releases come from: a manifest file, a directory of source, a commit of a Git repository."""

from dataclasses import replace
from pathlib import Path

from app.domain.release import Release
from app.sources.errors import SourceError
from app.sources.options import ReadingOptions
from app.sources.project import django_version as version
from app.sources.project import reading as tree

__all__ = ["ReadingOptions", "SourceError", "read"]

NOTHING = ReadingOptions()


def read(path: Path, given: ReadingOptions = NOTHING, *, ref: str | None = None, folder: str = "") -> Release:
    """
    The release in a manifest file or a directory; what is given goes before what it says.

    With a `ref` the path is a Git repository, and the release that of a branch, a tag or a commit; the project is
    the whole of it or a `folder`. Of a manifest only `django` and `settings` can be said otherwise: it has every
    installed app. Raises `SourceError`, a sentence for the user, when there is no release to be had.
    """
    if ref is not None:
        from app.sources.git import Repository  # noqa: PLC0415 - few ask for it, and the rest should start quickly

        with Repository(path, folder=folder) as repository:
            return repository.release(ref, given)
    try:
        is_folder, is_there = path.is_dir(), path.exists()
    except OSError:
        raise SourceError(f"{path} cannot be opened") from None
    if is_folder:
        return tree.read(path, given)
    if not is_there:
        raise SourceError(f"{path} does not exist")
    from app.sources import manifest  # noqa: PLC0415 - as above

    release = manifest.read(path)
    if given.django is not None:
        release = replace(release, django=version.checked(given.django))
    return replace(release, settings={**release.settings, **given.settings}) if given.settings else release
