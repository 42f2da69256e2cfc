"""
Fingerprints of expressions: what the source says and uses, not how it is written down.

    migrations.RunPython(forwards)   the call, with names as what they stand for ("django.db.migrations.RunPython"),
    def forwards(apps, editor): …    and each definition of the module that it leads to

Line breaks, quotes, comments, docstrings, the order of keyword arguments and the form of an import change nothing; an
edit in a function that a migration runs does. The same on every Python from 3.8 on: the file stands a second time, to
the letter, in the reporter, which runs inside other people's projects and may import nothing of ours.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

STEPS = 400_000
"""So many parts of one module are written; definitions that lead to each other without end have no fingerprint."""

FACTS = frozenset(["dependencies", "run_before", "replaces", "initial", "atomic", "operations"])
SCOPES = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.Lambda,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
)
WRAPPED = frozenset(["Index", "ExtSlice"])
SILENT = frozenset(["ctx", "kind", "type_comment"])
"""Fields of the tree that say nothing, or not in every Python."""


class Digests:
    """The fingerprints of one module's expressions; `Migration` is the class whose body they may stand in."""

    def __init__(self, module: ast.Module) -> None:
        self.imports: dict[str, str] = {}
        self.definitions: dict[str, list[ast.stmt]] = {}
        self.steps = 0
        self._written: dict[str, tuple[str, frozenset[str]]] = {}
        for statement in module.body:
            self._define(statement)
        for statement in module.body:
            if isinstance(statement, ast.ClassDef) and statement.name == "Migration":
                for inner in statement.body:
                    if not FACTS.intersection(_bound(inner)):
                        self._define(inner)

    def of(self, expression: ast.expr) -> str | None:
        """16 hex digits; None where there is no end to it."""
        try:
            text, used = self._text([expression])
            reached: dict[str, str] = {}
            waiting = sorted(used)
            while waiting:
                name = waiting.pop()
                if name not in reached:
                    self._step()
                    reached[name], further = self._definition(name)
                    waiting.extend(further)
        except (RecursionError, _TooMuch):
            return None
        content = [text, *(f"{name}={reached[name]}" for name in sorted(reached))]
        return hashlib.sha256("\n".join(content).encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def _define(self, statement: ast.stmt) -> None:
        if isinstance(statement, (ast.Import, ast.ImportFrom)):
            for alias in statement.names:
                self._import(statement, alias)
            return
        for name in sorted(set(_bound(statement))):
            self.definitions.setdefault(name, []).append(statement)

    def _import(self, statement: ast.Import | ast.ImportFrom, alias: ast.alias) -> None:
        if isinstance(statement, ast.ImportFrom):
            source = "." * statement.level + (statement.module or "")
            self.imports[alias.asname or alias.name] = (
                f"{source}.{alias.name}" if statement.module else source + alias.name
            )
        elif alias.asname:
            self.imports[alias.asname] = alias.name
        else:
            first = alias.name.partition(".")[0]
            self.imports[first] = first

    def _definition(self, name: str) -> tuple[str, frozenset[str]]:
        """The fingerprint of what defines a name, by itself, and the further names of the module that it uses."""
        if name not in self._written:
            text, used = self._text(self.definitions[name])
            digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
            self._written[name] = digest, used
        return self._written[name]

    def _text(self, nodes: Sequence[ast.AST]) -> tuple[str, frozenset[str]]:
        parts: list[str] = []
        used: set[str] = set()
        for node in nodes:
            self._write(node, frozenset(), parts, used)
        return "".join(parts), frozenset(used)

    def _step(self) -> None:
        self.steps += 1
        if self.steps > STEPS:
            raise _TooMuch

    def _write(  # noqa: C901, PLR0912 - a table of cases, in one place since most of the time is spent here
        self, node: Any, local: frozenset[str], parts: list[str], used: set[str]
    ) -> None:
        self.steps += 1
        if self.steps > STEPS:
            raise _TooMuch
        kind = type(node)
        if kind is ast.Constant:
            parts.append(_constant(node.value))
        elif kind is ast.Name:
            name = node.id
            if name in local:
                parts.append(f"local {name}")
            elif name in self.definitions:
                used.add(name)
                parts.append(f"own {name}")
            else:
                parts.append(self.imports.get(name, name))
        elif kind is ast.Attribute:
            self._write(node.value, local, parts, used)
            parts.append(f".{node.attr}")
        elif kind is list:
            parts.append("[")
            for item in node:
                self._write(item, local, parts, used)
                parts.append(",")
            parts.append("]")
        elif kind.__name__ in WRAPPED:
            self._write(_unwrapped(node), local, parts, used)
        elif isinstance(node, ast.AST):
            if kind in SCOPES:
                local = local.union(_bound_inside(node))
            parts.append(f"({kind.__name__}")
            for field in node._fields:
                value = getattr(node, field, None)
                if value is None or value == [] or field in SILENT:
                    continue
                if field in ("keywords", "body", "values"):
                    value = _field(node, field, value)
                parts.append(f" {field}:")
                self._write(value, local, parts, used)
            parts.append(")")
        else:
            parts.append(_constant(node))


class _TooMuch(Exception):
    """More was to be written than `STEPS`."""


def _unwrapped(node: Any) -> Any:
    """Up to Python 3.8 the subscript of a[b] is wrapped, and that of a[b, c:d] is a tuple by another name."""
    kind = type(node).__name__
    if kind == "Index":
        return node.value
    return ast.Tuple(node.dims, ast.Load()) if kind == "ExtSlice" else node


def _field(node: ast.AST, field: str, value: Any) -> Any:
    """What a field holds, in one form whatever Python has parsed it."""
    if field == "keywords" and all(keyword.arg for keyword in value):
        return sorted(value, key=lambda keyword: keyword.arg)
    if field == "body" and isinstance(value, list):
        return value[1:] if _is_docstring(value[0]) and len(value) > 1 else value
    if field == "values" and isinstance(node, ast.JoinedStr):
        # Python 3.12 has empty texts between the parts of an f-string.
        return [part for part in value if not (isinstance(part, ast.Constant) and part.value == "")]
    return value


def _is_docstring(statement: object) -> bool:
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )


def _bound(statement: ast.AST) -> Iterator[str]:
    """The names that a statement binds where it stands; one bound in the midst of an expression (:=) is not seen."""
    waiting = [statement]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.expr):
            if isinstance(getattr(node, "ctx", None), ast.Store):
                if isinstance(node, ast.Name):
                    yield node.id
                elif isinstance(node, (ast.Tuple, ast.List, ast.Starred)):
                    waiting.extend(ast.iter_child_nodes(node))
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, ast.alias):
            yield node.asname or node.name.partition(".")[0]
        else:
            waiting.extend(ast.iter_child_nodes(node))


def _bound_inside(scope: ast.AST) -> Iterator[str]:
    """The parameters and variables of a function or comprehension, those of the functions inside it too."""
    for node in ast.walk(scope):
        if isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def _constant(value: object) -> str:
    """A constant as text, the same in every Python; an integer of any size."""
    return f"{type(value).__name__} {hex(value) if type(value) is int else ascii(value)}"
