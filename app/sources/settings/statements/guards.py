"""
Executes `try` and `with`.

An exception may come wherever something is not known. Then each clause is executed from all the states in which that
is so, and the worlds are merged.
"""

import ast
import builtins
from collections.abc import Callable
from collections.abc import Sequence as Several

from app.domain.release import Unreadable
from app.sources.settings.statements.branches import Branches
from app.sources.settings.values.kinds import External, Scope, UnknownValue, Value
from app.sources.settings.values.signals import Break, Continue, Raised, Return, Undecided
from app.sources.settings.values.world import MAX_STATES, State, World

IMPORT_ERRORS = frozenset(["ImportError", "ModuleNotFoundError", "Exception", "BaseException"])


class Guards(Branches):
    """Executes `try` and `with`. It `is_optional` within a `try` that catches ImportError."""

    def __init__(self, world: World, scope: Scope) -> None:
        super().__init__(world, scope)
        self.is_optional = False
        self._raising: list[State] = []

    def try_(self, statement: ast.Try) -> None:
        """Execute `try`. An exception may come where something is not known, and then a clause is executed."""
        cause = self.cause(statement, "depends on the statement `try`")
        start = self.world.state()
        was_optional = self.is_optional
        self.is_optional = (
            any(_catches_import_errors(clause) for clause in statement.handlers) or was_optional
        )
        try:
            error = self._guarded(statement.body)
        except (Return, Break, Continue):
            if self._raising:
                raise Undecided(cause) from None
            self.block(statement.finalbody)
            raise
        finally:
            self.is_optional = was_optional
        states = self._raising
        if len(states) > MAX_STATES:
            if any(isinstance(node, ast.Return | ast.Break | ast.Continue) for node in ast.walk(statement)):
                raise Undecided(cause)
            self.world.restore(start)
            self.world.may_raise()
            self.doubt_statements([statement], cause)
            return
        clauses = statement.handlers
        try:
            self._after_try(statement, clauses, states, error, cause)
        except Raised:
            self.block(statement.finalbody)
            raise
        except (Return, Break, Continue):
            self.block(statement.finalbody)
            raise
        self.block(statement.finalbody)

    def _guarded(self, body: Several[ast.stmt]) -> Raised | None:
        """The exception that the statements raise for certain, if any; `_raising` are states in which one may be."""
        tries = self.world.tries
        tries.append([])
        depth = len(tries)
        calls = list(self.world.calls)
        error = None
        try:
            self.block(body)
        except Raised as raised:
            error = raised
            self.world.calls[:] = calls
        finally:
            if len(tries) >= depth:
                self._raising = tries[depth - 1]
                del tries[depth - 1 :]
        return error

    def _after_try(  # noqa: C901 - a table of cases
        self,
        statement: ast.Try,
        clauses: Several[ast.ExceptHandler],
        states: list[State],
        error: Raised | None,
        cause: Unreadable,
    ) -> None:
        world = self.world
        if error is None and not states:
            self.block(statement.orelse)
            return
        if error is not None and not states:
            for clause in clauses:
                fits = _fits(clause, error.kind)
                if fits:
                    self._run_clause(clause, cause)
                    return
                if fits is None:
                    break
            else:
                raise error
        end = world.state()
        branches: list[Callable[[], Value]] = []

        def normal() -> Value:
            world.restore(end)
            self.block(statement.orelse)
            return None

        def after(clause: ast.ExceptHandler) -> Callable[[], Value]:
            def run() -> Value:
                world.merge([*states, end] if error is not None else states, cause)
                self._run_clause(clause, cause)
                return None

            return run

        if error is None:
            branches.append(normal)
        branches.extend(after(clause) for clause in clauses)
        for state in states if world.tries else ():
            world.tries[-1].append(state)
        if not branches:
            raise error or Raised(None, cause)
        self.survivors(branches, cause)

    def _run_clause(self, clause: ast.ExceptHandler, cause: Unreadable) -> None:
        if clause.name:
            self.scope.names[clause.name] = UnknownValue(cause)
        self.block(clause.body)

    def with_(self, statement: ast.With) -> None:
        """Execute `with`. `contextlib.suppress`, and a manager of which nothing is known, may catch an exception."""
        clauses: list[ast.ExceptHandler] = []
        is_known = True
        for item in statement.items:
            expression = item.context_expr
            callee: Value = None
            is_open = False
            if isinstance(expression, ast.Call):
                name = expression.func.id if isinstance(expression.func, ast.Name) else ""
                is_open = name == "open" and not self.is_bound(name)
                callee = None if is_open else self.value(expression.func)
            value = self.value(expression)
            if item.optional_vars is not None:
                self.bind(item.optional_vars, self.unknown(item.optional_vars, value))
            if isinstance(callee, External) and callee.dotted == "contextlib.suppress":
                assert isinstance(expression, ast.Call)  # noqa: S101 - for the type checker
                kinds = ast.Tuple(expression.args, ast.Load())
                clauses.append(ast.ExceptHandler(kinds, None, [ast.Pass()]))
            elif not isinstance(callee, External) and not is_open:
                is_known = False
        if not is_known:
            clauses.append(ast.ExceptHandler(None, None, [ast.Pass()]))
        if not clauses:
            self.block(statement.body)
            return
        replacement = ast.Try(statement.body, clauses, [], [])
        ast.copy_location(replacement, statement)
        self.try_(replacement)


def _caught_names(clause: ast.ExceptHandler) -> list[str | None]:
    """The names of the exceptions that a clause catches; None for one that is no plain name."""
    if clause.type is None:
        return ["BaseException"]
    kinds = clause.type.elts if isinstance(clause.type, ast.Tuple) else [clause.type]
    return [kind.id if isinstance(kind, ast.Name) else None for kind in kinds]


def _catches_import_errors(clause: ast.ExceptHandler) -> bool:
    return any(name in IMPORT_ERRORS for name in _caught_names(clause))


def _fits(clause: ast.ExceptHandler, kind: type[BaseException] | None) -> bool | None:
    """Whether a clause catches an exception of this kind; None if that is not known."""
    fits: bool | None = False
    for name in _caught_names(clause):
        caught = getattr(builtins, name, None) if name else None
        if isinstance(caught, type) and (caught in (BaseException, Exception) or kind is not None):
            if kind is None or issubclass(kind, caught):
                return True
        else:
            fits = None
    return fits
