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
from ast import Attribute, Call, Constant, Name
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
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
ARGUMENT = attrgetter("arg")
WRAPPED = frozenset(["Index", "ExtSlice"])
SILENT = frozenset(["ctx", "kind", "type_comment"])
"""Fields of the tree that say nothing, or not in every Python."""


class Fingerprints:
    """The fingerprints of one module's expressions; `Migration` is the class whose body they may stand in."""

    def __init__(self, module: ast.Module) -> None:
        self.imports: dict[str, str] = {}
        self.definitions: dict[str, list[ast.stmt]] = {}
        self.steps = 0
        self._written: dict[str, tuple[str, frozenset[str]]] = {}
        for statement in module.body:
            self._define(statement)
        for statement in tuple(self.definitions.get("Migration", ())):
            if isinstance(statement, ast.ClassDef):
                for inner in statement.body:
                    if FACTS.isdisjoint(_bound(inner)):
                        self._define(inner)

    def of(self, expression: ast.expr) -> str | None:
        """16 hex digits; None where there is no end to it."""
        try:
            text, used = self._text([expression])
            if used:
                reached = self._reached(used)
                text = "\n".join([text, *(f"{name}={reached[name]}" for name in sorted(reached))])
        except (RecursionError, _TooMuch):
            return None
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def _reached(self, used: frozenset[str]) -> dict[str, str]:
        """The names of the module that these lead to, themselves included, each with what defines it."""
        reached: dict[str, str] = {}
        waiting = sorted(used)
        while waiting:
            name = waiting.pop()
            if name not in reached:
                self._step()
                reached[name], further = self._definition(name)
                waiting.extend(further)
        return reached

    def _define(self, statement: ast.stmt) -> None:
        if isinstance(statement, (ast.Import, ast.ImportFrom)):
            for alias in statement.names:
                self._import(statement, alias)
            return
        for name in set(_bound(statement)):
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

    def _write(self, node: Any, local: frozenset[str], parts: list[str], used: set[str]) -> None:
        """Write one node; the four kinds that most of a migration consists of first, and without further questions."""
        self.steps += 1
        if self.steps > STEPS:
            raise _TooMuch
        kind = node.__class__
        if kind is Constant:
            parts.append(_constant(node.value))
        elif kind is Name:
            parts.append(self._name(node.id, local, used))
        elif kind is Attribute:
            self._write(node.value, local, parts, used)
            parts.append(f".{node.attr}")
        elif kind is Call:
            self._write(node.func, local, parts, used)
            parts.append("(")
            for argument in node.args:
                self._write(argument, local, parts, used)
                parts.append(",")
            for keyword in _sorted(node.keywords):
                parts.append(f"{keyword.arg or '**'}=")
                self._write(keyword.value, local, parts, used)
                parts.append(",")
            parts.append(")")
        elif kind.__name__ in WRAPPED:
            self._write(_unwrapped(node), local, parts, used)
        else:
            self._write_fields(
                node, local.union(_bound_inside(node)) if kind in SCOPES else local, parts, used
            )

    def _write_fields(self, node: ast.AST, local: frozenset[str], parts: list[str], used: set[str]) -> None:
        """Write a node of any other kind, field by field."""
        parts.append(f"({node.__class__.__name__}")
        for field in _fields(node.__class__):
            value = getattr(node, field, None)
            if value is None or value == []:
                continue
            parts.append(f" {field}:")
            if isinstance(value, ast.AST):
                self._write(value, local, parts, used)
            elif isinstance(value, list):
                parts.append("[")
                for item in _field(node, field, value):
                    if isinstance(item, ast.AST):
                        self._write(item, local, parts, used)
                    else:
                        parts.append(_constant(item))
                    parts.append(",")
                parts.append("]")
            else:
                parts.append(_constant(value))
        parts.append(")")

    def _name(self, name: str, local: frozenset[str], used: set[str]) -> str:
        """What a name stands for."""
        if name in local:
            return f"local {name}"
        if name in self.definitions:
            used.add(name)
            return f"own {name}"
        return self.imports.get(name, name)


class _TooMuch(Exception):
    """More was to be written than `STEPS`."""


def _unwrapped(node: Any) -> Any:
    """Up to Python 3.8 the subscript of a[b] is wrapped, and that of a[b, c:d] is a tuple by another name."""
    kind = type(node).__name__
    if kind == "Index":
        return node.value
    return ast.Tuple(node.dims, ast.Load()) if kind == "ExtSlice" else node


def _fields(kind: type[ast.AST]) -> tuple[str, ...]:
    """The fields of a kind of node that say something."""
    found = FIELDS.get(kind)
    if found is None:
        found = FIELDS[kind] = tuple(field for field in kind._fields if field not in SILENT)
    return found


FIELDS: dict[type[ast.AST], tuple[str, ...]] = {}
"""Of each kind of node that was met, kept: there are some sixty in all."""


def _field(node: ast.AST, field: str, value: list[Any]) -> list[Any]:
    """What a field holds, in one form whatever Python has parsed it."""
    if field == "keywords":
        return _sorted(value)
    if field == "body":
        return value[1:] if _is_docstring(value[0]) and len(value) > 1 else value
    if field == "values" and isinstance(node, ast.JoinedStr):
        # Python 3.12 has empty texts between the parts of an f-string.
        return [part for part in value if not (isinstance(part, Constant) and part.value == "")]
    return value


def _sorted(keywords: list[ast.keyword]) -> list[ast.keyword]:
    """Keyword arguments by their names; in their order where one is `**`, which may hold the same name."""
    try:
        return sorted(keywords, key=ARGUMENT) if len(keywords) > 1 else keywords
    except TypeError:  # one has no name
        return keywords


def _is_docstring(statement: object) -> bool:
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, Constant)
        and isinstance(statement.value.value, str)
    )


def _bound(statement: ast.AST) -> Iterable[str]:
    """The names that a statement binds where it stands; one bound in the midst of an expression (:=) is not seen."""
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target = statement.targets[0]
        if isinstance(target, Name):
            return (target.id,)
    return _bound_anywhere(statement)


def _bound_anywhere(statement: ast.AST) -> Iterator[str]:
    waiting = [statement]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.expr):
            if isinstance(getattr(node, "ctx", None), ast.Store):
                if isinstance(node, Name):
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
    waiting = [scope]
    while waiting:
        node = waiting.pop()
        kind = node.__class__
        if kind is Name:
            if isinstance(node.ctx, ast.Store):  # type: ignore[attr-defined]
                yield node.id  # type: ignore[attr-defined]
            continue
        if kind is ast.arg:
            yield node.arg  # type: ignore[attr-defined]
        for field in _fields(kind):
            value = getattr(node, field, None)
            if isinstance(value, ast.AST):
                waiting.append(value)
            elif isinstance(value, list):
                waiting += [item for item in value if isinstance(item, ast.AST)]


def _constant(value: object) -> str:
    """A constant as text, the same in every Python; an integer of any size."""
    kind = value.__class__
    if kind is str:
        return ascii(value)
    return f"{kind.__name__} {hex(value) if kind is int else ascii(value)}"  # type: ignore[arg-type]
