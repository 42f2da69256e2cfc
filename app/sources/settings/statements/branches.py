"""
Executes the statements that decide which others are executed: conditions, loops and `match`.

Where it is not decided, each branch is executed from the same start, and the worlds are merged.
"""

import ast
from abc import abstractmethod
from collections.abc import Callable
from collections.abc import Sequence as Several
from contextlib import suppress

from app.domain.release import Unreadable
from app.sources.settings.statements.doubts import Doubts
from app.sources.settings.values import plain
from app.sources.settings.values.kinds import CONSTANTS, Element, Sequence, Table, UnknownValue, Value
from app.sources.settings.values.plain import NotPlain
from app.sources.settings.values.signals import Break, Continue, Raised, Return, Undecided
from app.sources.settings.values.world import State

MAX_ROUNDS = 200
"""The most rounds of a `while` that are followed."""


class Branches(Doubts):
    """Executes conditions, loops and `match`."""

    @abstractmethod
    def block(self, statements: Several[ast.stmt]) -> None:
        """Execute statements one after the other."""

    def survivors(self, branches: Several[Callable[[], Value]], cause: Unreadable) -> Value:
        """
        As `fork`, without the branches that raise: what follows is executed after one of the others.

        Raises `Undecided` if a branch leaves a block around it.
        """
        world = self.world
        if world.budget.is_spent:
            raise Undecided(cause)
        start = world.state()
        values: list[Value] = []
        states: list[State] = []
        raised: list[Raised] = []
        for branch in branches:
            world.restore(start)
            calls = list(world.calls)
            try:
                values.append(branch())
                states.append(world.state())
            except Raised as error:
                world.calls[:] = calls
                world.may_raise()
                raised.append(error)
            except (Return, Break, Continue):
                world.calls[:] = calls
                raise Undecided(cause) from None
        if not states:
            raise Raised(raised[0].kind if len({error.kind for error in raised}) == 1 else None, cause)
        world.merge(states, cause)
        return world.merged_value(values, cause)

    def branch(self, branches: Several[Several[ast.stmt]], cause: Unreadable) -> None:
        """Execute blocks of which one is executed, it is not known which."""

        def thunk(block: Several[ast.stmt]) -> Callable[[], Value]:
            def run() -> Value:
                self.block(block)
                return None

            return run

        self.survivors([thunk(block) for block in branches], cause)

    def if_(self, statement: ast.If) -> None:
        """Execute `if`."""
        truth = self.truth(statement.test)
        if not isinstance(truth, UnknownValue):
            self.block(statement.body if truth else statement.orelse)
            return
        cause = self.cause(statement, "depends on the statement `if`", truth)
        self.branch([statement.body, statement.orelse], cause)

    def for_(self, statement: ast.For) -> None:
        """Execute `for`, if what it goes through is known."""
        iterable = self.value(statement.iter)
        content = self.world.get(iterable)
        if isinstance(content, Table) and content.is_exact:
            content = Sequence("list", tuple(Element(key) for key in content.entries))
        if isinstance(iterable, str):
            content = Sequence("list", tuple(Element(letter) for letter in iterable[: plain.MAX_ITEMS]))
        why: Value = iterable
        if isinstance(content, Sequence) and not content.open_ends:
            start, tries = self.world.state(), len(self.world.tries)
            before = self.world.get(iterable)
            try:
                self._rounds(statement, content, lambda: self.world.get(iterable) == before)
                return  # noqa: TRY300 - the rest is for a loop that is not followed
            except Undecided as undecided:
                del self.world.tries[tries:]
                self.world.restore(start)
                why = UnknownValue(undecided.cause)
        self.world.may_raise()
        self.doubt_statements([statement], self.cause(statement, "depends on the statement `for`", why))

    def _rounds(self, statement: ast.For, content: Sequence, is_same: Callable[[], bool]) -> None:
        cause = self.cause(statement, "depends on the statement `for`")
        if not content.is_ordered and len(content.elements) > 1 and _leaves_loop(statement.body):
            raise Undecided(cause)
        for element in content.elements:
            if self.world.budget.is_spent:
                raise Undecided(self.cause(statement, "there is more than is followed"))

            def round_(value: Value = element.value) -> Value:
                self.bind(statement.target, value)
                with suppress(Continue):
                    self.block(statement.body)
                return None

            if element.doubt is None:
                try:
                    round_()
                except Break:
                    return
            else:
                self.survivors([round_, lambda: None], element.doubt)
            if not is_same():
                raise Undecided(cause)
        self.block(statement.orelse)

    def while_(self, statement: ast.While) -> None:
        """Execute `while`, as long as its condition is known."""
        start, tries = self.world.state(), len(self.world.tries)
        try:
            for _ in range(MAX_ROUNDS):
                truth = self.truth(statement.test)
                if isinstance(truth, UnknownValue) or self.world.budget.is_spent:
                    break
                if not truth:
                    self.block(statement.orelse)
                    return
                try:
                    self.block(statement.body)
                except Break:
                    return
                except Continue:
                    pass
        except Undecided:
            del self.world.tries[tries:]
        self.world.restore(start)
        self.world.may_raise()
        truth = self.truth(statement.test)
        cause = self.cause(statement, "depends on the statement `while`", truth)
        self.doubt_statements([statement], cause)

    def match_(self, statement: ast.Match) -> None:  # noqa: C901 - a table of cases
        """Execute `match`."""
        subject = self.value(statement.subject)
        possible: list[Several[ast.stmt]] = []
        why: Value = subject
        for case in statement.cases:
            fits = self._fits_pattern(case.pattern, subject)
            if fits is False:
                continue
            name = case.pattern.name if isinstance(case.pattern, ast.MatchAs) and fits else None
            if name and not possible:
                self.set_name(name, subject)
            elif name or (fits is None and not isinstance(case.pattern, ast.MatchValue | ast.MatchOr)):
                cause = self.cause(statement, "depends on the statement `match`", subject)
                self.doubt_statements([statement], cause)
                return
            if fits and case.guard is not None:
                truth = self.truth(case.guard)
                if isinstance(truth, UnknownValue):
                    why, fits = truth, None
                elif not truth:
                    continue
            elif case.guard is not None:
                self.value(case.guard)
            possible.append(case.body)
            if fits:
                break
        else:
            possible.append([])
        if len(possible) == 1:
            self.block(possible[0])
            return
        self.branch(possible, self.cause(statement, "depends on the statement `match`", why))

    @abstractmethod
    def set_name(self, name: str, value: Value) -> None:
        """Bind a name."""

    def _fits_pattern(self, pattern: ast.pattern, subject: Value) -> bool | None:
        """Whether a value fits a pattern; None if that is not known."""
        match pattern:
            case ast.MatchAs(pattern=None):
                return True
            case ast.MatchOr(patterns=patterns):
                truths = [self._fits_pattern(one, subject) for one in patterns]
                return True if True in truths else None if None in truths else False
            case ast.MatchValue(value=expression):
                try:
                    return bool(
                        plain.plain(self.world, subject) == plain.plain(self.world, self.value(expression))
                    )
                except NotPlain:
                    return None
            case ast.MatchSingleton(value=constant):
                return subject is constant if isinstance(subject, CONSTANTS) else None
            case _:
                return None


def _leaves_loop(body: Several[ast.stmt]) -> bool:
    """Whether a loop may end before its last element."""
    return any(isinstance(node, ast.Break | ast.Return) for statement in body for node in ast.walk(statement))
