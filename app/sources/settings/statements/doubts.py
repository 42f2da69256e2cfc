"""
What statements may change that are not executed one by one, such as a loop over what is not known.

Every name that they bind is in doubt afterwards, and every list and dictionary that they may change.
"""

import ast
from collections.abc import Iterator
from collections.abc import Sequence as Several

from app.domain.release import Unreadable
from app.sources.settings.expressions.calls import Calls
from app.sources.settings.expressions.python_functions import RUNNERS, SCOPES
from app.sources.settings.expressions.table_methods import READING
from app.sources.settings.values.kinds import (
    OPTIONAL_STAR,
    STAR,
    External,
    Function,
    Module,
    Ref,
    Scope,
    Sequence,
    UnknownValue,
    Value,
)

TOO_MUCH = "there is more than is followed"
ADDING_METHODS = frozenset(["append", "extend", "insert", "add"])
PURE_FUNCTIONS = frozenset(
    ["len", "print", "isinstance", "sorted", "list", "tuple", "set", "bool", "str", "any", "all"]
)


class Doubts(Calls):
    """Puts in doubt what statements may change, in the scope in which the execution is."""

    def doubt_all(self, cause: Unreadable, *, is_optional: bool = False) -> None:
        """
        Any name of the module may be another from here on.

        If `is_optional`, what may change them is a module that may lack: then only lists have an open end.
        """
        names = self.scope.module.names
        names[OPTIONAL_STAR if is_optional else STAR] = UnknownValue(cause)
        for name, value in list(names.items()):
            content = self.world.get(value)
            if isinstance(content, Sequence):
                names[name] = self.world.new(
                    content.with_open_end(cause),
                    frozenset([value.id]) if isinstance(value, Ref) else frozenset(),
                )
            elif not is_optional and (isinstance(value, (str, bool)) or content is not None):
                names[name] = self.world.doubtful(value, cause)

    def give_up(self, node: ast.AST) -> None:
        """There are more steps than are followed: any name may be another, and no further statement is executed."""
        star = self.scope.module.names.get(STAR)
        if not isinstance(star, UnknownValue) or star.cause.reason != TOO_MUCH:
            self.doubt_all(self.cause(node, TOO_MUCH))

    def forget_environ(self, statements: Several[ast.AST]) -> None:
        """The environment variables that statements set, or functions in them, are not known: not all were executed."""
        environ = self.world.environ
        for name, method in _set_variables(statements):
            if name is None:
                environ.clear()
            elif method != "setdefault" or environ.get(name) is None:
                environ.pop(name, None)

    def doubt_function(self, function: Function, cause: Unreadable) -> None:
        """What a function may change is in doubt, as it may be called."""
        self._doubt_body(function, cause, set())

    def doubt_statements(self, statements: Several[ast.AST], cause: Unreadable) -> None:
        """What the statements may bind and change is in doubt."""
        self._doubt_statements(statements, cause, self.scope, set())

    def _doubt_body(self, function: Function, cause: Unreadable, visited: set[int]) -> None:
        if id(function.node) in visited:
            return
        visited.add(id(function.node))
        body = function.node.body if isinstance(function.node, ast.FunctionDef) else [function.node.body]
        scope = Scope(
            function.scope.source, parent=function.scope, globals=global_names(body), place=function.place
        )
        self._doubt_statements(body, cause, scope, visited, is_function=True)

    def _doubt_statements(
        self,
        statements: Several[ast.AST],
        cause: Unreadable,
        scope: Scope,
        visited: set[int],
        *,
        is_function: bool = False,
    ) -> None:
        previous, self.scope = self.scope, scope
        try:
            nodes = [node for statement in statements for node in _walk(statement)]
            self.world.budget.steps += len(nodes)
            inner = {
                id(child)
                for node in nodes
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
                for child in ast.walk(node)
                if child is not node
            }
            self._doubt_objects(nodes, cause, visited)
            for node in nodes:
                if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names):
                    self.doubt_all(cause)
                for name in names_bound_by(node):
                    if id(node) in inner:
                        continue
                    if not is_function:
                        self._doubt_name(scope, name, cause)
                    elif name in scope.globals:
                        self._doubt_name(scope.module, name, cause)
        finally:
            self.scope = previous

    def _doubt_name(self, scope: Scope, name: str, cause: Unreadable) -> None:
        if name in scope.names:
            scope.names[name] = self.world.doubtful(self.name_value(name, ast.Name(name)), cause)
        else:
            scope.names[name] = UnknownValue(cause)

    def _doubt_objects(self, nodes: Several[ast.AST], cause: Unreadable, visited: set[int]) -> None:
        """The objects that the nodes name and may change are in doubt; where they only add, there is an open end."""
        adding, reading = _adding(nodes), _reading(nodes)
        is_growing: dict[str, bool] = {}
        for node in nodes:
            if isinstance(node, ast.Name) and id(node) not in reading:
                is_growing[node.id] = is_growing.get(node.id, True) and id(node) in adding
        for name, only_adds in is_growing.items():
            if not self.is_bound(name):
                if name in SCOPES or name in RUNNERS or name == "setattr":
                    self.doubt_all(cause)
                continue
            value = self.name_value(name, ast.Name(name))
            self._doubt_value(value, cause, visited, is_adding=only_adds)

    def _doubt_value(self, value: Value, cause: Unreadable, visited: set[int], *, is_adding: bool) -> None:
        if isinstance(value, Function):
            self._doubt_body(value, cause, visited)
        elif isinstance(value, Module):
            names = self.module_scope(value).names
            for name, inner in list(names.items()):
                if not isinstance(inner, (Function, Module, External)):
                    names[name] = self.world.doubtful(inner, cause)
        else:
            self.world.doubt(value, cause, is_adding=is_adding)


def _walk(statement: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a statement."""
    return ast.walk(statement)


def _set_variables(statements: Several[ast.AST]) -> Iterator[tuple[str | None, str]]:
    """
    The environment variables that statements set, each with the method that does so.

    The variable is None where it is known only when it runs.
    """
    for node in (node for statement in statements for node in ast.walk(statement)):
        match node:
            case ast.Subscript(
                value=ast.Name(id="environ") | ast.Attribute(attr="environ"),
                slice=key,
                ctx=ast.Store() | ast.Del(),
            ):
                args, method = [key], ""
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="environ") | ast.Attribute(attr="environ"), attr=method),
                args=args,
            ) if method not in READING:
                pass
            case _:
                continue
        name = args[0].value if args and isinstance(args[0], ast.Constant) else None
        yield name if isinstance(name, str) else None, method


def names_bound_by(node: ast.AST) -> Iterator[str]:
    """The names that a node binds or deletes."""
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
            yield name
        case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
            yield from (
                alias.asname or alias.name.partition(".")[0] for alias in aliases if alias.name != "*"
            )
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            yield name
        case ast.MatchMapping(rest=str(name)):
            yield name


def _adding(nodes: Several[ast.AST]) -> set[int]:
    """The ids of the names that nodes only add to: `NAME.append(…)`, `NAME += …`."""
    adding = set()
    for node in nodes:
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name() as name, attr=method)) if (
                method in ADDING_METHODS
            ):
                adding.add(id(name))
            case ast.AugAssign(target=ast.Name() as name, op=ast.Add()):
                adding.add(id(name))
    return adding


def _reading(nodes: Several[ast.AST]) -> set[int]:
    """The ids of the names that nodes only look at: in a comparison, in a test, as what a loop goes through."""
    reading: set[int] = set()
    for node in nodes:
        looked_at: list[ast.AST] = []
        match node:
            case ast.Compare(left=left, comparators=others):
                looked_at = [left, *others]
            case ast.For(iter=iterable) | ast.comprehension(iter=iterable):
                looked_at = [iterable]
            case ast.If(test=test) | ast.While(test=test) | ast.IfExp(test=test):
                looked_at = [test]
            case ast.Call(func=ast.Name(id=name), args=args) if name in PURE_FUNCTIONS:
                looked_at = list(args)
        reading.update(id(one) for one in looked_at if isinstance(one, ast.Name))
    return reading


def global_names(body: Several[ast.AST]) -> frozenset[str]:
    """The names that the body of a function declares as global."""
    return frozenset(
        name
        for statement in body
        for node in ast.walk(statement)
        if isinstance(node, ast.Global)
        for name in node.names
    )
