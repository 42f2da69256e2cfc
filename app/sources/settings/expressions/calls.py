"""
Evaluates the calls of a settings module: functions of the source, methods of values, some of Python's own functions.

What is handed to any other function may be changed by it.
"""

import ast
import builtins
from abc import abstractmethod

from app.domain.release import Unreadable
from app.sources.python.syntax import short_text
from app.sources.settings.expressions.python_functions import PythonFunctions
from app.sources.settings.values import external
from app.sources.settings.values.kinds import (
    CONSTANTS,
    External,
    Function,
    Globals,
    Method,
    Ref,
    Sequence,
    Table,
    UnknownValue,
    Value,
)

SPLIT_SETTINGS = "split_settings.tools."
MAX_NESTING = 10
"""The deepest nesting of lists in which functions and lists are looked for that are handed to a call."""


class Calls(PythonFunctions):
    """Evaluates calls in the scope in which the execution is."""

    def call(self, call: ast.Call) -> Value:
        """What a call returns, and what it does."""
        name = call.func.id if isinstance(call.func, ast.Name) else ""
        callee = None if name and not self.is_bound(name) else self.value(call.func)
        arguments = self._arguments(call)
        if arguments is None:
            return self.opaque_call(call, callee, [self.opaque(call)])
        args, keywords = arguments
        if callee is None and hasattr(builtins, name):
            return self._builtin(name, args, keywords, call)
        if isinstance(callee, Function):
            return self.run(callee, args, keywords, call)
        if isinstance(callee, Method):
            return self._method(callee, args, keywords, call)
        if isinstance(callee, External) and callee.dotted.startswith(SPLIT_SETTINGS):
            return self.split_settings(callee.dotted.removeprefix(SPLIT_SETTINGS), args, keywords, call)
        if isinstance(callee, External):
            return self._external(callee, args, keywords, call)
        return self.opaque_call(call, callee, [*args, *keywords.values()])

    def _arguments(self, call: ast.Call) -> tuple[list[Value], dict[str, Value]] | None:
        """The arguments of a call; None if it is not known how many there are."""
        args: list[Value] = []
        keywords: dict[str, Value] = {}
        for argument in call.args:
            if not isinstance(argument, ast.Starred):
                args.append(self.value(argument))
                continue
            content = self.world.get(self.value(argument.value))
            if not isinstance(content, Sequence) or not content.is_exact:
                return None
            args.extend(one.value for one in content.elements)
        for keyword in call.keywords:
            value = self.value(keyword.value)
            if keyword.arg is not None:
                keywords[keyword.arg] = value
                continue
            content = self.world.get(value)
            if not isinstance(content, Table) or not content.is_exact:
                return None
            keywords.update({str(key): item for key, item in content.entries.items()})
        return args, keywords

    def opaque_call(self, call: ast.Call, callee: Value, values: list[Value]) -> UnknownValue:
        """What a call returns of which nothing is known. It may add to the lists that it is handed."""
        unknown = self.unknown(call, callee, *values)
        cause = Unreadable(unknown.cause.path, unknown.cause.line, f"is handed to {short_text(call)}")
        for value in values:
            self.hand_over(value, cause)
        if isinstance(callee, UnknownValue):
            self.world.doubt(callee, cause)
        if isinstance(callee, Method):
            self.hand_over(callee.owner, cause)
        return unknown

    def hand_over(self, value: Value, cause: Unreadable, depth: int = 0) -> None:
        if isinstance(value, (Ref, UnknownValue)):
            self.world.doubt(value, cause, is_adding=True)
            content = self.world.get(value)
            for one in content.elements if isinstance(content, Sequence) else ():
                if not isinstance(one.value, CONSTANTS) and depth < MAX_NESTING:
                    self.hand_over(one.value, cause, depth + 1)
        elif isinstance(value, Function):
            self.doubt_function(value, cause)
        elif isinstance(value, Globals) and value.scope is value.scope.module:
            text = cause.reason.removeprefix("is handed to ")
            self.doubt_all(Unreadable(cause.path, cause.line, f"{text} may change every setting"))

    @abstractmethod
    def split_settings(
        self, name: str, args: list[Value], keywords: dict[str, Value], call: ast.Call
    ) -> Value:
        """What a function of django-split-settings returns, and what it does."""

    def _external(  # noqa: C901 - a table of cases
        self, function: External, args: list[Value], keywords: dict[str, Value], call: ast.Call
    ) -> Value:
        """What a function returns that is not in the source; that of environment variables is known, where given."""
        environ = self.world.environ
        name = args[0] if args else None
        if function.dotted in external.GETENV and isinstance(name, str):
            if name not in environ:
                return self.variable(name, call)
            text = environ[name]
            return text if text is not None else args[1] if len(args) > 1 else keywords.get("default")
        if function.dotted.startswith("os.environ."):
            if function.dotted == "os.environ.setdefault" and isinstance(name, str) and len(args) == 2:
                if name not in environ:
                    return self.variable(name, call)
                if environ[name] is None and isinstance(args[1], str):
                    environ[name] = args[1]
                elif environ[name] is None:
                    del environ[name]
                return environ.get(name)
            if not function.dotted.endswith((".keys", ".items", ".values", ".copy")):
                environ.clear()
            return self.unknown(call, *args)
        if function.dotted.startswith(external.SAFE):
            return self.unknown(call, *args, is_safe=True)
        if function.dotted in ("copy.copy", "copy.deepcopy") and len(args) == 1:
            content = self.world.get(args[0])
            if content is not None:
                inner = content.elements if isinstance(content, Sequence) else ()
                if all(isinstance(one.value, CONSTANTS) for one in inner):
                    return self.world.new(content)
        return self.opaque_call(call, function, [*args, *keywords.values()])
