"""Executes definitions and calls of functions of the source, and definitions of classes."""

import ast
from abc import abstractmethod
from collections.abc import Callable
from collections.abc import Sequence as Several
from functools import partial

from app.domain.release import Unreadable
from app.sources.settings.expressions.expressions import MAX_DEPTH
from app.sources.settings.statements.doubts import global_names
from app.sources.settings.statements.includes import Includes
from app.sources.settings.values.kinds import CONSTANTS, External, Function, Ref, Scope, UnknownValue, Value
from app.sources.settings.values.signals import Return, Undecided


class Functions(Includes):
    """Executes functions in the scope in which the execution is."""

    @abstractmethod
    def statement(self, statement: ast.stmt) -> None:
        """Execute one statement."""

    def _define(self, statement: ast.FunctionDef) -> None:
        """A function. One with a decorator may be called at once, and is another one then."""
        function = Function(statement, self.scope, self.scope.path)
        if not statement.decorator_list:
            self.set_name(statement.name, function)
            return
        cause = self.cause(statement, f"is changed by the function {statement.name}")
        self.doubt_function(function, cause)
        for decorator in statement.decorator_list:
            self.value(decorator)
        self.set_name(statement.name, self.unknown(statement, reason=f"{statement.name} has a decorator"))

    def _define_class(self, statement: ast.ClassDef) -> None:
        """A class. One with bases may hold settings of its own, as those of django-configurations do."""
        outer, self.scope = self.scope, Scope(self.scope.source, parent=self.scope)
        inner = self.scope
        self.world.calls.append(inner)
        try:
            self.block(statement.body)
        finally:
            self.world.calls.pop()
            self.scope = outer
        cause = self.cause(statement, f"{statement.name} is known only when it runs")
        if any(self._is_configuration(base) for base in statement.bases):
            self.world.configurations.add(cause)
            for name, value in inner.names.items():
                before = outer.names.get(name)
                if not name.isupper():
                    continue
                if isinstance(value, str) and (name not in outer.names or before == value):
                    outer.names[name] = value
                else:
                    in_class = self.cause(statement, f"stands in a class, {statement.name}")
                    outer.names[name] = UnknownValue(in_class)
        for decorator in statement.decorator_list:
            self.value(decorator)
        refs = tuple(value.id for value in inner.names.values() if isinstance(value, Ref))
        self.set_name(statement.name, UnknownValue(cause, refs=refs))

    def _is_configuration(self, base: ast.expr) -> bool:
        """Whether a class is one of django-configurations, or has one as its base."""
        value = self.value(base)
        if isinstance(value, External):
            return value.dotted.endswith("Configuration")
        if isinstance(value, UnknownValue) and value.cause in self.world.configurations:
            return True
        name = base.attr if isinstance(base, ast.Attribute) else getattr(base, "id", "")
        return isinstance(value, UnknownValue) and name.endswith("Configuration")

    def run(self, function: Function, args: list[Value], keywords: dict[str, Value], call: ast.AST) -> Value:
        """What a function of the source returns, and what it does."""
        node, world = function.node, self.world
        if world.budget.is_spent:
            self.give_up(call)
            return self.unknown(call)
        names = arguments_of(node.args, args, keywords)
        cause = self.cause(call, f"is changed by the function {getattr(node, 'name', 'lambda')}")
        module = function.scope.module
        is_current = world.modules.get(id(module.source)) is module
        if names is None or not is_current or world.depth > MAX_DEPTH - 10 or _is_special(node):
            return self._doubt_call(function, [*args, *keywords.values()], call, cause)
        body: Several[ast.stmt] = node.body if isinstance(node, ast.FunctionDef) else ()
        scope = Scope(function.scope.source, names, function.scope, global_names(body), place=function.place)
        inner = type(self)(world, scope)
        before, tries = world.state(), len(world.tries)
        world.calls.append(scope)
        world.depth += 3
        try:
            return inner.value(node.body) if isinstance(node, ast.Lambda) else inner.tail(body)
        except Undecided:
            del world.tries[tries:]
            world.restore(before)
            return self._doubt_call(function, [*args, *keywords.values()], call, cause)
        finally:
            world.depth -= 3
            if scope in world.calls:
                world.calls.remove(scope)

    def _doubt_call(
        self, function: Function, values: list[Value], call: ast.AST, cause: Unreadable
    ) -> UnknownValue:
        """A call of a function that is not executed: what it may change is in doubt."""
        self.doubt_function(function, cause)
        for value in values:
            self.world.doubt(value, cause)
            if isinstance(value, Function):
                self.doubt_function(value, cause)
        return self.unknown(call, *values)

    def tail(self, statements: Several[ast.stmt]) -> Value:
        """What the statements at the end of a function return. A condition that is not decided has two ends."""
        for index, statement in enumerate(statements):
            if isinstance(statement, ast.If) and _leaves(statement):
                truth = self.truth(statement.test)
                rest = statements[index + 1 :]
                bodies = [[*statement.body, *rest], [*statement.orelse, *rest]]
                if not isinstance(truth, UnknownValue):
                    return self.tail(bodies[0 if truth else 1])
                ends: list[Callable[[], Value]] = [partial(self.tail, body) for body in bodies]
                return self.survivors(ends, self.cause(statement, "depends on the statement `if`", truth))
            try:
                self.statement(statement)
            except Return as returned:
                return returned.value
        return None


def arguments_of(
    parameters: ast.arguments, args: list[Value], keywords: dict[str, Value]
) -> dict[str, Value] | None:
    """The arguments of a call by name; None if they do not fit, or are not plain."""
    positional = [*parameters.posonlyargs, *parameters.args]
    if parameters.vararg or parameters.kwarg or len(args) > len(positional):
        return None
    names: dict[str, Value] = {}
    first_default = len(positional) - len(parameters.defaults)
    defaults = dict(zip((one.arg for one in positional[first_default:]), parameters.defaults, strict=True))
    for one, default in zip(parameters.kwonlyargs, parameters.kw_defaults, strict=True):
        if default is not None:
            defaults[one.arg] = default
    for name, default in defaults.items():
        if not isinstance(default, ast.Constant) or not isinstance(default.value, CONSTANTS):
            return None
        names[name] = default.value
    names.update({one.arg: value for one, value in zip(positional, args, strict=False)})
    if set(keywords) & {one.arg for one in positional[: len(args)]}:
        return None
    names.update(keywords)
    wanted = {one.arg for one in (*positional, *parameters.kwonlyargs)}
    return names if set(names) == wanted else None


def _is_special(node: ast.FunctionDef | ast.Lambda) -> bool:
    """Whether a function is a generator, or writes into a function around it."""
    body = node.body if isinstance(node, ast.FunctionDef) else [node.body]
    return any(
        isinstance(inner, ast.Yield | ast.YieldFrom | ast.Await | ast.Nonlocal)
        for statement in body
        for inner in ast.walk(statement)
    )


def _leaves(statement: ast.AST) -> bool:
    """Whether a statement may return from its function."""
    return any(isinstance(node, ast.Return) for node in ast.walk(statement))
