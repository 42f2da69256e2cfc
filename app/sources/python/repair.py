"""
Repairs of source in a newer Python syntax, so that this Python can parse it. Line numbers do not change.

    except A, B:              becomes `except (A, B):`, which means the same
    def forwards[T](apps):    becomes an empty function

What is read of a migration stays the same, but the fingerprints of its operations are left out when a function was
emptied.
"""

import re

MAX_REPAIRS = 20
"""The most repairs in one file. A file that needs more is reported as unreadable."""

EXCEPT = re.compile(r"^(\s*except\*?\s+)([\w.]+(?:\s*,\s*[\w.]+)+)(\s*:)")
DEFINITION = re.compile(r"^(\s*)(?:async\s+)?def\s+(\w+)")
DECORATOR = re.compile(r"^\s*@")
CLOSING_BRACKET = re.compile(r"^\s*[)\]}]")


def add_except_brackets(lines: list[str], index: int) -> bool:
    """Put brackets into `except A, B:` in the line at `index` (from 0). Returns whether the line had one."""
    line, count = EXCEPT.subn(r"\1(\2)\3", lines[index])
    lines[index] = line
    return count > 0


def empty_function(lines: list[str], index: int) -> bool:
    """
    Empty the outermost function around the line at `index` (from 0), and remove its decorators.

    Returns False if there is no such function, or if it is empty already.
    """
    start = index
    outermost = None
    indent = _indent(lines[index]) + 1
    while start >= 0 and indent > 0:
        definition = DEFINITION.match(lines[start])
        if definition and len(definition[1]) < indent:
            outermost = start, definition
        if lines[start].strip() and not CLOSING_BRACKET.match(lines[start]):
            indent = min(indent, _indent(lines[start]))
        start -= 1
    if outermost is None:
        return False
    first, definition = outermost
    replacement = f"{definition[1]}def {definition[2]}(*_): ..."
    if lines[first] == replacement:
        return False
    depth = len(definition[1])
    end = first + 1
    while end < len(lines) and (
        not lines[end].strip() or _indent(lines[end]) > depth or CLOSING_BRACKET.match(lines[end])
    ):
        end += 1
    lines[first:end] = [replacement, *[""] * (end - first - 1)]
    while first and DECORATOR.match(lines[first - 1]) and _indent(lines[first - 1]) == depth:
        first -= 1
        lines[first] = ""
    return True


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
