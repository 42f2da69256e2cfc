"""Evaluates `owner.name`, `owner[key]` and `owner[1:2]`, environment variables among them."""

import ast

from app.sources.python.syntax import short_text
from app.sources.settings.expressions.names import Names
from app.sources.settings.values import external
from app.sources.settings.values.kinds import (
    CONSTANTS,
    OPTIONAL_STAR,
    STAR,
    External,
    Globals,
    ImportedName,
    Method,
    Module,
    Ref,
    Sequence,
    Table,
    UnknownValue,
    Value,
)
from app.sources.settings.values.signals import Raised


class Lookups(Names):
    """Evaluates attributes and items in the scope in which the execution is."""

    def attribute(self, owner: Value, name: str, node: ast.AST) -> Value:
        """The value of an attribute."""
        if isinstance(owner, External):
            return External(f"{owner.dotted}.{name}")
        if isinstance(owner, Module):
            names = self.module_scope(owner).names
            if name not in names and STAR not in names and OPTIONAL_STAR not in names:
                is_package = owner.source.path.endswith("__init__.py")
                source = self.world.python_modules.find(f".{name}", owner.source) if is_package else None
                return Module(source) if source else self.unknown(node)
            cause = self.cause(node, f"{name} is not bound in {owner.source.path}")
            return self.imported(ImportedName(owner.source, name, cause))
        if isinstance(owner, (Ref, Globals, str)):
            return Method(owner, name)
        return self.unknown(node, owner)

    def _item(self, owner: Value, key_expression: ast.expr, node: ast.expr) -> Value:
        """The value of `owner[key]`."""
        if isinstance(owner, External):
            return self.external_item(owner, key_expression, node)
        if isinstance(key_expression, ast.Slice):
            return self._slice(owner, key_expression, node)
        key = self.value(key_expression)
        content = self.world.get(owner)
        if isinstance(owner, Globals) and isinstance(key, str):
            return self.name_value(key, node)
        if isinstance(content, Table) and content.is_exact and isinstance(key, CONSTANTS):
            if key in content.entries:
                return content.entries[key]
            raise Raised(KeyError, self.cause(node, f"{short_text(node)} is not there"))
        if (
            isinstance(content, Sequence)
            and content.is_exact
            and isinstance(key, int)
            and content.kind != "set"
        ):
            if -len(content.elements) <= key < len(content.elements):
                return content.elements[key].value
            raise Raised(IndexError, self.cause(node, f"{short_text(node)} is not there"))
        if isinstance(owner, str) and isinstance(key, int) and -len(owner) <= key < len(owner):
            return owner[key]
        return self.unknown(node, owner, key)

    def _slice(self, owner: Value, key: ast.Slice, node: ast.expr) -> Value:
        bounds = [None if part is None else self.value(part) for part in (key.lower, key.upper, key.step)]
        content = self.world.get(owner)
        if all(bound is None or type(bound) is int for bound in bounds) and bounds[2] != 0:
            found: slice = slice(*bounds)
            if isinstance(owner, str):
                return owner[found]
            if isinstance(content, Sequence) and content.is_exact and content.kind != "set":
                return self.world.new(content._replace(elements=content.elements[found]))
            if isinstance(content, Sequence) and found == slice(None):
                return self.world.new(content)
        return self.unknown(node, owner, *bounds)

    def external_item(self, owner: External, key_expression: ast.expr, node: ast.expr) -> Value:
        """The value of `os.environ["X"]` or `sys.argv[1]`."""
        if owner.dotted in external.ARGV:
            return owner if isinstance(key_expression, ast.Slice) else External(external.ARGUMENT)
        if isinstance(key_expression, ast.Slice):
            return self.unknown(node)
        key = self.value(key_expression)
        if owner.dotted == external.LOADED and key in (
            External(external.NAME),
            self.scope.module.dunder_name,
        ):
            return Module(self.scope.source)
        if owner.dotted == external.ENVIRON and isinstance(key, str):
            if key not in self.world.environ:
                return self.variable(key, node)
            text = self.world.environ[key]
            if text is None:
                raise Raised(KeyError, self.cause(node, f"the environment variable {key} is not set"))
            return text
        return self.unknown(node, key)

    def variable(self, name: str, node: ast.expr) -> UnknownValue:
        """The value of an environment variable that is not given."""
        unknown = self.unknown(node, is_safe=isinstance(node, ast.Call))
        known = self.world.variables.get(unknown.cause, ())
        self.world.variables[unknown.cause] = tuple(dict.fromkeys((*known, name)))
        return unknown
