"""
The names that a module binds at its top level, and those that it changes anywhere.

    APPS = ["shop"]                 bound
    APPS += ["users"]               bound again
    def add(): APPS.append("cms")   changed
"""

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

MUTATING_METHODS = frozenset(["append", "extend", "insert", "remove", "pop", "clear", "sort", "reverse"])
"""The methods that change a list in place."""

SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
"""The kinds of node with names of their own."""

CHANGES = frozenset([ast.Global, ast.Attribute, ast.Subscript])
"""The kinds of node that may change a name of the module, wherever they stand."""

NO_NODES = frozenset(["ctx", "op", "ops", "id", "attr", "arg", "module", "kind", "type_comment"])
"""The fields that hold no node that matters here."""

LEAVES = frozenset([ast.Constant, type(None), str, int, bool])
"""What stands in a field and has no nodes below it."""


def bound_names(module: ast.Module) -> Iterator[str]:
    """The names that are bound at the top level or changed anywhere, once for each time."""
    inside: list[ast.AST] = []
    """The functions and classes at the top level: nothing in them binds a name of the module."""
    for node in _nodes_below(module, apart=inside):
        if isinstance(node, ast.Name):
            if not isinstance(node.ctx, ast.Load):
                yield node.id
        elif isinstance(node, ast.alias):
            yield node.asname or node.name.partition(".")[0]
        elif node.__class__ in CHANGES:
            yield from _changed_names(node)
    for scope in inside:
        if not isinstance(scope, ast.Lambda):
            yield scope.name  # type: ignore[attr-defined]
        yield from changed_names(scope)


def changed_names(scope: ast.AST) -> Iterator[str]:
    """The names of the module that a function or class changes, once for each time."""
    for node in _nodes_below(scope):
        if node.__class__ in CHANGES:
            yield from _changed_names(node)


def _nodes_below(top: ast.AST, *, apart: list[ast.AST] | None = None) -> Iterator[ast.AST]:
    """A node and those below it, but for constants. With `apart`, functions and classes are put there instead."""
    stack: list[Any] = [top]
    while stack:
        node = stack.pop()
        kind = node.__class__
        if kind in LEAVES:
            continue
        if apart is not None and isinstance(node, SCOPES):
            apart.append(node)
            continue
        yield node
        for field in _fields(kind):
            value = getattr(node, field, None)
            if value.__class__ is list:
                stack += value
            else:
                stack.append(value)


@cache
def _fields(kind: type[ast.AST]) -> tuple[str, ...]:
    """The fields of a kind of node in which there may be further nodes."""
    return tuple(field for field in kind._fields if field not in NO_NODES)


def _changed_names(node: ast.AST) -> Iterable[str]:
    """The names of the module that a node changes: `global APPS`, `APPS.append`, `APPS[0] = …`."""
    if isinstance(node, ast.Global):
        return node.names
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return (node.value.id,) if node.attr in MUTATING_METHODS else ()
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
        return () if isinstance(node.ctx, ast.Load) else (node.value.id,)
    return ()
