"""
The world in which settings are executed: its modules, its lists and dictionaries, and what is given of the environment.

A condition that is not decided makes two worlds of one: each branch is executed from the same `State`, and the states
are merged afterwards. Names and objects that are not the same in all of them are in doubt from there on.
"""

from collections.abc import Callable, Mapping
from collections.abc import Sequence as Several
from dataclasses import dataclass, replace
from itertools import chain
from operator import is_

from app.domain.release import Unreadable
from app.sources.python.budget import Budget
from app.sources.python.modules import Modules
from app.sources.settings.values.kinds import (
    OPTIONAL_STAR,
    STAR,
    Element,
    Function,
    Object,
    Ref,
    Scope,
    Sequence,
    Table,
    UnknownValue,
    Value,
    is_same,
)

MAX_STATES = 100
"""The most states of one `try` that are merged. With more, what it may change is in doubt."""


MAX_NESTING = 20
"""The deepest nesting of lists and dictionaries that are compared."""


@dataclass(frozen=True, slots=True)
class State:
    """A world at one moment: its objects, which of them may be one, its modules, and the names of every scope."""

    objects: Mapping[int, Object]
    twins: Mapping[int, frozenset[int]]
    modules: Mapping[int, Scope]
    names: Mapping[Scope, Mapping[str, Value]]
    environ: Mapping[str, str | None]


class World:
    """
    One run of the settings, from the first module on. `environ` are the environment variables that the user gives.

    The value of a variable is None if it is not set. Nothing is known of further variables.
    """

    def __init__(self, modules: Modules, environ: Mapping[str, str | None], budget: Budget) -> None:
        self.python_modules = modules
        self.environ: dict[str, str | None] = dict(environ)
        self.budget = budget
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
        self._objects: dict[int, Object] = {}
        self._twins: dict[int, frozenset[int]] = {}
        self._last_id = 0

    def new(self, value: Object, twins: frozenset[int] = frozenset()) -> Ref:
        """A new object. It may be one of its `twins`: what changes one of them may change the others."""
        self._last_id += 1
        self._objects[self._last_id] = value
        for twin in twins:
            self._twins[self._last_id] = self._twins.get(self._last_id, frozenset()) | {twin}
            self._twins[twin] = self._twins.get(twin, frozenset()) | {self._last_id}
        return Ref(self._last_id)

    def get(self, value: Value) -> Object | None:
        """The object that a value points to; None if it is no object."""
        return self._objects[value.id] if isinstance(value, Ref) else None

    def change(self, ref: Ref, value: Object, cause: Unreadable) -> None:
        """Change an object in place; those that may be the same object, not itself, are in doubt by the `cause`."""
        self._objects[ref.id] = value
        for twin in self._twins.get(ref.id, ()):
            self._doubt_object(twin, cause, is_adding=False, apart_from=ref.id)

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

    def merged_value(self, values: Several[Value], cause: Unreadable) -> Value:
        """One of several values, when it is unknown which."""
        return self._one_of(values, cause)

    def doubt(self, value: Value, cause: Unreadable, *, is_adding: bool = False) -> None:
        """The object that a value points to may have changed, and what it holds; only grown, if `is_adding`."""
        ids = [value.id] if isinstance(value, Ref) else value.refs if isinstance(value, UnknownValue) else ()
        for id_ in ids:
            self._doubt_object(id_, cause, is_adding=is_adding)

    def doubtful(self, value: Value, cause: Unreadable) -> Value:
        """The value of a name that may have been bound to something else."""
        content = self.get(value)
        if isinstance(content, Sequence):
            assert isinstance(value, Ref)  # noqa: S101 - for the type checker
            copy = replace(content, kind="list").with_doubt(cause).with_open_end(cause)
            return self.new(copy, frozenset([value.id]))
        texts = (value,) if isinstance(value, str) and value else ()
        return UnknownValue(cause, texts, refs=(value.id,) if isinstance(value, Ref) else ())

    def _doubt_object(
        self, id_: int, cause: Unreadable, *, is_adding: bool, apart_from: int | None = None
    ) -> None:
        stack, reached = [id_], {apart_from}
        while stack:
            current = stack.pop()
            if current in reached or current not in self._objects:
                continue
            reached.add(current)
            content = self._objects[current]
            if isinstance(content, Sequence):
                inner = [one.value for one in content.elements]
                if content.kind != "tuple":
                    opened = content.with_open_end(cause)
                    self._objects[current] = opened if is_adding else opened.with_doubt(cause)
            else:
                inner = list(content.entries.values())
                self._objects[current] = content.with_open_end(cause)
            stack.extend(self._twins.get(current, ()))
            if not is_adding:
                stack.extend(value.id for value in inner if isinstance(value, Ref))

    def _merged_names(self, mappings: Several[Mapping[str, Value]], cause: Unreadable) -> dict[str, Value]:
        first, *others = mappings
        if all(
            first.keys() == names.keys() and all(map(is_, first.values(), map(names.get, first)))
            for names in others
        ):
            return dict(first)
        merged: dict[str, Value] = {}
        for name in dict.fromkeys(chain.from_iterable(mappings)):
            value = first.get(name, self)
            for names in others:
                if names.get(name, self) is not value:
                    break
            else:
                merged[name] = first[name]
                continue
            values = [names.get(name, UnknownValue(cause, (), may_differ=False)) for names in mappings]
            if name in (STAR, OPTIONAL_STAR):
                merged[name] = next(names[name] for names in mappings if name in names)
            else:
                merged[name] = self._one_of(values, cause)
        return merged

    def _one_of(self, values: Several[Value], cause: Unreadable) -> Value:
        first = values[0]
        if all(is_same(value, first) for value in values[1:]):
            return first
        if isinstance(first, Function) and all(
            isinstance(value, Function) and value.node is first.node for value in values
        ):
            return first
        refs = [value for value in values if isinstance(value, Ref)]
        contents = [self._objects[ref.id] for ref in refs if ref.id in self._objects]
        sequences = [content for content in contents if isinstance(content, Sequence)]
        twins = frozenset(ref.id for ref in refs)
        if sequences and len(sequences) == len(contents):
            is_whole = len(sequences) == len(values)
            return self.new(self._merged_sequences(sequences, cause, is_whole=is_whole), twins)
        if contents and len(contents) == len(values):
            return self.new(self._merged_objects(contents, cause), twins)
        return _one_text(values, cause)

    def _merged_objects(self, contents: Several[Object], cause: Unreadable) -> Object:
        first = contents[0]
        sequences = [content for content in contents if isinstance(content, Sequence)]
        if len(sequences) == len(contents):
            return self._merged_sequences(sequences, cause, is_whole=True)
        if isinstance(first, Table) and all(self._is_equal(first, other) for other in contents[1:]):
            return first
        entries = {
            key: value
            for key, value in (first.entries if isinstance(first, Table) else {}).items()
            if all(isinstance(one, Table) and is_same(one.entries.get(key), value) for one in contents)
        }
        return Table(entries, (cause,))

    def _is_equal(self, left: Object, right: Object, depth: int = 0) -> bool:
        """Whether two objects hold the same, all the way down."""
        if isinstance(left, Table) and isinstance(right, Table):
            return (
                left.open_ends == right.open_ends
                and list(map(repr, left.entries)) == list(map(repr, right.entries))
                and all(
                    self._holds_same(left.entries[key], right.entries[key], depth) for key in left.entries
                )
            )
        if isinstance(left, Sequence) and isinstance(right, Sequence):
            return (
                (left.kind, left.open_ends, left.is_ordered)
                == (right.kind, right.open_ends, right.is_ordered)
                and len(left.elements) == len(right.elements)
                and all(
                    one.doubt == other.doubt and self._holds_same(one.value, other.value, depth)
                    for one, other in zip(left.elements, right.elements, strict=True)
                )
            )
        return False

    def _holds_same(self, left: Value, right: Value, depth: int) -> bool:
        self.budget.steps += 1
        if self.budget.is_spent or depth > MAX_NESTING:
            return False
        left_content, right_content = self.get(left), self.get(right)
        if left_content is None or right_content is None:
            return is_same(left, right)
        return self._is_equal(left_content, right_content, depth + 1)

    def _merged_sequences(
        self, contents: Several[Sequence], cause: Unreadable, *, is_whole: bool
    ) -> Sequence:
        """
        The elements of all sequences. Only those that each of them has for certain are free of doubt.

        If not `is_whole`, there are values beside them that are none: all is in doubt, and there is an open end.
        """
        first = contents[0]
        if is_whole and all(self._is_equal(first, other) for other in contents[1:]):
            return first
        self.budget.steps += sum(len(one.elements) + len(one.open_ends) for one in contents)
        kind = next((one.kind for one in contents if one.kind != "tuple"), "tuple")
        elements: dict[tuple[type, Value], Element] = {}
        certain = set.intersection(
            *({_key(one) for one in content.elements if one.doubt is None} for content in contents)
        )
        has_twice = False
        for content in contents:
            keys = [_key(one) for one in content.elements]
            has_twice = has_twice or len(set(keys)) < len(keys)
            for key, one in zip(keys, content.elements, strict=True):
                is_certain = is_whole and key in certain
                elements.setdefault(key, one if is_certain else replace(one, doubt=one.doubt or cause))
                if is_certain:
                    elements[key] = replace(one, doubt=None)
        open_ends = tuple(dict.fromkeys(end for content in contents for end in content.open_ends))
        merged = Sequence(kind, tuple(elements.values()), open_ends, is_ordered=False)
        return merged if is_whole and not has_twice else merged.with_open_end(cause)


def _key(element: Element) -> tuple[type, Value]:
    return type(element.value), element.value


def _one_text(values: Several[Value], cause: Unreadable) -> UnknownValue:
    """One of several values, some of which may be strings. An empty string, None and False count as no string."""
    texts: dict[str, None] = {}
    refs: dict[int, None] = {}
    may_differ = False
    for value in values:
        if isinstance(value, UnknownValue):
            texts.update(dict.fromkeys(value.texts))
            refs.update(dict.fromkeys(value.refs))
            may_differ = may_differ or value.may_differ
        elif isinstance(value, str):
            if value:
                texts[value] = None
        elif value is not None and value is not False:
            may_differ = True
            if isinstance(value, Ref):
                refs[value.id] = None
    return UnknownValue(cause, tuple(texts), may_differ, tuple(refs))


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
