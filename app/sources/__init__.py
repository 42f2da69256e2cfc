"""
Releases from a manifest file, from a directory of source, or from a commit of a Git repository.

    read              the release in any of these
    manifest.py       the release in a manifest file, and the overlay of a reading
    options.py        what the user states about a reading
    toml_lines.py     the lines of driftboard.toml that settle what is not known
    errors.py         why there is no release, or why a part of a file cannot be read

    project/          the whole reading of a project
    migration/        the migrations of an app
    settings/         the values of settings
    python/           Python source: modules, names, expressions
    files/            directories, installed packages, wheels
    git/              commits, and the history of the code
"""

from dataclasses import replace
from pathlib import Path

from app.domain.release import Release
from app.sources.errors import NoMigrations, SourceError
from app.sources.options import ReadingOptions

__all__ = ["NoMigrations", "ReadingOptions", "SourceError", "read"]

DEFAULT_OPTIONS = ReadingOptions()


def read(
    path: Path, options: ReadingOptions = DEFAULT_OPTIONS, *, ref: str | None = None, folder: str = ""
) -> Release:
    """
    The release in a manifest file or a directory. The options take precedence over what these state.

    With a `ref`, the path is a Git repository, and the release is that of a branch, a tag or a commit. `folder` is the
    folder of the project in the repository. For a manifest only the options `django` and `settings` have an effect, as
    it has every installed app. Raises `SourceError`, whose message is a sentence for the user.
    """
    if ref is not None:
        from app.sources.git import Repository  # noqa: PLC0415 - slow to import, and rarely needed

        with Repository(path, folder=folder) as repository:
            return repository.release(ref, options)
    try:
        is_folder, exists = path.is_dir(), path.exists()
    except OSError:
        raise SourceError(f"{path} cannot be opened") from None
    if is_folder:
        from app.sources.project import reading  # noqa: PLC0415 - slow to import, and not needed for a manifest

        return reading.read(path, options)
    if not exists:
        raise SourceError(f"{path} does not exist")
    from app.sources import manifest  # noqa: PLC0415 - as above
    from app.sources.project import django_version, unfilled  # noqa: PLC0415

    unfilled.refuse(options)
    release = manifest.read(path)
    if options.django is not None:
        release = replace(release, django=django_version.checked(options.django))
    if options.settings:
        release = replace(release, settings={**release.settings, **options.settings})
    return release
