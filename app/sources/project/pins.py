"""
What one file says about the version of Django: the specifiers of its requirements, each with its rank.

    uv.lock, poetry.lock, pdm.lock, Pipfile.lock      the version that is installed      LOCK
    requirements.txt, *.pip, *.in                     a line: Django==5.2.8              REQUIREMENT
    pyproject.toml (PEP 621, Poetry, PDM, uv)         an entry of the dependencies       REQUIREMENT
    setup.py, setup.cfg, Pipfile                      the same                           REQUIREMENT
"""

import ast
import json
import re
from collections.abc import Iterator
from enum import Enum
from typing import Any, NamedTuple

from app.domain.release import VERSION
from app.sources.errors import UnreadableSource
from app.sources.python.syntax import parse

REQUIREMENT = re.compile(r"django\s*(?:\[[^\]]*\])?\s*\(?\s*([=~<>!^][^;#\\()]*)", re.IGNORECASE)
INCLUDE = re.compile(r"(?:-r|-c|--requirement|--constraint)[\s=]\s*(\S+)")
OTHER_KEYWORDS = frozenset(["extras_require", "tests_require", "setup_requires", "classifiers"])
"""Arguments of `setup(…)` that say nothing about what a deployment installs."""

FEATURES = (
    (1, 8),
    (1, 9),
    (1, 10),
    (1, 11),
    *((major, minor) for major in range(2, 10) for minor in range(3)),
)
"""Django's feature versions, those to come included."""

PATCHES = range(60)
"""The patch versions of a feature version that are tried."""


class Rank(Enum):
    """How much a specifier counts: a lock before an exact requirement, and that before a range."""

    LOCK = 0
    EXACT = 1
    RANGE = 2


class Pin(NamedTuple):
    """A specifier in a file, and the version that it leaves, with its rank; None where it leaves several."""

    path: str
    specifier: str
    version: str | None
    rank: Rank


def of_text(path: str, text: str) -> Iterator[Pin]:
    """Every requirement of Django in the file of this path. A file that cannot be read has none."""
    name = path.rpartition("/")[2]
    if name.endswith(".lock"):
        for version in _locked_versions(name, text):
            yield Pin(path, f"=={version}", version, Rank.LOCK)
        return
    for line in _lines(name, text):
        match = REQUIREMENT.match(line.strip())
        if match:
            yield _pin(path, match[1].partition(" --")[0].strip().rstrip("\"',").strip())


def included(path: str, text: str) -> Iterator[str]:
    """The paths of the requirements files that one takes in by `-r` or `-c`."""
    folder = path.rpartition("/")[0]
    for line in text.splitlines():
        match = INCLUDE.match(line.strip())
        if match:
            yield _joined(folder, match[1])


def _joined(folder: str, relative: str) -> str:
    parts = folder.split("/") if folder else []
    for part in relative.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def _pin(path: str, specifier: str) -> Pin:
    """The pin of a specifier such as `>=5.2,<5.3`."""
    match = re.fullmatch(r"={2,3}\s*v?(\d[^,\s*]*)", specifier)
    if match and VERSION.fullmatch(match[1]):
        return Pin(path, specifier, match[1], Rank.EXACT)
    parts = [part.strip() for part in specifier.split(",") if part.strip()]
    features = [feature for feature in FEATURES if _may_be(feature, parts)]
    version = f"{features[0][0]}.{features[0][1]}" if len(features) == 1 else None
    return Pin(path, specifier, version, Rank.RANGE)


def _may_be(feature: tuple[int, int], parts: list[str]) -> bool:
    """Whether some version of a feature version fits every part of a specifier."""
    return any(all(_fits((*feature, patch), part) for part in parts) for patch in PATCHES)


def _fits(version: tuple[int, int, int], part: str) -> bool:
    """Whether a version fits one part. A part that is not understood excludes nothing."""
    match = re.fullmatch(r"(===?|~=|[<>]=?|!=|\^|~)\s*v?(\d{1,9}(?:\.\d{1,9})*)(\.\*)?\S*", part)
    if match is None:
        return True
    sign, numbers, star = match.groups()
    bound = tuple(int(number) for number in numbers.split("."))
    same = version[: len(bound)] == bound[:3]
    padded = (*bound, 0, 0)[:3]
    match sign:
        case "==" | "===":
            return same if star else version == padded
        case "!=":
            return not (same if star else version == padded)
        case "<":
            return version < padded
        case "<=":
            return version <= padded
        case ">":
            return version > padded
        case ">=":
            return version >= padded
        case "~=":
            fixed = max(len(bound) - 1, 1)
        case "^":
            fixed = 1
        case _:  # ~ of Poetry
            fixed = min(len(bound), 2)
    return version >= padded and version[:fixed] == padded[:fixed]


def _lines(name: str, text: str) -> Iterator[str]:
    """The requirements of a file, as lines like those of a `requirements.txt`."""
    if name == "setup.py":
        yield from _of_setup_py(text)
    elif name == "setup.cfg":
        yield from _of_setup_cfg(text)
    elif name == "pyproject.toml":
        yield from _of_pyproject(_toml(text))
    elif name == "Pipfile":
        packages = _toml(text).get("packages")
        yield from _of_table(packages)
    else:
        yield from text.replace("\\\n", " ").splitlines()


def _of_setup_py(text: str) -> Iterator[str]:
    """The texts of a `setup.py` that may be requirements: all but those of extras and tests."""
    try:
        stack: list[ast.AST] = [parse(text.encode())]
    except UnreadableSource:
        return
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        stack.extend(
            child
            for child in ast.iter_child_nodes(node)
            if not (isinstance(child, ast.keyword) and child.arg in OTHER_KEYWORDS)
        )


def _of_setup_cfg(text: str) -> Iterator[str]:
    """The lines of `install_requires` in the section `options`."""
    is_section = is_option = False
    for line in text.split("\n"):
        if line.startswith("["):
            is_section, is_option = line.strip() == "[options]", False
        elif is_section and line[:1] not in (" ", "\t", ""):
            option, _, rest = line.partition("=")
            is_option = option.strip() == "install_requires"
            if is_option:
                yield rest
        elif is_option:
            yield line


def _of_pyproject(table: dict[str, Any]) -> Iterator[str]:
    """The dependencies of PEP 621, of Poetry, of PDM, and the constraints of uv."""
    yield from _texts(_at(table, "project", "dependencies"))
    yield from _of_table(_at(table, "tool", "poetry", "dependencies"))
    yield from _texts(_at(table, "tool", "pdm", "dependencies"))
    yield from _of_table(_at(table, "tool", "pdm", "dependencies"))
    for name in ("constraint-dependencies", "override-dependencies"):
        yield from _texts(_at(table, "tool", "uv", name))


def _of_table(table: Any) -> Iterator[str]:
    """The entries of a table of names to specifiers, as in Poetry's dependencies and a `Pipfile`."""
    for name, value in table.items() if isinstance(table, dict) else ():
        if str(name).lower() != "django":
            continue
        for one in value if isinstance(value, list) else [value]:
            version = one.get("version") if isinstance(one, dict) else one
            if isinstance(version, str):
                yield f"django{version}" if version[:1] in "=~<>!^" else f"django=={version}"


def _locked_versions(name: str, text: str) -> Iterator[str]:
    """The versions of Django in a lock file."""
    if name == "Pipfile.lock":
        try:
            entry = _at(json.loads(text), "default", "django", "version")
        except (ValueError, RecursionError):
            return
        version = str(entry).removeprefix("==")
        if VERSION.fullmatch(version):
            yield version
        return
    packages = _toml(text).get("package")
    for package in packages if isinstance(packages, list) else []:
        if isinstance(package, dict) and str(package.get("name")).lower() == "django":
            locked = package.get("version")
            if isinstance(locked, str) and VERSION.fullmatch(locked):
                yield locked


def _texts(values: Any) -> Iterator[str]:
    yield from (value for value in (values if isinstance(values, list) else ()) if isinstance(value, str))


def _at(table: Any, *names: str) -> Any:
    """The value below these names; None where there is none."""
    for name in names:
        table = table.get(name) if isinstance(table, dict) else None
    return table


def _toml(text: str) -> dict[str, Any]:
    """The tables of a TOML text; empty where it is none."""
    import tomllib  # noqa: PLC0415 - few need it, and the rest should start quickly

    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError):  # no TOML, or a number too long, or brackets too deep
        return {}
