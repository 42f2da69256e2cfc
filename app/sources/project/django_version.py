"""
The version of Django that a project pins.

A lock file goes before a requirement, and an exact requirement before a range. A range counts only when it leaves one
feature version (`>=5.2,<5.3`, `~=5.2.1`). Files of one rank that contradict each other pin nothing. Where no file pins
a version it is not known: it is asked for, and never guessed.
"""

import ast
from collections.abc import Hashable, Sequence

from app.cache import WeightedCache
from app.domain.release import VERSION
from app.sources import toml_lines
from app.sources.errors import SourceError, UnreadableSource
from app.sources.files import disk
from app.sources.files.protocol import Files
from app.sources.project import pins
from app.sources.project.pins import Pin, Rank
from app.sources.python.modules import Modules

UNKNOWN = ""
"""Django's version of a release that pins none."""

MAX_FILES = 200
"""The most files that are looked through for pins."""


def known(
    files: Sequence[Files], option: str | None, *, modules: Modules, last: str | None = None
) -> str | None:
    """
    The version to read a release by: the user's `option`, that of a root, the pinned one, the `last` known one.

    `files` are those of the project and of the folders around it, the nearest first. None where none is known. Raises
    `SourceError` where the option is no version.
    """
    if option is not None:
        return checked(option)
    version = installed(modules)
    for folder in files if version is None else ():
        version = version or pinned(folder)
    return version or last


def of(version: str | None, files: Sequence[Files], squashes: Sequence[str]) -> str:
    """
    The version of a release, `UNKNOWN` where it is not known and every Django reads the release alike.

    `squashes` are the keys of migrations that replace others: versions settle them differently. Raises `SourceError`
    where there are any and no version is known.
    """
    if version is not None:
        return version
    if not squashes:
        return UNKNOWN
    raise SourceError(
        f"Django's version is needed to settle {squashes[0]}, which replaces others, and {why_unknown(files)}; "
        f"{toml_lines.django()}"
    )


def why_unknown(files: Sequence[Files]) -> str:
    """What the files say where they pin no version: nothing, several versions, or a wide range."""
    found = [pin for folder in files for pin in _pins(folder)]
    if not found:
        return "no file pins it"
    pinned_versions = dict.fromkeys(f"{pin.path} says {pin.specifier}" for pin in found)
    return f"the files leave it open ({', '.join(list(pinned_versions)[:3])})"


def feature(version: str | None) -> tuple[int, int] | None:
    """The feature version, `(5, 2)` for `5.2.8`; None where the version is not known."""
    if version is None:
        return None
    major, minor = version.split(".")[:2]
    digits = minor[: len(minor) - len(minor.lstrip("0123456789"))]
    return int(major), int(digits)


def checked(version: str) -> str:
    """The version, when it looks like one. Raises `SourceError`."""
    if not VERSION.fullmatch(version):
        raise SourceError(f"{version!r} is no version of Django; one looks like 5.2 or 5.2.8")
    return version


def installed(modules: Modules) -> str | None:
    """The version of the Django in a root, of `VERSION = (5, 2, 8, "final", 0)`; None where no root has Django."""
    django = modules.find("django")
    value = django.names.value("VERSION") if django else None
    if not isinstance(value, ast.Tuple):
        return None
    numbers = [
        part.value for part in value.elts[:3] if isinstance(part, ast.Constant) and type(part.value) is int
    ]
    version = ".".join(str(number) for number in numbers)
    return version if len(numbers) == 3 and VERSION.fullmatch(version) else None


def pinned(files: Files) -> str | None:
    """The version that the files of a folder pin, or None."""
    found = _pins(files)
    for rank in Rank:
        versions = [pin.version for pin in found if pin.rank is rank and pin.version is not None]
        features = {feature(version) for version in versions}
        if len(features) == 1:
            distinct = sorted(set(versions))
            major, minor = features.pop() or (0, 0)
            return distinct[0] if len(distinct) == 1 else f"{major}.{minor}"
        if features:
            return None
    return None


def _pins(files: Files) -> tuple[Pin, ...]:
    """Every requirement of Django in the files of a folder."""
    paths = [path for path in files.paths if disk.may_pin(path)][:MAX_FILES]
    ids = tuple((path, files.id_of(path)) for path in files.paths if disk.may_be_included(path))
    if None in dict(ids).values():
        return _read(files, paths)
    cached = _cache.get(ids)
    if cached is None:
        cached = _read(files, paths)
        if all(files.id_of(path) for path, _ in ids):  # what a clone lacks has no id once that was seen
            _cache.put(ids, cached)
    return cached


def _read(files: Files, paths: Sequence[str]) -> tuple[Pin, ...]:
    """The pins of some files, and of the requirements files that they take in."""
    here, waiting, done = frozenset(files.paths), list(reversed(paths)), set[str]()
    found: list[Pin] = []
    while waiting and len(done) < MAX_FILES:
        path = waiting.pop()
        if path in done:
            continue
        done.add(path)
        try:
            text = files.read(path).decode(errors="replace")
        except UnreadableSource:
            continue
        found.extend(pins.of_text(path, text))
        if disk.is_requirements(path):
            waiting.extend(other for other in pins.included(path, text) if other in here)
    return tuple(found)


_cache: WeightedCache[Hashable, tuple[Pin, ...]] = WeightedCache(1_000)
"""The pins of files, by the paths and ids of all that may pin or be taken in."""
