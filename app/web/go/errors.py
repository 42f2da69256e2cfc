"""What a pasted error leads to: the findings that show it, in the environments that have them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain import english
from app.domain.error_text import ErrorKind, PrintedError
from app.domain.error_text.fit import Fit
from app.domain.error_text.meaning import MEANINGS, code_of
from app.domain.fleet import Sighting
from app.domain.runbook import ENTRIES, sentence
from app.web.go.hit import Hit
from app.web.go.places import migrations
from app.web.go.scope import Scope
from app.web.go.shown import OF_ARGUMENT, Known, Showing, Shown, known
from app.web.layout.views import Link, VerdictView
from app.web.urls import pages as addresses
from app.web.wording import rich_text as text

MAX_ENVIRONMENTS = 40
"""Of the errors of a text a page lists so many environments; the fleet lists all of them."""

MAX_NAMES = 3
"""A sentence names so many environments and counts the others."""

MAX_WORDS = 300
"""The length of an error that is shown; in characters."""

OF_NO_DATABASE = OF_ARGUMENT | {
    ErrorKind.BAD_MIGRATION,
    ErrorKind.IRREVERSIBLE,
    ErrorKind.NO_MIGRATIONS,
    ErrorKind.NO_SUCH_APP,
}
"""Errors that the rows of no database can show."""


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
    found = [(error, _of_all(scopes, error)) for error in errors]
    exact = [(error, of_all) for error, of_all in found if of_all.showing.is_exact]
    told: list[Answer] = []
    for error, of_all in exact or found:
        answer = _answer(scopes, error, of_all, of_all.showing.named_in(pasted), most=most)
        most -= len(answer.hits)
        told.append(answer)
    return tuple(told)


def _of_all(scopes: Sequence[Scope], error: PrintedError) -> Known:
    """What all projects know of an error."""
    of_each = [known(scope, error) for scope in scopes]
    if len(of_each) == 1:
        return of_each[0]
    return Known(
        Showing.of(shown for one in of_each for shown in one.showing.shown),
        tuple(key for one in of_each for key in one.keys),
        frozenset(printed for printed in error.keys if all(printed in one.unknown for one in of_each)),
    )


def _answer(
    scopes: Sequence[Scope], error: PrintedError, of_all: Known, showing: Showing, *, most: int
) -> Answer:
    is_exact = showing.is_exact
    shown = showing.shown
    meaning = MEANINGS[error.kind]
    code = code_of(error.kind)
    hits = tuple(map(_hit, shown[:most])) if shown else tuple(_migrations(scopes, error))[:most]
    return Answer(
        error.kind.value,
        _headline(error.kind, showing),
        error.words[:MAX_WORDS],
        hits,
        is_exact,
        meaning.sentence,
        meaning.next_step,
        Link(f"{code.value} {ENTRIES[code].title}", addresses.runbook(code.value)) if code else None,
        _more(shown, most),
        "" if is_exact else _unknown(error, of_all),
    )


def _unknown(error: PrintedError, of_all: Known) -> str:
    """That no known release has a file of some migrations that the error names."""
    unknown = [str(printed) for printed in error.keys if printed in of_all.unknown]
    return f"No release known here has {english.listed(unknown)}." if unknown else ""


def _headline(kind: ErrorKind, showing: Showing) -> str:
    slugs = showing.slugs
    if not slugs and kind in OF_NO_DATABASE:
        return "This error is about the code or the command, not about a database."
    if not slugs:
        return "No environment seen here shows this error."
    names = english.listed(slugs, MAX_NAMES)
    if showing.waits:
        waits = english.plural(len(slugs), "a migration of it waits", "migrations of it wait")
        return f"No finding shows this error. In {names} {waits} to run."
    if not showing.is_exact:
        return f"No environment shows exactly this error. {names} {_have(slugs)} one of the same kind."
    return f"{names} {english.plural(len(slugs), 'shows', 'show')} this error."


def _have(slugs: Sequence[str]) -> str:
    return english.plural(len(slugs), "has", "have")


def _hit(shown: Shown) -> Hit:
    part, fit = shown.part, shown.fit
    return Hit(
        0 if shown.is_exact else 3,
        "environment",
        text.plain(_place(shown)),
        shown.href,
        _detail(part, fit),
        VerdictView.of(part.verdict),
    )


def _place(shown: Shown) -> str:
    part = shown.part
    names = [part.location.schema or part.location.alias] if shown.is_part or part.location.schema else []
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
        yield from migrations.of_keys(scope, dict.fromkeys(known(scope, error).keys, 0))


def _more(shown: Sequence[Shown], most: int) -> Link | None:
    """The fleet with all that have such a finding, where more show the error than are listed."""
    if len(shown) <= most:
        return None
    first = shown[0]
    words = [("finding", first.fit.finding.code.word)] if first.fit and first.fit.finding else []
    href = addresses.with_query(addresses.home(first.project), words)
    return Link(f"All {len(shown):,} in the fleet", href)
