"""The names of a scope, and the causes of what is not known there: what every part of the evaluation needs."""

import ast
import builtins
from abc import ABC, abstractmethod

from app.domain.release import Unreadable
from app.sources.python.syntax import short_text
from app.sources.settings.values import external
from app.sources.settings.values.kinds import (
    OPTIONAL_STAR,
    STAR,
    External,
    Function,
    ImportedName,
    Module,
    Ref,
    Scope,
    UnknownValue,
    Value,
)
from app.sources.settings.values.plain import NotPlain
from app.sources.settings.values.signals import Raised
from app.sources.settings.values.world import World


class Names(ABC):
    """The scope in which the execution is, in its world."""

    def __init__(self, world: World, scope: Scope) -> None:
        self.world = world
        self.scope = scope

    @abstractmethod
    def value(self, expression: ast.expr) -> Value:
        """The value of an expression."""

    @abstractmethod
    def truth_of(self, value: Value, node: ast.AST) -> bool | UnknownValue:
        """Whether a value is true."""

    @abstractmethod
    def run(self, function: Function, args: list[Value], keywords: dict[str, Value], call: ast.AST) -> Value:
        """What a function of the source returns, and what it does."""

    @abstractmethod
    def doubt_all(self, cause: Unreadable, *, is_optional: bool = False) -> None:
        """Any name of the module may be another from here on."""

    @abstractmethod
    def doubt_function(self, function: Function, cause: Unreadable) -> None:
        """What a function of the source may change is in doubt, as it may be called."""

    def cause(self, node: ast.AST, reason: str, *values: Value) -> Unreadable:
        """The place of a node, with the reason why something is unknown there; `values` are what made it so."""
        cause = Unreadable(self.scope.path, getattr(node, "lineno", None), reason)
        variables = [
            variable
            for value in values
            if isinstance(value, UnknownValue)
            for variable in self.world.variables.get(value.cause, ())
        ]
        if variables:
            known = self.world.variables.get(cause, ())
            self.world.variables[cause] = tuple(dict.fromkeys((*known, *variables)))
        return cause

    def unknown(self, node: ast.AST, *values: Value, reason: str = "", is_safe: bool = False) -> UnknownValue:
        """The value of what is known only when it runs. Unless it `is_safe`, it may raise an exception."""
        if not is_safe:
            self.world.may_raise()
        text = reason or f"{short_text(node)} is known only when it runs"  # type: ignore[arg-type]
        refs = tuple(
            id_
            for value in values
            for id_ in ((value.id,) if isinstance(value, Ref) else getattr(value, "refs", ()))
        )
        return UnknownValue(self.cause(node, text, *values), refs=refs)

    def failed(self, error: NotPlain, node: ast.AST, *values: Value) -> UnknownValue:
        """The value of what could not be computed. Raises `Raised` where Python raises an exception for certain."""
        if error.kind is not None:
            text = f"{short_text(node)} raises {error.kind.__name__}"  # type: ignore[arg-type]
            raise Raised(error.kind, self.cause(node, text)) from None
        return self.unknown(node, *values)

    def name_value(self, name: str, node: ast.AST) -> Value:
        """The value of a name. `node` is where it is used."""
        scope: Scope | None = self.scope
        star: Value = None
        while scope is not None:
            if name in scope.names and (name not in scope.globals or scope.parent is None):
                value = scope.names[name]
                if isinstance(value, ImportedName):
                    value = scope.names[name] = self.imported(value)
                return value
            star = scope.names.get(STAR, scope.names.get(OPTIONAL_STAR, star))
            scope = scope.parent
        if name == "__name__":
            return self.scope.module.dunder_name or External(external.NAME)
        if hasattr(builtins, name):
            return External(f"builtins.{name}")
        if isinstance(star, UnknownValue):
            self.world.may_raise()
            return UnknownValue(star.cause)
        return self.unknown(node, reason=f"{name} is not bound here")

    def is_bound(self, name: str) -> bool:
        """Whether a scope around binds a name, as far as it is known."""
        scope: Scope | None = self.scope
        while scope is not None:
            if name in scope.names:
                return True
            scope = scope.parent
        return False

    def opaque(self, expression: ast.expr) -> UnknownValue:
        """The value of an expression that is not understood. What it names may be changed by it."""
        values = [
            self.name_value(node.id, node)
            for node in ast.walk(expression)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
        ]
        unknown = self.unknown(expression, *values)
        for value in values:
            self.world.doubt(value, unknown.cause)
        return unknown

    @abstractmethod
    def call(self, call: ast.Call) -> Value:
        """What a call returns, and what it does."""

    @abstractmethod
    def module_scope(self, module: Module) -> Scope:
        """The names of a module, which is executed if it was not before."""

    @abstractmethod
    def imported(self, name: ImportedName) -> Value:
        """The value of a name in the module that it is imported from."""

    @abstractmethod
    def bind(self, target: ast.expr, value: Value) -> None:
        """Bind the names of a target."""
