"""What of a project shows an error: looked for in every environment once while nothing is written."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from app.domain.error_text import ErrorKind, PrintedError
from app.domain.error_text.fit import Fit, fits
from app.domain.error_text.printed_error import PrintedKey
from app.domain.failure import Cause
from app.domain.fleet import Sighting
from app.domain.fleet.sighting import VERDICT_ORDER
from app.domain.keys import MigrationKey
from app.web.go.scope import Scope, address_of
from app.web.urls.finding import FindingAddress
from app.web.urls.keys import text_of

MAX_MIGRATIONS = 4
"""So many of the migrations that an error names are looked up where no environment shows it."""

OF_ARGUMENT = frozenset({ErrorKind.SEVERAL_MATCH, ErrorKind.NONE_MATCHES})
"""What was typed is looked up in the known releases."""

_WORD = re.compile("[a-z0-9_]+")


@dataclass(frozen=True, eq=False, slots=True)
class Shown:
    """
    An environment, or a part of one, and what of it an error fits; no fit where a collection failed so.

    `project` is a slug. `is_part` says that the environment has several parts.
    """

    project: str
    part: Sighting
    is_part: bool
    fit: Fit | None = None

    @property
    def is_exact(self) -> bool:
        """Whether it shows exactly this error."""
        return self.fit is None or self.fit.is_exact

    @property
    def href(self) -> str:
        """The page of the finding; else that of the environment, around the migration."""
        address = address_of(self.project, self.part, is_one_of_several=self.is_part)
        if self.fit is None:
            return address.page()
        if self.fit.finding is None:
            return address.page(focus=text_of(self.fit.migration))
        return FindingAddress.of(address, self.fit.finding).page()


@dataclass(frozen=True, eq=False)
class Showing:
    """All that shows an error, the worst environment first: only what shows exactly this one, if anything does."""

    shown: Sequence[Shown]

    @classmethod
    def of(cls, found: Iterable[Shown]) -> "Showing":
        everything = list(found)
        best = [each for each in everything if each.is_exact] or everything
        return cls(sorted(best, key=lambda each: (VERDICT_ORDER[each.part.verdict], each.part.environment)))

    @cached_property
    def is_exact(self) -> bool:
        """Whether anything shows exactly this error."""
        return bool(self.shown) and all(each.is_exact for each in self.shown)

    @cached_property
    def waits(self) -> bool:
        """Whether a migration that waits to run would bring it or end it."""
        return any(each.fit is not None and each.fit.finding is None for each in self.shown)

    @cached_property
    def slugs(self) -> Sequence[str]:
        """The environments, each once."""
        return sorted({each.part.environment for each in self.shown})

    @cached_property
    def _by_word(self) -> Mapping[str, Sequence[str]]:
        """The slugs by the word of each that the fewest others have; by nothing those without a word."""
        words = {slug: _WORD.findall(slug.lower()) or [""] for slug in self.slugs}
        numbers = Counter(word for found in words.values() for word in found)
        by_word: dict[str, list[str]] = {}
        for slug, found in words.items():
            by_word.setdefault(min(found, key=numbers.__getitem__), []).append(slug)
        return by_word

    def named_in(self, pasted: str) -> "Showing":
        """What of this is in the environments that a text names, if it names any."""
        words = {"", *_WORD.findall(pasted.lower())}
        slugs = _named((slug for word in words for slug in self._by_word.get(word, ())), pasted)
        return Showing([each for each in self.shown if each.part.environment in slugs]) if slugs else self


@dataclass(frozen=True, eq=False, slots=True)
class Known:
    """What a project knows of an error: what shows it, and which of its migrations some release has, and none."""

    showing: Showing
    keys: tuple[MigrationKey, ...]
    unknown: frozenset[PrintedKey]


def known(scope: Scope, error: PrintedError) -> Known:
    """What a project knows of an error; looked for once while nothing is written."""
    return scope.fleet.of_all("error", error, lambda: _known(scope, error))


def _known(scope: Scope, error: PrintedError) -> Known:
    keys = [key for key in scope.index if _names(error, key)]
    unknown = (each for each in error.keys if not any(each.names(key) for key in scope.index))
    return Known(Showing.of(_in_project(scope, error)), tuple(keys[:MAX_MIGRATIONS]), frozenset(unknown))


def _names(error: PrintedError, key: MigrationKey) -> bool:
    if error.kind in OF_ARGUMENT:
        return key.app_label in error.apps and key.name.startswith(error.prefix)
    return any(printed.names(key) for printed in error.keys)


def _in_project(scope: Scope, error: PrintedError) -> Iterator[Shown]:
    """Yield each environment that shows the error, once for each fit: by its worst part, of those with the alias."""
    slug = scope.project.slug
    for sighting in scope.fleet.sightings.values():
        parts = sighting.parts or (sighting,)
        is_part = bool(sighting.parts)
        if error.kind is ErrorKind.NO_SCHEMA:
            failing = (part for part in parts if part.failure and part.failure.cause is Cause.NO_SCHEMA)
            yield from (Shown(slug, part, is_part) for part in failing)
            continue
        found = [(part, fit) for part in parts if part.drift for fit in fits(error, part.drift)]
        of_alias = [each for each in found if each[0].location.alias == error.alias] or found
        once: dict[tuple[object, ...], Shown] = {}
        for part, fit in of_alias:
            once.setdefault((fit.finding, fit.migration), Shown(slug, part, is_part, fit))
        yield from once.values()


def _named(slugs: Iterable[str], pasted: str) -> set[str]:
    """The slugs that a text names as words, without those that stand there only within a longer one."""
    named: set[str] = set()
    small = pasted.lower()
    for slug in sorted(slugs, key=len, reverse=True):
        if slug.lower() not in small:
            continue
        word = re.compile(rf"(?<![a-z0-9_]){re.escape(slug.lower())}(?![a-z0-9_])")
        if word.search(small):
            named.add(slug)
            small = word.sub(" ", small)
    return named
