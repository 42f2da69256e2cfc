"""
Fingerprints of expressions. They depend on what the source says and uses, not on how it is written.

    migrations.RunPython(forwards)   the call, with names resolved ("django.db.migrations.RunPython"),
    def forwards(apps, editor): …    and every definition of the module that the call uses, directly or indirectly

Line breaks, quotes, comments, docstrings, the order of keyword arguments and the form of an import do not change a
fingerprint. An edit in a function that a migration runs does.

Every Python from 3.8 on computes the same fingerprints. The reporter has a letter-equal copy of this file, because it
runs inside other people's projects and can import nothing from here.
"""

from __future__ import annotations

import ast
import hashlib
from ast import Attribute, Call, Constant, Name
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Any

MAX_STEPS = 400_000
"""The most syntax nodes that are written for one module. An expression that needs more has no fingerprint."""

MIGRATION_ATTRIBUTES = frozenset(
    ["dependencies", "run_before", "replaces", "initial", "atomic", "operations"]
)
"""The class attributes that Django reads. They are not definitions that an operation may use."""

SCOPES = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.Lambda,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
)
"""The syntax nodes with local names of their own."""

KEYWORD_NAME = attrgetter("arg")
SUBSCRIPT_WRAPPERS = frozenset(["Index", "ExtSlice"])
"""The nodes that wrap a subscript up to Python 3.8."""

IRRELEVANT_FIELDS = frozenset(["ctx", "kind", "type_comment"])
"""The fields of syntax nodes that do not change the meaning, or that some Python versions lack."""


class Fingerprints:
    """
    Computes the fingerprints of the expressions of one module.

    An expression may stand at the top of the module or in the body of its class `Migration`.
    """

    def __init__(self, module: ast.Module) -> None:
        self.imports: dict[str, str] = {}
        self.definitions: dict[str, list[ast.stmt]] = {}
        self.steps = 0
        self._definition_cache: dict[str, tuple[str, frozenset[str]]] = {}
        for statement in module.body:
            self._define(statement)
        for statement in tuple(self.definitions.get("Migration", ())):
            if isinstance(statement, ast.ClassDef):
                for inner in statement.body:
                    if MIGRATION_ATTRIBUTES.isdisjoint(_binding_names(inner)):
                        self._define(inner)

    def of(self, expression: ast.expr) -> str | None:
        """The fingerprint of an expression, 16 hex digits; None if it takes too many steps or is nested too deeply."""
        try:
            text, names = self._canonical_text([expression])
            if names:
                digests = self._definition_digests(names)
                text = "\n".join([text, *(f"{name}={digests[name]}" for name in sorted(digests))])
        except (RecursionError, _TooManySteps):
            return None
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def _definition_digests(self, names: frozenset[str]) -> dict[str, str]:
        """The digests of the definitions of these names and of all names that they use, directly or indirectly."""
        digests: dict[str, str] = {}
        stack = sorted(names)
        while stack:
            name = stack.pop()
            if name not in digests:
                self._count_step()
                digests[name], used_names = self._definition(name)
                stack.extend(used_names)
        return digests

    def _define(self, statement: ast.stmt) -> None:
        if isinstance(statement, (ast.Import, ast.ImportFrom)):
            for alias in statement.names:
                self._import(statement, alias)
            return
        for name in set(_binding_names(statement)):
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
        """The digest of the statements that define a name, and the module's names that these statements use."""
        if name not in self._definition_cache:
            text, used_names = self._canonical_text(self.definitions[name])
            digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
            self._definition_cache[name] = digest, used_names
        return self._definition_cache[name]

    def _canonical_text(self, nodes: Sequence[ast.AST]) -> tuple[str, frozenset[str]]:
        """The text that is hashed for these nodes, and the module's names that they use."""
        parts: list[str] = []
        used: set[str] = set()
        for node in nodes:
            self._write(node, frozenset(), parts, used)
        return "".join(parts), frozenset(used)

    def _count_step(self) -> None:
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise _TooManySteps

    def _write(self, node: Any, local: frozenset[str], parts: list[str], used: set[str]) -> None:
        """
        Append the text of a node to `parts`, and the module's names that it uses to `used`.

        `local` are the names that enclosing functions bind. Constants, names, attributes and calls come first, as most
        of a migration consists of them. They do not go through `_write_fields`, for speed.
        """
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise _TooManySteps
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
            for keyword in _sorted_keywords(node.keywords):
                parts.append(f"{keyword.arg or '**'}=")
                self._write(keyword.value, local, parts, used)
                parts.append(",")
            parts.append(")")
        elif kind.__name__ in SUBSCRIPT_WRAPPERS:
            self._write(_without_wrapper(node), local, parts, used)
        else:
            self._write_fields(
                node, local.union(_local_names(node)) if kind in SCOPES else local, parts, used
            )

    def _write_fields(self, node: ast.AST, local: frozenset[str], parts: list[str], used: set[str]) -> None:
        """Append the text of a node of any other kind, field by field."""
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
                for item in _normal_items(node, field, value):
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
        """What a name stands for: a local name, a definition of this module, an import, or itself."""
        if name in local:
            return f"local {name}"
        if name in self.definitions:
            used.add(name)
            return f"own {name}"
        return self.imports.get(name, name)


class _TooManySteps(Exception):
    """The module needs more steps than `MAX_STEPS`."""


def _without_wrapper(node: Any) -> Any:
    """
    The subscript without its wrapper, as Python 3.9 and later parse it.

    Up to Python 3.8 the subscript of a[b] is an `Index`, and that of a[b, c:d] is an `ExtSlice` instead of a tuple.
    """
    kind = type(node).__name__
    if kind == "Index":
        return node.value
    return ast.Tuple(node.dims, ast.Load()) if kind == "ExtSlice" else node


def _fields(kind: type[ast.AST]) -> tuple[str, ...]:
    """The fields of a kind of node, without the irrelevant ones."""
    fields = FIELD_CACHE.get(kind)
    if fields is None:
        fields = FIELD_CACHE[kind] = tuple(field for field in kind._fields if field not in IRRELEVANT_FIELDS)
    return fields


FIELD_CACHE: dict[type[ast.AST], tuple[str, ...]] = {}
"""The answers of `_fields`. There are about sixty kinds of node."""


def _normal_items(node: ast.AST, field: str, value: list[Any]) -> list[Any]:
    """The items of a list field, without differences of order, docstring or Python version."""
    if field == "keywords":
        return _sorted_keywords(value)
    if field == "body":
        return value[1:] if _is_docstring(value[0]) and len(value) > 1 else value
    if field == "values" and isinstance(node, ast.JoinedStr):
        # Python 3.12 puts empty strings between the parts of an f-string.
        return [part for part in value if not (isinstance(part, Constant) and part.value == "")]
    return value


def _sorted_keywords(keywords: list[ast.keyword]) -> list[ast.keyword]:
    """
    Keyword arguments, sorted by name.

    They stay in their own order if one of them is `**`: it may hold a name that another one also gives.
    """
    try:
        return sorted(keywords, key=KEYWORD_NAME) if len(keywords) > 1 else keywords
    except TypeError:  # `**` has the name None
        return keywords


def _is_docstring(statement: object) -> bool:
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, Constant)
        and isinstance(statement.value.value, str)
    )


def _binding_names(statement: ast.AST) -> Iterable[str]:
    """The names that a statement binds in its own scope, without those of `:=`."""
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target = statement.targets[0]
        if isinstance(target, Name):
            return (target.id,)
    return _names_in_targets(statement)


def _names_in_targets(statement: ast.AST) -> Iterator[str]:
    """As `_binding_names`, for statements of every kind."""
    stack = [statement]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.expr):
            if isinstance(getattr(node, "ctx", None), ast.Store):
                if isinstance(node, Name):
                    yield node.id
                elif isinstance(node, (ast.Tuple, ast.List, ast.Starred)):
                    stack.extend(ast.iter_child_nodes(node))
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, ast.alias):
            yield node.asname or node.name.partition(".")[0]
        else:
            stack.extend(ast.iter_child_nodes(node))


def _local_names(scope: ast.AST) -> Iterator[str]:
    """The parameters and variables of a function or comprehension, and of the functions inside it."""
    stack = [scope]
    while stack:
        node = stack.pop()
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
                stack.append(value)
            elif isinstance(value, list):
                stack += [item for item in value if isinstance(item, ast.AST)]


def _constant(value: object) -> str:
    """
    A constant as text, the same in every Python.

    Integers are written in hexadecimal: Python limits the length of decimal ones.
    """
    kind = value.__class__
    if kind is str:
        return ascii(value)
    return f"{kind.__name__} {hex(value) if kind is int else ascii(value)}"  # type: ignore[arg-type]
