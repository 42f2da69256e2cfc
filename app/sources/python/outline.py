"""
The names of a module whose functions and classes are parsed one by one, when they are asked for.

    from shop.old import Base                         from shop.old import Base
    class Order(Base):                                class Order: pass
        … 300 lines …                         ─►
    def fill(apps, editor): …                         def fill(): pass

Most of a long module lies in bodies of which nothing is asked. Python parses what is at the right. The cut needs the
strings and comments alone, as no line within brackets begins with `def` or `class`. What was cut wrongly cannot be
parsed, and then the module is parsed whole.
"""

import ast
import re
from itertools import pairwise

from app.sources.errors import UnreadableSource
from app.sources.python.bindings import MUTATING_METHODS, SCOPES, changed_names
from app.sources.python.syntax import ModuleNames, parse

MIN_BYTES = 1_000
"""Shorter modules are parsed whole: that is as fast."""

STRING = re.compile(
    r"""["'\#](?:"""
    r"""(?<=\#)[^\n]*"""
    r"""|(?<=")(?:""[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*\"{3}|[^"\\\n]*(?:\\.[^"\\\n]*)*")"""
    r"""|(?<=')(?:''[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*'{3}|[^'\\\n]*(?:\\.[^'\\\n]*)*')"""
    r"""|)""",
    re.DOTALL,
)
"""A string or a comment; a quote alone where the string does not end. It begins with a set, which `re` finds fast."""

TOP_LINE = re.compile(r"\n(?=[^ \t\n#)\]}])")
"""The end of the line before one that begins a statement at the top level."""

FORMAT = re.compile(r"[fFtT][rR]?|[rR][fFtT]")
"""The prefix of a string with braces for values. Since Python 3.12 these may hold its own quotes."""

DEFINITION = re.compile(r"(?:async[ \t]+)?(def)[ \t]+(\w+)|(class)[ \t]+(\w+)")
GAP = r"(?:\s|\\|\#[^\n]*\n)*"
CHANGE = re.compile(rf"{GAP}(?:\[|\.{GAP}(?:{'|'.join(sorted(MUTATING_METHODS))})\b)")
"""What follows a name where a list that it stands for is changed."""

GLOBAL = re.compile(r"\bglobal\b")
QUOTES = ("'", '"')
ENCODING = re.compile(rb"coding[:=](?![ \t]*utf-?8)")


class Outline(ModuleNames):
    """The names of a module, whose `module` has empty bodies for the functions and classes at the top level."""

    def __init__(self, module: ast.Module, bodies: dict[ast.stmt, str]) -> None:
        super().__init__(module)
        self._bodies = bodies

    def binding_count(self, name: str) -> int:
        return self.top_binding_count(name) + sum(
            list(changed_names(self.whole(statement))).count(name)
            for statement, text in self._bodies.items()
            if name in text and _may_change(text, name)
        )

    def whole(self, statement: ast.stmt) -> ast.stmt:
        text = self._bodies.get(statement)
        return statement if text is None else parse(text.encode()).body[0]


def names_of(content: bytes) -> ModuleNames:
    """The names of a module, as an outline where that is possible. Raises `UnreadableSource`."""
    text = _text(content)
    pieces = _pieces(text) if text else []
    if pieces:
        try:
            return _outline(text, pieces)
        except UnreadableSource:
            pass  # whether all of it can be read is seen when it is parsed whole
    return ModuleNames(parse(content))


def _may_change(text: str, name: str) -> bool:
    """Whether the text of a function or class may change what a name of the module stands for."""
    if "global" in text and GLOBAL.search(text):
        return True
    start = text.find(name)
    while start >= 0:
        end = start + len(name)
        if CHANGE.match(text, end):
            return True
        start = text.find(name, end)
    return False


def _text(content: bytes) -> str:
    """The text of a module that may be cut; empty for another, as one in another encoding."""
    if len(content) < MIN_BYTES or ENCODING.search(content[:200]):
        return ""
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return ""
    return "" if "\r" in text or "\f" in text or "\0" in text else text


def _pieces(text: str) -> list[tuple[int, int, str]]:
    """The start and the end of each function and class at the top level, and a statement that binds the same name."""
    lines = _top_lines(text)
    pieces: list[tuple[int, int, str]] = []
    first: int | None = None
    """Where the decorators begin of what stands on the next line."""
    for start, end in pairwise([*lines, len(text)]):
        if text[start] == "@":
            first = start if first is None else first
            continue
        definition = DEFINITION.match(text, start)
        if definition is not None and "Migration" not in definition.groups():
            keyword, name = filter(None, definition.groups())
            pieces.append(
                (start if first is None else first, end, f"{keyword} {name}{'()' * (keyword == 'def')}: pass")
            )
        first = None
    return pieces


def _top_lines(text: str) -> list[int]:
    """Where the lines start that begin statements at the top level; none if that cannot be told."""
    strings = _long_strings(text)
    if strings is None:
        return []
    lines = [] if text[0] in " \t\n#" else [0]
    for line in TOP_LINE.finditer(text):
        start = line.end()
        while strings and strings[-1][1] <= start:
            strings.pop()
        if strings and strings[-1][0] < start:
            continue
        if text.endswith("\\", 0, line.start()):
            return []
        lines.append(start)
    return lines


def _long_strings(text: str) -> list[tuple[int, int]] | None:
    """Where the strings of several lines start and end, the last one first; None if that cannot be told."""
    strings: list[tuple[int, int]] = []
    for match in STRING.finditer(text):
        string = match[0]
        if string in QUOTES:
            return None
        if string.count("{") != string.count("}"):
            start = match.start()
            if FORMAT.fullmatch(text, start - 1, start) or FORMAT.fullmatch(text, start - 2, start):
                return None
        if "\n" in string:
            strings.append(match.span())
    strings.reverse()
    return strings


def _outline(text: str, pieces: list[tuple[int, int, str]]) -> Outline:
    """The outline of a module. Raises `UnreadableSource` where a piece is no statement by itself."""
    parts: list[str] = []
    bodies_by_line: dict[int, str] = {}
    line, position = 1, 0
    for start, end, stub in pieces:
        between, body = text[position:start], text[start:end]
        line += between.count("\n")
        bodies_by_line[line] = body
        length = body.count("\n")
        parts += (between, stub, "\n" * length)
        line += length
        position = end
    parts.append(text[position:])
    module = parse("".join(parts).encode())
    bodies: dict[ast.stmt, str] = {
        statement: bodies_by_line.pop(statement.lineno)
        for statement in module.body
        if isinstance(statement, SCOPES) and statement.lineno in bodies_by_line
    }
    if bodies_by_line:
        raise UnreadableSource("is not what it looks like")
    return Outline(module, bodies)
