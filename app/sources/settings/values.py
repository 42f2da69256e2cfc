"""
The values that settings may have when they are read from source.

A list may have items that are in doubt, and open ends: places in the source that may add or remove items.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.domain.release import Unreadable
from app.sources.python.modules import Source


@dataclass(frozen=True, slots=True)
class ListItem:
    """One string of a list. `doubt` is the place in the source that decides whether the list has it, if any does."""

    text: str
    doubt: Unreadable | None = None


@dataclass(frozen=True, slots=True)
class ListValue:
    """A list of strings. `open_ends` are the places in the source that may change it in an unknown way."""

    items: tuple[ListItem, ...] = ()
    open_ends: tuple[Unreadable, ...] = ()

    def with_doubt(self, cause: Unreadable) -> "ListValue":
        """The same list with every item in doubt."""
        return ListValue(
            tuple(replace(item, doubt=item.doubt or cause) for item in self.items), self.open_ends
        )

    def with_open_end(self, cause: Unreadable) -> "ListValue":
        """The same list with one more open end."""
        return self if cause in self.open_ends else ListValue(self.items, (*self.open_ends, cause))


@dataclass(frozen=True, slots=True)
class UnknownValue:
    """A value that the source does not tell. `cause` is the place in the source that decides it."""

    cause: Unreadable


@dataclass(frozen=True, slots=True)
class Alternatives(UnknownValue):
    """One of several strings, or no string. If `may_differ`, it may also be a string that is not among them."""

    texts: tuple[str, ...]
    may_differ: bool

    def as_list(self) -> ListValue:
        """The list to add when the value is an element of a list: every string is in doubt."""
        value = ListValue(tuple(ListItem(text, self.cause) for text in self.texts))
        return value.with_open_end(self.cause) if self.may_differ else value


@dataclass(frozen=True, slots=True)
class DictValue:
    """A dictionary from strings to strings or None."""

    items: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class ImportedValue:
    """
    The value of an imported name, which is looked up when it is needed.

    `module` is the dotted name of the module, relative to the importer if it begins with dots; `name` is the name
    there. `cause` explains the unknown value if the module is not found.
    """

    importer: Source
    module: str
    name: str
    cause: Unreadable


Value = str | bool | None | ListValue | DictValue | UnknownValue | ImportedValue
Namespace = dict[str, Value]
"""The names of a module and their values."""

STAR = "*"
"""
The key of a namespace for all names that it lacks.

Its value tells why such a name may exist, as after `from module import *`.
"""


def merge(branches: Sequence[Namespace], cause: Unreadable) -> Namespace:
    """The names after one of several branches, when it is unknown which of them ran. `cause` decides that."""
    merged: Namespace = {}
    for name in sorted({name for branch in branches for name in branch}):
        values = [branch.get(name, UnknownValue(cause)) for branch in branches]
        first, *rest = values
        if all(value == first for value in rest):
            merged[name] = first
            continue
        lists = [value for value in values if isinstance(value, ListValue)]
        if lists:
            merged[name] = _merge_lists(lists, cause, is_whole=len(lists) == len(values))
        else:
            merged[name] = _one_of(values, cause)
    return merged


def _merge_lists(lists: Sequence[ListValue], cause: Unreadable, *, is_whole: bool) -> ListValue:
    """
    The items of all lists. Only the items that every list has for certain are free of doubt.

    If not `is_whole`, other branches have a value that is no list: all items are in doubt, and there is an open end.
    """
    merged = ListValue()
    certain = set.intersection(
        *({item.text for item in value.items if item.doubt is None} for value in lists)
    )
    for value in lists:
        texts = {item.text for item in merged.items}
        items = tuple(
            item if item.text in certain and is_whole else replace(item, doubt=item.doubt or cause)
            for item in value.items
            if item.text not in texts
        )
        open_ends = tuple(dict.fromkeys((*merged.open_ends, *value.open_ends)))
        merged = ListValue((*merged.items, *items), open_ends)
    return merged if is_whole else merged.with_open_end(cause)


def _one_of(values: Sequence[Value], cause: Unreadable) -> UnknownValue:
    """One of several values, some of which may be strings. An empty string, None and False count as no string."""
    texts: dict[str, None] = {}
    may_differ = False
    for value in values:
        if isinstance(value, Alternatives):
            texts.update(dict.fromkeys(value.texts))
            may_differ = may_differ or value.may_differ
        elif isinstance(value, str):
            if value:
                texts[value] = None
        elif value is not None and value is not False:
            may_differ = True
    return Alternatives(cause, tuple(texts), may_differ) if texts else UnknownValue(cause)
