"""
Follows the statements of a settings module, as Python would run them, to find the values of its names. Nothing is run.

    from .base import *                    the names of the other module
    INSTALLED_APPS += ["shop.orders"]      one more element
    if DEBUG:
        INSTALLED_APPS += ["toolbar"]      an element in doubt, unless DEBUG is known
    INSTALLED_APPS += plugins()            an open end: there may be further elements
"""

import ast
import builtins
from collections.abc import Sequence as Several
from contextlib import nullcontext

from app.domain.release import Unreadable
from app.sources.python.modules import Source
from app.sources.settings.expressions.expressions import MAX_DEPTH
from app.sources.settings.statements.functions import Functions
from app.sources.settings.values.kinds import (
    OPTIONAL_STAR,
    STAR,
    ImportedName,
    Module,
    Scope,
    UnknownValue,
    Value,
)
from app.sources.settings.values.signals import Break, Continue, Raised, Return, Undecided
from app.sources.settings.values.world import World

MAX_IMPORTS = 20
"""The longest chain of imports. The names of the modules behind it are unknown."""


def execute(world: World, source: Source, dunder_name: str = "") -> Scope:
    """The names of a module after its last statement. A module is executed once in each world."""
    return Execution(world, Scope(source, dunder_name=dunder_name)).module_scope(Module(source))


class Execution(Functions):
    """The execution of statements in one scope."""

    def module_scope(self, module: Module) -> Scope:
        """The names of a module, which is executed if it was not before."""
        world, source = self.world, module.source
        if id(source) in world.modules:
            return world.modules[id(source)]
        dunder_name = self.scope.dunder_name if self.scope.source is source else ""
        scope = world.modules[id(source)] = Scope(source, dunder_name=dunder_name)
        inner = Execution(world, scope)
        if len(world.importing) > MAX_IMPORTS or world.depth > MAX_DEPTH:
            inner.doubt_all(Unreadable(source.path, None, "is imported over too many modules"))
            return scope
        share = world.budget.share() if world.importing else nullcontext()
        world.importing.append(source.path)
        world.depth += 3
        try:
            with share:
                inner.block(source.names.module.body)
                if world.budget.is_spent:
                    inner.forget_environ(source.names.module.body)
        except Raised as raised:
            if world.tries:
                del world.modules[id(source)]
                raise
            inner.doubt_all(raised.cause)
        except (Return, Break, Continue, Undecided):
            inner.doubt_all(Unreadable(source.path, None, "ends in a way that is not followed"))
        finally:
            world.depth -= 3
            world.importing.pop()
        return scope

    def imported(self, name: ImportedName) -> Value:
        """The value of a name in the module that it is imported from."""
        for _ in range(MAX_IMPORTS):
            if name.name in name.source.names.classes and id(name.source) not in self.world.modules:
                return UnknownValue(name.cause)  # a class is not known, so its module need not be executed
            names = self.module_scope(Module(name.source)).names
            if name.name not in names:
                star = names.get(STAR, names.get(OPTIONAL_STAR))
                return star if isinstance(star, UnknownValue) else UnknownValue(name.cause)
            value = names[name.name]
            if not isinstance(value, ImportedName):
                return value
            name = value
        return UnknownValue(name.cause)

    def block(self, statements: Several[ast.stmt]) -> None:
        """Execute statements one after the other."""
        for statement in statements:
            self.statement(statement)

    def statement(self, statement: ast.stmt) -> None:
        """Execute one statement."""
        self.world.budget.steps += 1
        if self.world.budget.is_spent:
            self.give_up(statement)
            return
        self.world.depth += 1
        try:
            if self.world.depth > MAX_DEPTH:
                cause = self.cause(statement, "is nested too deeply to be followed")
                self.doubt_statements([statement], cause)
            else:
                self._statement(statement)
        finally:
            self.world.depth -= 1

    def _statement(self, statement: ast.stmt) -> None:  # noqa: C901, PLR0912, PLR0915 - a table of cases
        match statement:
            case ast.Assign(targets=targets, value=expression):
                value = self.value(expression)
                for target in targets:
                    self.bind(target, value)
            case ast.AnnAssign(target=target, value=expression):
                if expression is not None:
                    self.bind(target, self.value(expression))
            case ast.AugAssign():
                self._augment(statement)
            case ast.Expr(value=expression):
                self.value(expression)
            case ast.ImportFrom():
                self._import_from(statement)
            case ast.Import():
                self._import(statement)
            case ast.If():
                self.if_(statement)
            case ast.For():
                self.for_(statement)
            case ast.While():
                self.while_(statement)
            case ast.Try():
                self.try_(statement)
            case ast.With():
                self.with_(statement)
            case ast.Match():
                self.match_(statement)
            case ast.FunctionDef():
                self._define(statement)
            case ast.ClassDef():
                self._define_class(statement)
            case ast.Delete(targets=targets):
                for target in targets:
                    self._delete(target)
            case ast.Return(value=expression):
                raise Return(self.value(expression) if expression is not None else None)
            case ast.Break():
                raise Break
            case ast.Continue():
                raise Continue
            case ast.Raise():
                self._raise(statement)
            case ast.Assert(test=test):
                if self.truth(test) is False:
                    raise Raised(AssertionError, self.cause(statement, "an assertion that fails"))
                self.world.may_raise()
            case ast.Pass() | ast.Global():
                pass
            case _:
                keyword = type(statement).__name__.lower()
                cause = self.cause(statement, f"depends on the statement `{keyword}`")
                self.world.may_raise()
                self.doubt_statements([statement], cause)

    def _raise(self, statement: ast.Raise) -> None:
        kind = statement.exc
        if isinstance(kind, ast.Call):
            self.value(kind)
            kind = kind.func
        found = getattr(builtins, kind.id, None) if isinstance(kind, ast.Name) else None
        is_kind = isinstance(found, type) and issubclass(found, BaseException)
        raise Raised(
            found if is_kind else None, self.cause(statement, "the settings end with an exception here")
        )
