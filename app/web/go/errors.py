"""What a pasted error leads to: the findings that show it, in the environments that have them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.domain import english
from app.domain.error_text import ErrorKind, PrintedError
from app.domain.error_text.fit import Fit, fits
from app.domain.error_text.meaning import MEANINGS, code_of
from app.domain.failure import Cause
from app.domain.fleet import Sighting
from app.domain.fleet.sighting import VERDICT_ORDER
from app.domain.keys import MigrationKey
from app.domain.runbook import ENTRIES, sentence
from app.web.go.hit import Hit
from app.web.go.places import migrations
from app.web.go.scope import Scope
from app.web.layout.views import Link, VerdictView
from app.web.urls import pages as addresses
from app.web.urls.finding import FindingAddress
from app.web.urls.keys import text_of
from app.web.wording import rich_text as text

MAX_ENVIRONMENTS = 40
"""Of the errors of a text a page lists so many environments; the fleet lists all of them."""

MAX_NAMES = 3
"""A sentence names so many environments and counts the others."""

MAX_WORDS = 300
"""The length of an error that is shown; in characters."""

MAX_MIGRATIONS = 4
"""So many of the migrations that an error names are looked up where no environment shows it."""

OF_ARGUMENT = frozenset({ErrorKind.SEVERAL_MATCH, ErrorKind.NONE_MATCHES})
"""What was typed is looked up in the known releases."""

OF_NO_DATABASE = OF_ARGUMENT | {
    ErrorKind.BAD_MIGRATION,
    ErrorKind.IRREVERSIBLE,
    ErrorKind.NO_MIGRATIONS,
    ErrorKind.NO_SUCH_APP,
}
"""Errors that the rows of no database can show."""


@dataclass(frozen=True, eq=False)
class Shown:
    """An environment, or a part of one, and what of it an error fits; no fit where a collection failed so."""

    scope: Scope
    part: Sighting
    fit: Fit | None = None

    @property
    def href(self) -> str:
        """The page of the finding; else that of the environment, around the migration."""
        address = self.scope.address(self.part)
        if self.fit is None:
            return address.page()
        if self.fit.finding is None:
            return address.page(focus=text_of(self.fit.migration))
        return FindingAddress.of(address, self.fit.finding).page()


@dataclass(frozen=True, slots=True)
class Answer:
    """
    What is known of one error: a sentence, its own words, the links to what shows it, what it means and what to do.

    `is_exact` says that the links lead to exactly this error. `more` leads to what is not listed. `unknown` says which
    migrations of the error no release here has.
    """

    kind: str
    headline: str
    words: str
    hits: tuple[Hit, ...]
    is_exact: bool
    meaning: str
    next_step: str
    runbook: Link | None
    more: Link | None = None
    unknown: str = ""


def answers(
    scopes: Sequence[Scope], errors: Sequence[PrintedError], pasted: str, *, most: int
) -> tuple[Answer, ...]:
    """The answer to each error, `most` links in all; where environments show some of them exactly, only to these."""
    found = [(error, _shown(scopes, error, pasted)) for error in errors]
    exact = [(error, shown) for error, shown in found if any(_is_exact(each) for each in shown)]
    told: list[Answer] = []
    for error, shown in exact or found:
        answer = _answer(scopes, error, shown, most=most)
        most -= len(answer.hits)
        told.append(answer)
    return tuple(told)


def _is_exact(shown: Shown) -> bool:
    return shown.fit is None or shown.fit.is_exact


def _shown(scopes: Sequence[Scope], error: PrintedError, pasted: str) -> list[Shown]:
    """Where the error fits best, the worst environment first; only those that the text names, if it names any."""
    found = [each for scope in scopes for each in _in_project(scope, error)]
    found = [each for each in found if _is_exact(each)] or found
    named = _named({each.part.environment for each in found}, pasted)
    found = [each for each in found if each.part.environment in named] or found
    found.sort(key=lambda each: (VERDICT_ORDER[each.part.verdict], each.part.environment))
    return found


def _in_project(scope: Scope, error: PrintedError) -> Iterator[Shown]:
    """Yield each environment that shows the error, once for each fit: by its worst part, of those with the alias."""
    for sighting in scope.fleet.sightings.values():
        parts = sighting.parts or (sighting,)
        if error.kind is ErrorKind.NO_SCHEMA:
            failing = (part for part in parts if part.failure and part.failure.cause is Cause.NO_SCHEMA)
            yield from (Shown(scope, part) for part in failing)
            continue
        found = [(part, fit) for part in parts if part.drift for fit in fits(error, part.drift)]
        of_alias = [each for each in found if each[0].location.alias == error.alias] or found
        once: dict[tuple[object, ...], Shown] = {}
        for part, fit in of_alias:
            once.setdefault((fit.finding, fit.migration), Shown(scope, part, fit))
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


def _answer(scopes: Sequence[Scope], error: PrintedError, shown: list[Shown], *, most: int) -> Answer:
    is_exact = bool(shown) and all(map(_is_exact, shown))
    meaning = MEANINGS[error.kind]
    code = code_of(error.kind)
    hits = tuple(map(_hit, shown[:most])) if shown else tuple(_migrations(scopes, error))[:most]
    return Answer(
        error.kind.value,
        _headline(error.kind, shown, is_exact=is_exact),
        error.words[:MAX_WORDS],
        hits,
        is_exact,
        meaning.sentence,
        meaning.next_step,
        Link(f"{code.value} {ENTRIES[code].title}", addresses.runbook(code.value)) if code else None,
        _more(shown, most),
        "" if is_exact else _unknown(scopes, error),
    )


def _unknown(scopes: Sequence[Scope], error: PrintedError) -> str:
    """That no known release has a file of some migrations that the error names."""
    unknown = [
        str(printed)
        for printed in error.keys
        if not any(printed.names(key) for scope in scopes for key in scope.index)
    ]
    return f"No release known here has {english.listed(unknown)}." if unknown else ""


def _headline(kind: ErrorKind, shown: Sequence[Shown], *, is_exact: bool) -> str:
    slugs = sorted({each.part.environment for each in shown})
    if not slugs and kind in OF_NO_DATABASE:
        return "This error is about the code or the command, not about a database."
    if not slugs:
        return "No environment seen here shows this error."
    names = english.listed(slugs, MAX_NAMES)
    if any(each.fit is not None and each.fit.finding is None for each in shown):
        waits = english.plural(len(slugs), "a migration of it waits", "migrations of it wait")
        return f"No finding shows this error. In {names} {waits} to run."
    if not is_exact:
        return f"No environment shows exactly this error. {names} {_have(slugs)} one of the same kind."
    return f"{names} {english.plural(len(slugs), 'shows', 'show')} this error."


def _have(slugs: Sequence[str]) -> str:
    return english.plural(len(slugs), "has", "have")


def _hit(shown: Shown) -> Hit:
    part, fit = shown.part, shown.fit
    return Hit(
        0 if _is_exact(shown) else 3,
        "environment",
        text.plain(_place(shown)),
        shown.href,
        _detail(part, fit),
        VerdictView.of(part.verdict),
    )


def _place(shown: Shown) -> str:
    part = shown.part
    several = shown.scope.fleet.sightings[part.environment].parts
    names = [part.location.schema or part.location.alias] if several or part.location.schema else []
    return ", ".join((part.environment, *names))


def _detail(part: Sighting, fit: Fit | None) -> text.Text:
    if fit is None:
        return text.plain(part.failure.cause.sentence if part.failure else "")
    if fit.finding is None:
        return text.with_keys(f"{fit.migration} waits to run", (fit.migration,))
    said = text.of(fit.finding, sentence(fit.finding))
    return said if part.is_judged else (*said, *text.plain(" So it was when it was last seen."))


def _migrations(scopes: Sequence[Scope], error: PrintedError) -> Iterator[Hit]:
    """Yield the known migrations that an error names: where no environment shows it, they lead on."""
    for scope in scopes:
        found = dict.fromkeys((key for key in scope.index if _names(error, key)), 0)
        yield from migrations.of_keys(scope, dict(list(found.items())[:MAX_MIGRATIONS]))


def _names(error: PrintedError, key: MigrationKey) -> bool:
    if error.kind in OF_ARGUMENT:
        return key.app_label in error.apps and key.name.startswith(error.prefix)
    return any(printed.names(key) for printed in error.keys)


def _more(shown: Sequence[Shown], most: int) -> Link | None:
    """The fleet with all that have such a finding, where more show the error than are listed."""
    if len(shown) <= most:
        return None
    first = shown[0]
    words = [("finding", first.fit.finding.code.word)] if first.fit and first.fit.finding else []
    href = addresses.with_query(addresses.home(first.scope.project.slug), words)
    return Link(f"All {len(shown):,} in the fleet", href)
