"""
The merging of values that names and objects have in several states of a world, when it is unknown which it is.

What is the same in all of them stays. The elements of lists that not each of them has are in doubt.
"""

from collections.abc import Mapping
from collections.abc import Sequence as Several
from itertools import chain
from operator import is_

from app.domain.release import Unreadable
from app.sources.python.budget import Budget
from app.sources.settings.values.kinds import (
    OPTIONAL_STAR,
    STAR,
    Element,
    Function,
    Object,
    Ref,
    Sequence,
    Table,
    UnknownValue,
    Value,
    is_same,
)
from app.sources.settings.values.objects import Objects

MAX_NESTING = 20
"""The deepest nesting of lists and dictionaries that are compared."""


class Merging(Objects):
    """Merges values, names and objects. Comparing them takes steps of the budget."""

    def __init__(self, budget: Budget) -> None:
        super().__init__()
        self.budget = budget

    def merged_value(self, values: Several[Value], cause: Unreadable) -> Value:
        """One of several values, when it is unknown which."""
        return self._one_of(values, cause)

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
                elements.setdefault(key, one if is_certain else one._replace(doubt=one.doubt or cause))
                if is_certain:
                    elements[key] = one._replace(doubt=None)
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
