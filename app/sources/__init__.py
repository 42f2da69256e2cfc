"""Where releases come from: a manifest file, a directory of source."""

from dataclasses import replace
from pathlib import Path

from app.domain.release import Release
from app.sources import manifest, tree, version
from app.sources.error import SourceError
from app.sources.given import Given

__all__ = ["Given", "SourceError", "read"]

NOTHING = Given()


def read(path: Path, given: Given = NOTHING) -> Release:
    """
    The release in a manifest file or a directory; what is given goes before what it says.

    Of a manifest only `django` and `settings` can be said otherwise: it has every installed app. Raises
    `SourceError`, a sentence for the user, when there is no release to be had.
    """
    if path.is_dir():
        return tree.read(path, given)
    if not path.exists():
        raise SourceError(f"{path} does not exist")
    release = manifest.read(path)
    if given.django is not None:
        release = replace(release, django=version.checked(given.django))
    return replace(release, settings={**release.settings, **given.settings}) if given.settings else release
