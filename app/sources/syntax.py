"""Python source as a tree of syntax: parsed, never run."""

import ast
import warnings
from collections.abc import Iterator, Mapping
from functools import cached_property

from app.sources.error import Unclear

CHANGES = frozenset(["append", "extend", "insert", "remove", "pop", "clear", "sort", "reverse"])
"""Methods that change a list where it stands."""

SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


def parse(source: bytes) -> ast.Module:
    """Parse a file. Raises `Unclear`, and nothing else, where this Python cannot."""
    if b"\0" in source:
        raise Unclear("holds a NUL byte; Python refuses to read it")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(source)
        except SyntaxError as error:
            raise Unclear(f"Python cannot read it: {error.msg}", error.lineno) from None
        except (RecursionError, MemoryError):
            raise Unclear("nested too deeply to be read") from None
        except ValueError:
            raise Unclear("the file's text cannot be decoded") from None


class Names:
    """What the names at the top of a module stand for, as far as its text says."""

    def __init__(self, module: ast.Module) -> None:
        self.module = module

    @cached_property
    def imports(self) -> Mapping[str, str]:
        """Imported names and what they stand for: `{"migrations": "django.db.migrations"}`."""
        found: dict[str, str] = {}
        for statement in self.module.body:
            if isinstance(statement, ast.ImportFrom):
                source = "." * statement.level + (statement.module or "")
                for name in statement.names:
                    found[name.asname or name.name] = (
                        f"{source}.{name.name}" if source.strip(".") else source + name.name
                    )
            elif isinstance(statement, ast.Import):
                for name in statement.names:
                    first = name.name.partition(".")[0]
                    found[name.asname or first] = name.name if name.asname else first
        return found

    @cached_property
    def classes(self) -> Mapping[str, ast.ClassDef]:
        """The classes that stand at the top; of several with one name the last."""
        return {item.name: item for item in self.module.body if isinstance(item, ast.ClassDef)}

    @cached_property
    def starred(self) -> tuple[str, ...]:
        """The modules it takes everything from, dotted; with leading dots where relative."""
        return tuple(
            "." * statement.level + (statement.module or "")
            for statement in self.module.body
            if isinstance(statement, ast.ImportFrom) and any(alias.name == "*" for alias in statement.names)
        )

    @cached_property
    def values(self) -> Mapping[str, ast.expr]:
        """Names that are bound once, by a plain assignment, and changed nowhere."""
        bound: dict[str, ast.expr] = {}
        for statement in self.module.body:
            if isinstance(statement, ast.Assign):
                for target in statement.targets:
                    if isinstance(target, ast.Name):
                        bound[target.id] = statement.value
            elif (
                isinstance(statement, ast.AnnAssign)
                and statement.value
                and isinstance(statement.target, ast.Name)
            ):
                bound[statement.target.id] = statement.value
        return {name: value for name, value in bound.items() if self.times.get(name) == 1}

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

    def _bindings(self) -> Iterator[str]:
        """Each name as often as it is bound at the top of the module, or changed anywhere."""
        waiting: list[ast.AST] = [self.module]
        while waiting:
            node = waiting.pop()
            match node:
                case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                    yield name
                case ast.alias(name=name, asname=given):
                    yield given or name.partition(".")[0]
                case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                    yield name
                case _:
                    pass
            if not isinstance(node, SCOPES):
                waiting.extend(ast.iter_child_nodes(node))
        for node in ast.walk(self.module):
            match node:
                case ast.Global(names=names):
                    yield from names
                case ast.Attribute(value=ast.Name(id=name), attr=attribute) if attribute in CHANGES:
                    yield name
                case ast.Subscript(value=ast.Name(id=name), ctx=ast.Store() | ast.Del()):
                    yield name
                case _:
                    pass


def described(expression: ast.expr) -> str:
    """An expression in a few words, for a sentence."""
    try:
        text = ast.unparse(expression)
    except RecursionError:
        return "an expression nested too deeply"
    return text if len(text) <= 60 and "\n" not in text else f"{text[:57].splitlines()[0]}…"
