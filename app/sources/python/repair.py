"""
Source in newer Python than this one, put so that this one reads it: what a migration is stays as it was.

    except A, B:              as `except (A, B):`, which says the same
    def forwards[T](apps):    a function that is refused is left empty; only fingerprints would have told of it, and
                              they are left out then

Lines stay where they are.
"""

import re

MAX_REPAIRS = 20
"""So many places of one file are mended."""

EXCEPT = re.compile(r"^(\s*except\*?\s+)([\w.]+(?:\s*,\s*[\w.]+)+)(\s*:)")
DEFINITION = re.compile(r"^(\s*)(?:async\s+)?def\s+(\w+)")
DECORATOR = re.compile(r"^\s*@")
CLOSING = re.compile(r"^\s*[)\]}]")


def without_brackets(lines: list[str], number: int) -> bool:
    """Put the brackets into an `except A, B:` in that line (from 0); whether there was one."""
    mended, count = EXCEPT.subn(r"\1(\2)\3", lines[number])
    lines[number] = mended
    return count > 0


def without_function(lines: list[str], number: int) -> bool:
    """Empty the outermost function that holds that line (from 0), decorators included; whether there was one."""
    start = number
    inner = None
    indent = _indent(lines[number]) + 1
    while start >= 0 and indent > 0:
        matched = DEFINITION.match(lines[start])
        if matched and len(matched[1]) < indent:
            inner = start, matched
        if lines[start].strip() and not CLOSING.match(lines[start]):
            indent = min(indent, _indent(lines[start]))
        start -= 1
    if inner is None:
        return False
    first, matched = inner
    if lines[first] == _empty(matched):
        return False
    depth = len(matched[1])
    last = first + 1
    while last < len(lines) and (
        not lines[last].strip() or _indent(lines[last]) > depth or CLOSING.match(lines[last])
    ):
        last += 1
    lines[first:last] = [_empty(matched), *[""] * (last - first - 1)]
    while first and DECORATOR.match(lines[first - 1]) and _indent(lines[first - 1]) == depth:
        first -= 1
        lines[first] = ""
    return True


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _empty(matched: re.Match[str]) -> str:
    return f"{matched[1]}def {matched[2]}(*_): ..."
