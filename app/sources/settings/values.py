"""What a setting holds: a text, a list with entries in doubt and an open end, a dictionary."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.domain.release import Unreadable
from app.sources.python.modules import Source


@dataclass(frozen=True, slots=True)
class ListItem:
    """One text of a list; `doubt` is what decides whether it is there, where something does."""

    text: str
    doubt: Unreadable | None = None


@dataclass(frozen=True, slots=True)
class ListValue:
    """A list of texts; `open` are the places that may have changed it in ways that are not told."""

    entries: tuple[ListItem, ...] = ()
    open: tuple[Unreadable, ...] = ()

    def doubted(self, doubt: Unreadable) -> "ListValue":
        """The same, each entry in doubt."""
        return ListValue(tuple(replace(one, doubt=one.doubt or doubt) for one in self.entries), self.open)

    def opened(self, place: Unreadable) -> "ListValue":
        """The same with an open end."""
        return self if place in self.open else ListValue(self.entries, (*self.open, place))


@dataclass(frozen=True, slots=True)
class UnknownValue:
    """A value that the text does not tell."""

    why: Unreadable


@dataclass(frozen=True, slots=True)
class Alternatives(UnknownValue):
    """One of several texts, or none; `why` is what decides it. Where it `may_differ`, it may be another one as well."""

    texts: tuple[str, ...]
    may_differ: bool

    def listed(self) -> ListValue:
        """As an element of a list: each text in doubt."""
        found = ListValue(tuple(ListItem(text, self.why) for text in self.texts))
        return found.opened(self.why) if self.may_differ else found


@dataclass(frozen=True, slots=True)
class TableValue:
    """A dictionary of texts, and of None."""

    items: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class ImportedValue:
    """A value that is imported: `name` of the module `called`, near another; looked up when it is asked for."""

    near: Source
    called: str
    name: str
    why: Unreadable


Value = str | bool | None | ListValue | TableValue | UnknownValue | ImportedValue
Namespace = dict[str, Value]
ANY = "*"
"""The key under which stands why a name that is not there may be there all the same."""


def merged(ends: Sequence[Namespace], place: Unreadable) -> Namespace:
    """What the names hold after one of several ways, of which it is not known which was taken."""
    found: Namespace = {}
    for name in sorted({name for end in ends for name in end}):
        values = [end.get(name, UnknownValue(place)) for end in ends]
        first, *others = values
        if all(other == first for other in others):
            found[name] = first
            continue
        lists = [value for value in values if isinstance(value, ListValue)]
        if not lists:
            found[name] = _one_of(values, place)
            continue
        both = ListValue()
        sure = set.intersection(*({one.text for one in each.entries if one.doubt is None} for each in lists))
        for each in lists:
            known = {one.text for one in both.entries}
            new = (one for one in each.entries if one.text not in known)
            entries = tuple(
                one
                if one.text in sure and len(lists) == len(values)
                else replace(one, doubt=one.doubt or place)
                for one in new
            )
            both = ListValue((*both.entries, *entries), tuple(dict.fromkeys((*both.open, *each.open))))
        if len(lists) < len(values):
            both = both.opened(place)
        found[name] = both
    return found


def _one_of(values: Sequence[Value], place: Unreadable) -> UnknownValue:
    """One value of several, of which some may be texts; an empty text, None and False say that there is none."""
    texts: dict[str, None] = {}
    may_differ = False
    for value in values:
        if isinstance(value, Alternatives):
            texts.update(dict.fromkeys(value.texts))
        elif isinstance(value, str) and value:
            texts[value] = None
        may_differ = may_differ or (value.may_differ if isinstance(value, Alternatives) else _is_more(value))
    return Alternatives(place, tuple(texts), may_differ) if texts else UnknownValue(place)


def _is_more(value: Value) -> bool:
    """Whether a value is neither a text nor nothing."""
    return not (isinstance(value, str) or value is None or value is False)
