"""The names of the files in a folder of migrations, as `pkgutil.iter_modules` and `inspect.getmodulename` take them."""

import re

from app.domain.passed_over import PassedOverReason

EXTENSION_MODULE = re.compile(r"([^.]+)(?:\.(?:cpython|cp|pypy|abi3|graalpy)[\w-]*)?\.(?:so|pyd)")
"""Matches the name of an extension module, which may name the Pythons that it is for."""


def name_of_source(path: str) -> str:
    """`0001_initial` for `shop/migrations/0001_initial.py`: everything before the ending, dots included."""
    return path.rpartition("/")[2].removesuffix(".py")


def name_of_file(path: str) -> str:
    """The name of a migration in a file, whether it is the source or compiled."""
    return name_of_compiled(path) or name_of_source(path)


def name_of_compiled(path: str) -> str | None:
    """The same for a compiled module; None where Python loads no module of this name."""
    file = path.rpartition("/")[2]
    if file.endswith(".pyc"):
        stem = file.removesuffix(".pyc")
        return stem if stem and "." not in stem else None
    match = EXTENSION_MODULE.fullmatch(file)
    return match[1] if match else None


def reason_to_pass_over(name: str) -> PassedOverReason | None:
    """Why Django passes over a module of this name; None where it loads it."""
    if "." in name:
        return PassedOverReason.DOT
    return PassedOverReason.FIRST_CHARACTER if name[:1] in ("_", "~") else None
