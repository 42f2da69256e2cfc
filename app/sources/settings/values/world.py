"""
The world in which settings are executed: its modules, its lists and dictionaries, and what is given of the environment.

A condition that is not decided makes two worlds of one: each branch is executed from the same `State`, and the states
are merged afterwards. Names and objects that are not the same in all of them are in doubt from there on.
"""

from collections.abc import Callable, Mapping
from collections.abc import Sequence as Several
from typing import NamedTuple

from app.domain.release import Unreadable
from app.sources.python.budget import Budget
from app.sources.python.modules import Modules
from app.sources.settings.values.kinds import Object, Scope, Value
from app.sources.settings.values.merging import Merging

MAX_STATES = 100
"""The most states of one `try` that are merged. With more, what it may change is in doubt."""


class State(NamedTuple):
    """A world at one moment: its objects, which of them may be one, its modules, and the names of every scope."""

    objects: Mapping[int, Object]
    twins: Mapping[int, frozenset[int]]
    modules: Mapping[int, Scope]
    names: Mapping[Scope, Mapping[str, Value]]
    environ: Mapping[str, str | None]


class World(Merging):
    """
    One run of the settings, from the first module on. `environ` are the environment variables that the user gives.

    The value of a variable is None if it is not set. Nothing is known of further variables.
    """

    def __init__(self, modules: Modules, environ: Mapping[str, str | None], budget: Budget) -> None:
        super().__init__(budget)
        self.python_modules = modules
        self.environ: dict[str, str | None] = dict(environ)
        self.depth = 0
        self.modules: dict[int, Scope] = {}
        self.calls: list[Scope] = []
        """The scopes of calls and classes that are being executed."""
        self.variables: dict[Unreadable, tuple[str, ...]] = {}
        """The environment variables that a cause depends on."""
        self.configurations: set[Unreadable] = set()
        """The classes of django-configurations, by the cause of their unknown values."""
        self.importing: list[str] = []
        """The paths of the modules that are being executed."""
        self.tries: list[list[State]] = []
        """For each `try` that is being executed, the states in which an exception may be raised."""
        self.included: set[str] = set()
        """The paths of the files that modules include, in some case at least."""

    def state(self) -> State:
        """The world as it is now."""
        scopes = [*self.modules.values(), *self.calls]
        for scope in self.calls:
            parent = scope.parent
            while parent is not None:
                scopes.append(parent)
                parent = parent.parent
        names = {scope: dict(scope.names) for scope in scopes}
        self.budget.steps += (len(self._objects) + sum(map(len, names.values()))) // 10
        return State(dict(self._objects), dict(self._twins), dict(self.modules), names, dict(self.environ))

    def restore(self, state: State) -> None:
        """Go back to a state."""
        self._objects = dict(state.objects)
        self._twins = dict(state.twins)
        self.modules = dict(state.modules)
        self.environ = dict(state.environ)
        for scope, names in state.names.items():
            scope.names = dict(names)

    def may_raise(self) -> None:
        """Note that here an exception may be raised, for the `try` around it."""
        if self.tries and not self.budget.is_spent:
            states = self.tries[-1]
            if len(states) > MAX_STATES:
                return
            state = self.state()
            if not states or state != states[-1]:
                states.append(state)

    def merge(self, states: Several[State], cause: Unreadable) -> None:
        """Be any one of several states. `cause` decides which."""
        self.restore(states[0])
        if len(states) == 1:
            return
        for state in states[1:]:
            self.modules = {**state.modules, **self.modules}
            self.environ = {
                name: text for name, text in self.environ.items() if state.environ.get(name, self) == text
            }
            for twin, others in state.twins.items():
                self._twins[twin] = self._twins.get(twin, frozenset()) | others
        further: list[Mapping[int, Object]] = [state.objects for state in states[1:]]
        for objects in further:
            self._objects = {**objects, **self._objects}
        differing: set[int] = set()
        for objects in further:
            differing.update(
                [id_ for id_, first in self._objects.items() if objects.get(id_, first) is not first]
            )
        for id_ in [id_ for id_ in self._objects if id_ in differing] if differing else ():
            versions = [state.objects[id_] for state in states if id_ in state.objects]
            if any(one != versions[0] for one in versions[1:]):
                self._objects[id_] = self._merged_objects(versions, cause)
        for scope in dict.fromkeys(scope for state in states for scope in state.names):
            mappings = [state.names[scope] for state in states if scope in state.names]
            scope.names = self._merged_names(mappings, cause)


def fork(world: World, branches: Several[Callable[[], Value]], cause: Unreadable) -> Value:
    """Execute each branch from the same start, merge the worlds, and return one of the values."""
    start = world.state()
    values, states = [], []
    for branch in branches:
        world.restore(start)
        values.append(branch())
        states.append(world.state())
    world.merge(states, cause)
    return world.merged_value(values, cause)
