"""
Routes that are answered in one thread, with all that they depend on.

FastAPI hands each dependency to a thread of its own, one after the other, and the way there and back takes longer than
most of them. Here the thread of the route asks them.
"""

from collections.abc import Callable, Coroutine, Iterable
from inspect import Parameter, isasyncgenfunction, iscoroutinefunction, isgeneratorfunction, signature
from typing import Any, get_args

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from fastapi.params import Depends
from fastapi.responses import Response
from fastapi.routing import APIRoute

Known = dict[Callable[..., Any], Any]
"""What the functions answered that one request has asked already."""

Ask = Callable[[Request, Known], Any]


class OneThread(APIRoute):
    """
    A route of FastAPI that takes the request, texts of its path, and dependencies, which take no more than that either.

    One that takes something else, has dependencies beside its parameters, or is or depends on a coroutine or a
    generator, is answered by FastAPI as ever.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        ask = None if self.dependencies else asks(self.endpoint, self.param_convertors)
        if ask is None:
            return super().get_route_handler()

        async def answer(request: Request) -> Response:
            response: Response = await run_in_threadpool(ask, request, {})
            return response

        return answer


def asks(call: Callable[..., Any], in_path: Iterable[str]) -> Ask | None:
    """
    What asks a function with the answers of its dependencies, each asked once; None where FastAPI has to.

    `in_path` are the names of what the path of the route holds.
    """
    if any(is_one(call) for is_one in (iscoroutinefunction, isgeneratorfunction, isasyncgenfunction)):
        return None
    parameters = signature(call, eval_str=True).parameters.values()
    found = {parameter.name: _value(parameter, in_path) for parameter in parameters}
    values = {name: value for name, value in found.items() if value is not None}
    if len(values) < len(found):
        return None

    def ask(request: Request, known: Known) -> Any:
        if call not in known:
            known[call] = call(**{name: value(request, known) for name, value in values.items()})
        return known[call]

    return ask


def _value(parameter: Parameter, in_path: Iterable[str]) -> Ask | None:
    """What answers the value of a parameter; None where FastAPI has to."""
    name, annotation = parameter.name, parameter.annotation
    if annotation is Request:
        return lambda request, _: request
    if annotation is str and name in in_path:
        return lambda request, _: request.path_params[name]
    depends = next((each for each in get_args(annotation) if isinstance(each, Depends)), None)
    return None if depends is None or depends.dependency is None else asks(depends.dependency, in_path)
