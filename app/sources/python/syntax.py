"""Python source as a tree of syntax: parsed, never run."""

import ast
from collections.abc import Iterator, Mapping
from functools import cached_property

from app.sources.errors import UnreadableSource
from app.sources.python import repair as mending
from app.sources.python.silence import QUIET

CHANGES = frozenset(["append", "extend", "insert", "remove", "pop", "clear", "sort", "reverse"])
"""Methods that change a list where it stands."""

LINES, LENGTH = 100, 5_000
"""Only a shorter expression is written out for a sentence."""

SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


def parse(source: bytes) -> ast.Module:
    """Parse a file. Raises `UnreadableSource`, and nothing else, where this Python cannot."""
    return parsed(source)[0]


def parsed(source: bytes) -> tuple[ast.Module, bool]:
    """
    Parse a file, and say whether every function is there as it was written.

    Newer syntax than this Python's is mended where that is simple. Raises `UnreadableSource`, and nothing else.
    """
    try:
        return _tree(source), True
    except SyntaxError as error:
        refused = error
    found = _mended(source, refused.lineno)
    if found is None:
        raise UnreadableSource(f"Python cannot read it: {refused.msg}", refused.lineno)
    return found


def _tree(source: bytes | str) -> ast.Module:
    if b"\0" in source if isinstance(source, bytes) else "\0" in source:
        raise UnreadableSource("holds a NUL byte; Python refuses to read it")
    with QUIET:
        try:
            return ast.parse(source)
        except SyntaxError:
            raise
        except (RecursionError, MemoryError):
            raise UnreadableSource("nested too deeply to be read") from None
        except ValueError:
            raise UnreadableSource("the file's text cannot be decoded") from None


def _mended(source: bytes, line: int | None) -> tuple[ast.Module, bool] | None:
    """The tree of the source, mended place by place as Python refuses it; None where that leads nowhere."""
    try:
        lines = source.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        return None
    is_exact = True
    for _ in range(mending.MAX_REPAIRS):
        if line is None or not 0 < line <= len(lines):
            return None
        if not mending.without_brackets(lines, line - 1):
            if not mending.without_function(lines, line - 1):
                return None
            is_exact = False
        try:
            return _tree("\n".join(lines)), is_exact
        except SyntaxError as error:
            line = error.lineno
        except UnreadableSource:
            return None
    return None


class ModuleNames:
    """What the names at the top of a module stand for, as far as its text says."""

    def __init__(self, module: ast.Module) -> None:
        self.module = module
        self.imports: Mapping[str, str] = _imports(module)
        """Imported names and what they stand for: `{"migrations": "django.db.migrations"}`."""
        self.classes: Mapping[str, ast.ClassDef] = {
            item.name: item for item in module.body if isinstance(item, ast.ClassDef)
        }
        """The classes that stand at the top; of several with one name the last."""

    @cached_property
    def starred(self) -> tuple[str, ...]:
        """The modules it takes everything from, dotted; with leading dots where relative."""
        return tuple(
            "." * statement.level + (statement.module or "")
            for statement in self.module.body
            if isinstance(statement, ast.ImportFrom) and any(alias.name == "*" for alias in statement.names)
        )

    def value(self, name: str) -> ast.expr | None:
        """What a name is bound to, where that is once, by a plain assignment, and it is changed nowhere."""
        found = self._assigned.get(name)
        return found if found is not None and self.times.get(name) == 1 else None

    @cached_property
    def _assigned(self) -> Mapping[str, ast.expr]:
        """What is last assigned to each name, at the top."""
        found: dict[str, ast.expr] = {}
        for statement in self.module.body:
            if isinstance(statement, ast.Assign):
                for target in statement.targets:
                    if isinstance(target, ast.Name):
                        found[target.id] = statement.value
            elif (
                isinstance(statement, ast.AnnAssign)
                and statement.value
                and isinstance(statement.target, ast.Name)
            ):
                found[statement.target.id] = statement.value
        return found

    @cached_property
    def times(self) -> Mapping[str, int]:
        """How often each name is bound at the top of the module, or changed anywhere."""
        times: dict[str, int] = {}
        for name in self._bindings():
            times[name] = times.get(name, 0) + 1
        return times

    def dotted(self, expression: ast.expr) -> str | None:
        """`migrations.RunPython` as `django.db.migrations.RunPython`; None where it is not names and dots."""
        parts: list[str] = []
        while isinstance(expression, ast.Attribute):
            parts.append(expression.attr)
            expression = expression.value
        if not isinstance(expression, ast.Name):
            return None
        parts.append(self.imports.get(expression.id, expression.id))
        return ".".join(reversed(parts))

    def _bindings(self) -> Iterator[str]:  # noqa: C901, PLR0912 - a table of cases
        """Each name as often as it is bound at the top of the module, or changed anywhere."""
        waiting: list[tuple[ast.AST, bool]] = [(self.module, True)]
        while waiting:
            node, at_top = waiting.pop()
            kind = type(node)
            if kind is ast.Name:
                if at_top and not isinstance(node.ctx, ast.Load):  # type: ignore[attr-defined]
                    yield node.id  # type: ignore[attr-defined]
                continue
            if kind is ast.Constant:
                continue
            if at_top:
                if isinstance(node, ast.alias):
                    yield node.asname or node.name.partition(".")[0]
                elif isinstance(node, SCOPES):
                    if not isinstance(node, ast.Lambda):
                        yield node.name
                    at_top = False
            if isinstance(node, ast.Global):
                yield from node.names
            elif isinstance(node, (ast.Attribute, ast.Subscript)) and isinstance(node.value, ast.Name):
                changes = (
                    node.attr in CHANGES
                    if isinstance(node, ast.Attribute)
                    else node.ctx.__class__ is not ast.Load
                )
                if changes:
                    yield node.value.id
            for field in node._fields:
                value = getattr(node, field, None)
                if isinstance(value, list):
                    waiting.extend((item, at_top) for item in value if isinstance(item, ast.AST))
                elif isinstance(value, ast.AST):
                    waiting.append((value, at_top))


def _imports(module: ast.Module) -> dict[str, str]:
    found: dict[str, str] = {}
    for statement in module.body:
        if isinstance(statement, ast.ImportFrom):
            source = "." * statement.level + (statement.module or "")
            for name in statement.names:
                found[name.asname or name.name] = (
                    f"{source}.{name.name}" if statement.module else source + name.name
                )
        elif isinstance(statement, ast.Import):
            for name in statement.names:
                first = name.name.partition(".")[0]
                found[name.asname or first] = name.name if name.asname else first
    return found


def described(expression: ast.expr) -> str:
    """An expression in a few words, for a sentence."""
    lines = (expression.end_lineno or expression.lineno) - expression.lineno
    if lines > LINES or (lines == 0 and (expression.end_col_offset or 0) - expression.col_offset > LENGTH):
        return "a long expression"
    try:
        text = ast.unparse(expression)
    except (RecursionError, ValueError):  # too deep, or a number too long to be written
        return "an expression nested too deeply"
    return text if len(text) <= 60 and "\n" not in text else f"{text[:57].splitlines()[0]}…"
