"""Where releases come from: a manifest file, a directory of source."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from app.domain.release import Release
from app.sources import manifest, tree, version
from app.sources.error import SourceError

__all__ = ["SourceError", "read"]


def read(path: Path, *, django: str | None = None, settings: Mapping[str, str] | None = None) -> Release:
    """
    The release in a manifest file or a directory; what is given of `django` and `settings` goes before what it says.

    Raises `SourceError`, a sentence for the user, when there is none to be had.
    """
    given = dict(settings or {})
    if path.is_dir():
        return tree.read(path, django=django, settings=given)
    if not path.exists():
        raise SourceError(f"{path} does not exist")
    release = manifest.read(path)
    if django is not None:
        release = replace(release, django=version.checked(django))
    return replace(release, settings={**release.settings, **given}) if given else release
