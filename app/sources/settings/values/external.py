"""
What is known of modules that are not in the source: the arguments of the command, and which modules are loaded.

Settings are read as a deployment runs them, and a test run is none: `"test" in sys.argv`, `sys.argv[1] == "test"` and
`"pytest" in sys.modules` are false. Of further arguments and modules nothing is known.
"""

import ast
import sys

from app.sources.settings.values.kinds import Element, External, Sequence, Value
from app.sources.settings.values.world import World

ENVIRON = "os.environ"
GETENV = frozenset(["os.getenv", "os.environ.get"])
ARGV = frozenset(["sys.argv"])
ARGUMENT = "sys.argv[]"
LOADED = "sys.modules"
NAME = "__name__"
"""The name of a module that is imported; it is not known, as Python's path is not."""

TEST_COMMANDS = frozenset(["test", "pytest", "py.test", "jenkins", "testserver"])
"""Arguments of a test run."""

TEST_PROGRAMS = frozenset(["pytest", "py.test"])
TEST_MODULES = frozenset(["pytest", "_pytest", "nose", "xdist"])
"""Modules that only a test run loads."""


SAFE = (
    "contextlib.",
    "os.path.",
    "pathlib.",
    "datetime.",
    "warnings.",
    "logging.",
    "django.utils.translation.",
)
"""The beginnings of the names of functions that raise no exception in settings, and change nothing."""


def compared(  # noqa: C901, PLR0911 - a table of cases
    operator: ast.cmpop, left: Value, right: Value, world: World
) -> bool | None:
    """Whether a comparison with the arguments, the loaded modules or the environment is true; None if not known."""
    is_in = isinstance(operator, ast.In)
    if is_in or isinstance(operator, ast.NotIn):
        if isinstance(right, External) and isinstance(left, str):
            if right.dotted in ARGV and left in TEST_COMMANDS:
                return not is_in
            if right.dotted == ARGUMENT and left in TEST_PROGRAMS:
                return not is_in
            if right.dotted == LOADED and left in TEST_MODULES:
                return not is_in
            if right.dotted == ENVIRON and left in world.environ:
                return (world.environ[left] is not None) is is_in
        if isinstance(left, External) and left.dotted == ARGUMENT and _are_test_commands(world, right):
            return not is_in
    is_equal = isinstance(operator, ast.Eq)
    if is_equal or isinstance(operator, ast.NotEq):
        for one, other in ((left, right), (right, left)):
            if isinstance(one, External) and one.dotted == ARGUMENT and other in TEST_COMMANDS:
                return not is_equal
            if isinstance(one, External) and one.dotted == NAME and other == "__main__":
                return not is_equal
            if isinstance(one, External) and one.dotted in ARGV and _has_test_command(world, other):
                return not is_equal
    return None


def _texts(world: World, value: Value) -> list[Value]:
    """The elements of a sequence of which nothing is in doubt; none for another value."""
    content = world.get(value)
    is_known = isinstance(content, Sequence) and content.is_exact
    return [one.value for one in content.elements if isinstance(one, Element)] if is_known else []  # type: ignore[union-attr]


def _are_test_commands(world: World, value: Value) -> bool:
    texts = _texts(world, value)
    return bool(texts) and all(isinstance(text, str) and text in TEST_COMMANDS for text in texts)


def _has_test_command(world: World, value: Value) -> bool:
    return any(isinstance(text, str) and text in TEST_COMMANDS for text in _texts(world, value))


def is_certain_to_import(dotted: str) -> bool:
    """Whether a module is there wherever Django is: one of Python's own or of Django's."""
    first = dotted.partition(".")[0]
    return first in sys.stdlib_module_names or first == "django"
