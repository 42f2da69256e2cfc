"""The sentences that are read are those that the Djangos print: they stand in their sources."""

import ast
import re
from collections.abc import Iterator
from functools import cache

import pytest

from app.domain.error_text.sentences import CLASSES, DJANGO, Sentence
from tests.oracle.django_versions import judge

VERSIONS = ("3.2", "4.2", "5.2", "6.0", "6.1")
SOURCES = (
    "apps/registry.py",
    "db/migrations/*.py",
    "core/management/base.py",
    "core/management/commands/*.py",
)
ONLY_IN = {"Cyclical squash replacement found": ("6.0", "6.1"), "There no migrations": ("3.2",),
           "There is no migration for": ("4.2", "5.2", "6.0", "6.1")}  # fmt: skip
"""Words that not every version has."""

NOT_WRITTEN = ("KeyError: ", "CircularDependencyError")
"""Python writes the name of the class, and Django what follows."""


@cache
def texts(version: str) -> tuple[str, ...]:
    """Every text in the sources of one Django, with `{}` where a value comes in."""
    folder = judge(version).folder / "django"
    return tuple(
        text
        for pattern in SOURCES
        for path in sorted(folder.glob(pattern))
        for text in _texts(ast.parse(path.read_text(encoding="utf-8")))
    )


def _texts(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


@pytest.mark.parametrize("sentence", DJANGO, ids=lambda sentence: sentence.text)
def test_a_sentence_stands_in_the_sources_of_the_versions_that_print_it(sentence: Sentence):
    if sentence.text.startswith(NOT_WRITTEN):
        return
    words = [re.escape(piece) for piece in re.split(r"\{\w+\}", sentence.text)]
    written = re.compile(
        r"\(?['\"]?(?:%\(\w+\)s|%[rs]|\{[^}]*\})(?:\.\{[^}]*\}|\.%s)?(?:', '\{2\}'\))?".join(words)
    )
    wanted = next((only for start, only in ONLY_IN.items() if sentence.text.startswith(start)), VERSIONS)

    for version in VERSIONS:
        stands = any(written.search(text) for text in texts(version))
        assert stands or version not in wanted, version


@pytest.mark.parametrize("version", VERSIONS)
def test_the_classes_are_those_of_django(version: str):
    names = {
        node.name
        for path in (judge(version).folder / "django" / "db" / "migrations").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    }

    assert set(CLASSES) <= names
