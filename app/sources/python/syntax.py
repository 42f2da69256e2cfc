"""Parses Python source into syntax trees, and answers what the names of a module stand for. Nothing is run."""

import ast
import re
from collections.abc import Mapping
from functools import cached_property
from weakref import WeakKeyDictionary

from app.sources.errors import UnreadableSource
from app.sources.python import repair
from app.sources.python.bindings import bound_names
from app.sources.python.suppress_warnings import suppress_warnings

LINE_END = re.compile(r"\r\n|\r|\n")
"""What ends a line for Python. Other characters that Unicode calls line ends do not."""

MAX_SHOWN_LINES = 100
"""Expressions of more lines are not quoted in a message."""

MAX_SHOWN_COLUMNS = 5_000
"""Expressions on one line that are longer are not quoted in a message, in UTF-8 bytes."""


def parse(source: bytes) -> ast.Module:
    """The syntax tree of a file, as `parse_with_repair`. Raises `UnreadableSource`, and no other error."""
    return parse_with_repair(source)[0]


def parse_with_repair(source: bytes) -> tuple[ast.Module, bool]:
    """
    The syntax tree of a file, and whether all its functions are in it as they were written.

    Syntax that is newer than this Python is repaired if that is simple; see `app.sources.python.repair`.
    Raises `UnreadableSource`, and no other error.
    """
    try:
        return _parse(source), True
    except SyntaxError as error:
        syntax_error = error
    result = _parse_repaired(source, syntax_error.lineno)
    if result is None:
        raise UnreadableSource(f"Python cannot read it: {syntax_error.msg}", syntax_error.lineno)
    return result


def _parse(source: bytes | str) -> ast.Module:
    if b"\0" in source if isinstance(source, bytes) else "\0" in source:
        raise UnreadableSource("holds a NUL byte; Python refuses to read it")
    with suppress_warnings:
        try:
            return ast.parse(source)
        except SyntaxError:
            raise
        except (RecursionError, MemoryError):
            raise UnreadableSource("nested too deeply to be read") from None
        except ValueError:
            raise UnreadableSource("the file's text cannot be decoded") from None


def _parse_repaired(source: bytes, line: int | None) -> tuple[ast.Module, bool] | None:
    """
    The tree of the repaired source, and whether all its functions are in it; None if the repairs do not help.

    `line` is the line of the first syntax error. Each repair is made where Python reports the next error.
    """
    try:
        lines = LINE_END.split(source.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return None
    is_exact = True
    for _ in range(repair.MAX_REPAIRS):
        if line is None or not 0 < line <= len(lines):
            return None
        if not repair.add_except_brackets(lines, line - 1):
            if not repair.empty_function(lines, line - 1):
                return None
            is_exact = False
        try:
            return _parse("\n".join(lines)), is_exact
        except SyntaxError as error:
            line = error.lineno
        except UnreadableSource:
            return None
    return None


class ModuleNames:
    """What the names at the top level of a module stand for, as far as its source tells."""

    def __init__(self, module: ast.Module) -> None:
        self.module = module
        self.imports: Mapping[str, str] = _imports(module)
        """Imported names, each with its full dotted name: `{"migrations": "django.db.migrations"}`."""
        self.classes: Mapping[str, ast.ClassDef] = {
            statement.name: statement for statement in module.body if isinstance(statement, ast.ClassDef)
        }
        """The classes at the top level by name. If several have the same name, the last one counts."""

    @cached_property
    def star_imports(self) -> tuple[str, ...]:
        """The dotted names of the modules that are imported by `from … import *`. Relative ones begin with dots."""
        return tuple(
            "." * statement.level + (statement.module or "")
            for statement in self.module.body
            if isinstance(statement, ast.ImportFrom) and any(alias.name == "*" for alias in statement.names)
        )

    def value(self, name: str) -> ast.expr | None:
        """The expression that is assigned to a name; None if the name is bound or changed anywhere else."""
        expression = self._last_assignments.get(name)
        return expression if expression is not None and self.binding_count(name) == 1 else None

    def binding_count(self, name: str) -> int:
        """How often a name is bound at the top level of the module, or changed anywhere in it."""
        return self.top_binding_count(name)

    def top_binding_count(self, name: str) -> int:
        """As `binding_count`, without the changes in functions and classes where counting these would take long."""
        return self._binding_counts.get(name, 0)

    def whole_class(self, definition: ast.ClassDef) -> ast.ClassDef:
        """A class of the module with its bases and its body. Raises `UnreadableSource`."""
        whole = self.whole(definition)
        return whole if isinstance(whole, ast.ClassDef) else definition

    def whole(self, statement: ast.stmt) -> ast.stmt:
        """A statement of the module with its body. Raises `UnreadableSource`; see `app.sources.python.outline`."""
        return statement

    @cached_property
    def _last_assignments(self) -> Mapping[str, ast.expr]:
        """The expression of the last plain assignment to each name at the top level."""
        assignments: dict[str, ast.expr] = {}
        for statement in self.module.body:
            if isinstance(statement, ast.Assign):
                for target in statement.targets:
                    if isinstance(target, ast.Name):
                        assignments[target.id] = statement.value
            elif (
                isinstance(statement, ast.AnnAssign)
                and statement.value
                and isinstance(statement.target, ast.Name)
            ):
                assignments[statement.target.id] = statement.value
        return assignments

    @cached_property
    def _binding_counts(self) -> Mapping[str, int]:
        counts: dict[str, int] = {}
        for name in bound_names(self.module):
            counts[name] = counts.get(name, 0) + 1
        return counts

    def dotted(self, expression: ast.expr) -> str | None:
        """
        The full dotted name of a name or attribute: `django.db.migrations.RunPython` for `migrations.RunPython`.

        None for any other expression.
        """
        parts: list[str] = []
        while isinstance(expression, ast.Attribute):
            parts.append(expression.attr)
            expression = expression.value
        if not isinstance(expression, ast.Name):
            return None
        parts.append(self.imports.get(expression.id, expression.id))
        return ".".join(reversed(parts))


def _imports(module: ast.Module) -> dict[str, str]:
    imports: dict[str, str] = {}
    for statement in module.body:
        if isinstance(statement, ast.ImportFrom):
            source = "." * statement.level + (statement.module or "")
            for alias in statement.names:
                imports[alias.asname or alias.name] = (
                    f"{source}.{alias.name}" if statement.module else source + alias.name
                )
        elif isinstance(statement, ast.Import):
            for alias in statement.names:
                first = alias.name.partition(".")[0]
                imports[alias.asname or first] = alias.name if alias.asname else first
    return imports


def short_text(expression: ast.expr) -> str:
    """An expression as text for a message, at most 60 characters long."""
    text = _short_texts.get(expression)
    if text is None:
        text = _short_texts[expression] = _short_text(expression)
    return text


_short_texts: WeakKeyDictionary[ast.expr, str] = WeakKeyDictionary()
"""The answers of `short_text`: what is executed again and again is quoted as often."""


def _short_text(expression: ast.expr) -> str:
    lines = (expression.end_lineno or expression.lineno) - expression.lineno
    if lines > MAX_SHOWN_LINES or (
        lines == 0 and (expression.end_col_offset or 0) - expression.col_offset > MAX_SHOWN_COLUMNS
    ):
        return "a long expression"
    try:
        text = _simple_text(expression) or ast.unparse(expression)
    except (RecursionError, ValueError):  # too deep, or a number too long to be written
        return "an expression nested too deeply"
    return text if len(text) <= 60 and "\n" not in text else f"{text[:57].partition(chr(10))[0]}…"


def _simple_text(expression: ast.expr) -> str:
    """What `ast.unparse` writes of names, attributes, texts and calls, which is most of what is quoted; else empty."""
    match expression:
        case ast.Name(id=name):
            return name
        case ast.Constant(value=str() | None | bool() as constant, kind=None):
            return repr(constant)
        case ast.Attribute(value=owner, attr=name):
            text = _simple_text(owner)
            return f"{text}.{name}" if text else ""
        case ast.Call(func=function, args=args, keywords=keywords):
            parts = [_simple_text(argument) for argument in args]
            for keyword in keywords:
                value = _simple_text(keyword.value)
                parts.append(f"{keyword.arg}={value}" if keyword.arg and value else "")
            callee = _simple_text(function)
            return f"{callee}({', '.join(parts)})" if callee and all(parts) else ""
        case _:
            return ""
