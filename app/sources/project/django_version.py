"""
The version of Django that a directory pins, where one file says it plainly.

A lock file is believed before a requirement, an exact requirement before a range; a range counts only when it leaves
one feature version (`>=5.2,<5.3`, `~=5.2.1`). Files of one rank that do not agree say nothing.
"""

import ast
import re
from collections.abc import Hashable, Iterator
from typing import Any

from app.cache import WeightedCache
from app.domain.release import VERSION
from app.sources.errors import SourceError, UnreadableSource
from app.sources.files.protocol import Files
from app.sources.python.modules import Modules

REQUIREMENT = re.compile(r"django\s*(?:\[[^\]]*\])?\s*\(?\s*([=~<>!^][^;#\\()]*)", re.IGNORECASE)
LAST = ".2"
"""Django's feature versions are x.0, x.1 and x.2; after x.2 comes the next x."""

ALONE = "5.2"
"""Taken where nothing is pinned and no migration replaces others: then every version reads the release alike."""


def of(
    files: Files, given: str | None, *, squashes: tuple[str, ...], modules: Modules, last: str | None = None
) -> str:
    """
    The version to read a release by: the given one, that of a root, the pinned one, the `last` that was known.

    `squashes` are the migrations that replace. Raises `SourceError` where it is needed and not known.
    """
    if given is not None:
        return checked(given)
    found = installed(modules) or pinned(files) or last
    if found is not None:
        return found
    if not squashes:
        return ALONE
    raise SourceError(
        f"Django's version is needed to settle {squashes[0]}, which replaces others, and no file pins it; "
        "please give it with --django, for example --django 5.2"
    )


def checked(version: str) -> str:
    """The version, when it looks like one. Raises `SourceError`."""
    if not VERSION.fullmatch(version):
        raise SourceError(f"{version!r} is no version of Django; one looks like 5.2 or 5.2.8")
    return version


def installed(modules: Modules) -> str | None:
    """The version of the Django in a root: `VERSION = (5, 2, 8, "final", 0)`."""
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
    """The version that the directory's own files pin, or None."""
    paths = [
        path
        for path in files.paths
        if path.endswith((".txt", ".toml", ".lock")) and path.count("/") <= path.startswith("requirements/")
    ]
    ids = tuple((path, files.id_of(path)) for path in paths)
    if None in dict(ids).values():
        return _pinned(files, paths)
    known = _seen.get(ids)
    if known is None:
        known = (_pinned(files, paths),)
        _seen.put(ids, known)
    return known[0]


def _pinned(files: Files, paths: list[str]) -> str | None:
    exact: list[str] = []
    ranges: list[str] = []
    locked: list[str] = []
    for path in paths:
        name = path.rpartition("/")[2]
        try:
            text = files.read(path).decode(errors="replace")
        except UnreadableSource:
            continue
        if name.endswith(".lock"):
            locked.extend(_locked(_table(text)))
        else:
            lines = text.splitlines() if name.endswith(".txt") else _project(_table(text))
            for line in lines:
                matched = REQUIREMENT.match(line.strip())
                if matched:
                    _sort(matched[1].strip().rstrip("\"',"), exact, ranges)
    for rank in (locked, exact, ranges):
        features = {tuple(version.split(".")[:2]) for version in rank}
        if len(features) == 1:
            return max(rank, key=len)
        if features:
            return None
    return None


def _sort(specifier: str, exact: list[str], ranges: list[str]) -> None:
    """Put the version that a specifier leaves into the list of its rank; a wide range into none."""
    parts = [part.strip() for part in specifier.split(",")]
    if len(parts) == 1 and (found := re.fullmatch(r"={2,3}\s*(\S+)", parts[0])):
        version = found[1].removesuffix(".*")
        if VERSION.fullmatch(version):
            exact.append(version)
        return
    for part in parts:
        if found := re.fullmatch(r"(~=?|\^)\s*(\d+\.\d+)(\.\d+)?", part):
            sign, feature, patch = found.groups()
            leaves_one = sign == "~" or (sign == "~=" and patch) or feature.endswith(LAST)
            ranges.extend([feature] if leaves_one else [])
            return
    lower = [found[1] for part in parts if (found := re.fullmatch(r">=?\s*(\d+\.\d+)(?:\.\d+)*", part))]
    upper = [
        found[1] for part in parts if (found := re.fullmatch(r"<\s*(\d+\.\d+)(?:\.0)*(?:[a-z]+\d*)?", part))
    ]
    if len(lower) == 1 and len(upper) == 1 and upper[0] in _after(lower[0]):
        ranges.append(lower[0])


def _after(version: str) -> tuple[str, ...]:
    """How the end of one feature version is written."""
    major, minor = (int(part) for part in version.split("."))
    following = f"{major}.{minor + 1}"
    return (following, f"{major + 1}.0") if version.endswith(LAST) else (following,)


def _table(text: str) -> dict[str, Any]:
    import tomllib  # noqa: PLC0415 - few need it, and the rest should start quickly

    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError):  # no TOML, or a number too long, or brackets too deep
        return {}


def _locked(table: dict[str, Any]) -> Iterator[str]:
    packages = table.get("package")
    for package in packages if isinstance(packages, list) else []:
        if isinstance(package, dict) and str(package.get("name")).lower() == "django":
            version = package.get("version")
            if isinstance(version, str) and VERSION.fullmatch(version):
                yield version


def _project(table: dict[str, Any]) -> Iterator[str]:
    """The requirements of a pyproject.toml, each as one line."""
    project = table.get("project")
    dependencies = project.get("dependencies") if isinstance(project, dict) else None
    for line in dependencies if isinstance(dependencies, list) else []:
        if isinstance(line, str):
            yield line
    tool = table.get("tool")
    poetry = tool.get("poetry") if isinstance(tool, dict) else None
    wanted = poetry.get("dependencies") if isinstance(poetry, dict) else None
    for name, value in wanted.items() if isinstance(wanted, dict) else ():
        version = value.get("version") if isinstance(value, dict) else value
        if name.lower() == "django" and isinstance(version, str):
            yield f"django{version}" if version[:1] in "=~<>!^" else f"django=={version}"


_seen: WeightedCache[Hashable, tuple[str | None]] = WeightedCache(1_000)
