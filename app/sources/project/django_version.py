"""
The version of Django that a project pins.

A lock file goes before a requirement, and an exact requirement before a range. A range counts only when it leaves one
feature version (`>=5.2,<5.3`, `~=5.2.1`). Files of one rank that contradict each other pin nothing.
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
LAST_MINOR = ".2"
"""Django's feature versions are x.0, x.1 and x.2; after x.2 comes the next x."""

VERSION_WITHOUT_SQUASHES = "5.2"
"""The version of a release that pins none and has no squash: every version reads such a release alike."""


def of(
    files: Files, option: str | None, *, squashes: tuple[str, ...], modules: Modules, last: str | None = None
) -> str:
    """
    The version to read a release by: the user's `option`, that of a root, the pinned one, the `last` known one.

    `squashes` are the keys of migrations that replace others. Raises `SourceError` where there are any and no version
    is known.
    """
    if option is not None:
        return checked(option)
    version = installed(modules) or pinned(files) or last
    if version is not None:
        return version
    if not squashes:
        return VERSION_WITHOUT_SQUASHES
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
    """The version that the project's own files pin, or None."""
    paths = [
        path
        for path in files.paths
        if path.endswith((".txt", ".toml", ".lock")) and path.count("/") <= path.startswith("requirements/")
    ]
    ids = tuple((path, files.id_of(path)) for path in paths)
    if None in dict(ids).values():
        return _read_pin(files, paths)
    cached = _pins.get(ids)
    if cached is None:
        cached = (_read_pin(files, paths),)
        _pins.put(ids, cached)
    return cached[0]


def _read_pin(files: Files, paths: list[str]) -> str | None:
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
            locked.extend(_locked_versions(_toml(text)))
        else:
            lines = text.splitlines() if name.endswith(".txt") else _requirements(_toml(text))
            for line in lines:
                match = REQUIREMENT.match(line.strip())
                if match:
                    _add_version(match[1].strip().rstrip("\"',"), exact, ranges)
    for versions in (locked, exact, ranges):
        features = {tuple(version.split(".")[:2]) for version in versions}
        if len(features) == 1:
            return max(versions, key=len)
        if features:
            return None
    return None


def _add_version(specifier: str, exact: list[str], ranges: list[str]) -> None:
    """Add the version that a specifier leaves to the list of its rank. A wide range adds none."""
    parts = [part.strip() for part in specifier.split(",")]
    if len(parts) == 1 and (match := re.fullmatch(r"={2,3}\s*(\S+)", parts[0])):
        version = match[1].removesuffix(".*")
        if VERSION.fullmatch(version):
            exact.append(version)
        return
    for part in parts:
        if match := re.fullmatch(r"(~=?|\^)\s*(\d+\.\d+)(\.\d+)?", part):
            sign, feature, patch = match.groups()
            leaves_one = sign == "~" or (sign == "~=" and patch) or feature.endswith(LAST_MINOR)
            ranges.extend([feature] if leaves_one else [])
            return
    lower = [match[1] for part in parts if (match := re.fullmatch(r">=?\s*(\d+\.\d+)(?:\.\d+)*", part))]
    upper = [
        match[1] for part in parts if (match := re.fullmatch(r"<\s*(\d+\.\d+)(?:\.0)*(?:[a-z]+\d*)?", part))
    ]
    if len(lower) == 1 and len(upper) == 1 and upper[0] in _next_versions(lower[0]):
        ranges.append(lower[0])


def _next_versions(version: str) -> tuple[str, ...]:
    """The upper bounds that end the range of one feature version: 4.3 and 5.0 for 4.2, 5.1 for 5.0."""
    major, minor = (int(part) for part in version.split("."))
    next_minor = f"{major}.{minor + 1}"
    return (next_minor, f"{major + 1}.0") if version.endswith(LAST_MINOR) else (next_minor,)


def _toml(text: str) -> dict[str, Any]:
    """The tables of a TOML text; empty where it is none."""
    import tomllib  # noqa: PLC0415 - few need it, and the rest should start quickly

    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError):  # no TOML, or a number too long, or brackets too deep
        return {}


def _locked_versions(table: dict[str, Any]) -> Iterator[str]:
    """The versions of Django in a `uv.lock` or `poetry.lock`."""
    packages = table.get("package")
    for package in packages if isinstance(packages, list) else []:
        if isinstance(package, dict) and str(package.get("name")).lower() == "django":
            version = package.get("version")
            if isinstance(version, str) and VERSION.fullmatch(version):
                yield version


def _requirements(table: dict[str, Any]) -> Iterator[str]:
    """The requirements in a `pyproject.toml`, as lines like those of a `requirements.txt`."""
    project = table.get("project")
    dependencies = project.get("dependencies") if isinstance(project, dict) else None
    for line in dependencies if isinstance(dependencies, list) else []:
        if isinstance(line, str):
            yield line
    tool = table.get("tool")
    poetry = tool.get("poetry") if isinstance(tool, dict) else None
    poetry_dependencies = poetry.get("dependencies") if isinstance(poetry, dict) else None
    for name, value in poetry_dependencies.items() if isinstance(poetry_dependencies, dict) else ():
        version = value.get("version") if isinstance(value, dict) else value
        if name.lower() == "django" and isinstance(version, str):
            yield f"django{version}" if version[:1] in "=~<>!^" else f"django=={version}"


_pins: WeightedCache[Hashable, tuple[str | None]] = WeightedCache(1_000)
"""The pinned versions, by the paths and ids of the files that may pin one."""
