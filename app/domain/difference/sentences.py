"""The sentence over a difference, and the sentences about what could not be compared."""

from collections.abc import Iterator, Sequence

from app.domain.difference.comparison import Difference
from app.domain.difference.consequences import ReleaseNames
from app.domain.english import count, listed, plural
from app.domain.keys import MigrationKey

MAX_PLACES = 3
"""A sentence names this many places of the source with their reasons and counts the others."""

MAX_NAMED = 2
"""The headline names this many migrations and counts the others."""


MAX_LISTED = 10
"""A sentence about what could not be compared names this many migrations, apps or places and counts the others."""


def headline(difference: Difference, names: ReleaseNames) -> str:
    """
    The most important change, in one sentence; edits of released migrations come first.

    Beside an edit, a second sentence says that there may be more. An app that has another label now is always named.
    """
    if not difference.is_edited:
        return _headline_without_edits(difference, names)
    sentences = [_edited(difference, names), _relabelled(difference)]
    sentences.append(unknown_sentence(difference, names))
    return " ".join(filter(None, sentences))


def unknown_sentence(difference: Difference, names: ReleaseNames) -> str:
    """That there may be more, and why; empty where everything could be compared."""
    if difference.is_whole:
        return ""
    return f"Whether there is more is not known: {_unknown(difference, names)}."


def _relabelled(difference: Difference) -> str:
    """`mfa is accounts_mfa now: Django would run its 3 migrations again.`"""
    relabels = difference.relabels
    if not relabels:
        return ""
    changes = listed((f"{relabel.before} is {relabel.after} now" for relabel in relabels), MAX_NAMED)
    number = sum(len(relabel.keys) for relabel in relabels)
    its = plural(len(relabels), "its", "their")
    again = f"{its} migration" if number == 1 else f"{its} {number:,} migrations"
    return f"{changes}: Django would run {again} again."


def _edited(difference: Difference, names: ReleaseNames) -> str:
    """The sentence about edits, renamed migrations or new edges; empty without any."""
    edited, renamed = difference.edited, difference.renamed
    had = f"that {names.before} had released"
    if edited:
        keys = [edit.key for edit in edited]
        if renamed:
            and_renamed = f"and renamed {_number(len(renamed))}"
            return (
                f"{names.after} edited {_migrations(keys)} {had}, {and_renamed}: {listed(keys, MAX_NAMED)}."
            )
        return f"{names.after} edited {_migrations(keys)} {had}: {listed(keys, MAX_NAMED)}."
    if len(renamed) == 1:
        return f"{names.after} renamed one migration {had}: {renamed[0].before} is {renamed[0].after} now."
    if renamed:
        keys = [rename.before for rename in renamed]
        return f"{names.after} renamed {_migrations(keys)} {had}: {listed(keys, MAX_NAMED)}."
    if difference.edges_without_edit:
        keys = sorted({edge.child for edge in difference.edges_without_edit})
        return f"{names.after} puts a dependency under {_migrations(keys)} {had}: {listed(keys, MAX_NAMED)}."
    return ""


def _headline_without_edits(difference: Difference, names: ReleaseNames) -> str:
    if not difference.is_whole:
        unknown = _unknown(difference, names)
        return f"Whether {names.after} edited what {names.before} had released is not known: {unknown}."
    if difference.before.fingerprint == difference.after.fingerprint:
        return f"{names.before} and {names.after} are the same release."
    apps = _apps_of_one(difference, names)
    return " ".join(filter(None, (_change(difference, names), apps)))


def _apps_of_one(difference: Difference, names: ReleaseNames) -> str:
    """`Only v2 has billing.`"""
    new, gone = difference.coverage.new_apps, difference.coverage.gone_apps
    pairs = [(names.after, new), (names.before, gone)]
    return " ".join(f"Only {name} has {listed(apps, MAX_NAMED)}." for name, apps in pairs if apps)


def _unknown(difference: Difference, names: ReleaseNames) -> str:
    """What could not be compared, without the end of the sentence."""
    return listed(_unknowns(difference, names))


def _unknowns(difference: Difference, names: ReleaseNames) -> Iterator[str]:
    coverage, not_compared = difference.coverage, difference.operations_not_compared
    if coverage.unread:
        yield f"{_migrations(coverage.unread)} could not be read whole ({listed(coverage.unread, MAX_NAMED)})"
    if not_compared:
        keys = (
            listed(not_compared) if len(not_compared) <= MAX_NAMED else count(len(not_compared), "migration")
        )
        yield f"the operations of {keys} could be compared by kind and name only"
    if coverage.open_apps:
        yield f"only one of {names.before} and {names.after} covers {listed(coverage.open_apps, MAX_NAMED)}"
    if coverage.places:
        number = count(len(coverage.places), "place")
        yield f"{number} in the source could not be read ({coverage.places[0].path})"


def _change(difference: Difference, names: ReleaseNames) -> str:
    squashed = sum(len(squash.replaced) for squash in difference.squashed if squash.new)
    numbers = {"adds": len(difference.added), "removes": len(difference.removed), "squashes": squashed}
    changes = [(verb, number) for verb, number in numbers.items() if number]
    if changes:
        verb, number = changes[0]
        first = f"{verb} {_number(number)} {plural(number, 'migration', 'migrations')}"
        others = [f"{verb} {_number(number)}" for verb, number in changes[1:]]
        return f"{names.after} {listed([first, *others])}, and edits none that {names.before} had released."
    if difference.django:
        old, new = difference.django
        return f"{names.after} has the migrations of {names.before}, on Django {new} instead of {old}."
    if difference.settings:
        return f"{names.after} has the migrations of {names.before} under other settings."
    return f"{names.after} has the migrations of {names.before}."


def _migrations(keys: Sequence[MigrationKey]) -> str:
    """`one migration`, `13 migrations`."""
    return f"{_number(len(keys))} {plural(len(keys), 'migration', 'migrations')}"


def _number(number: int) -> str:
    """`one`, `13`, `1,988`."""
    return "one" if number == 1 else f"{number:,}"


def not_compared_lines(difference: Difference, names: ReleaseNames) -> tuple[str, ...]:
    """What could not be compared, and why: a sentence for each reason."""
    return tuple(_not_compared_lines(difference, names))


def _not_compared_lines(difference: Difference, names: ReleaseNames) -> Iterator[str]:
    coverage = difference.coverage
    if coverage.open_apps:
        apps = listed(coverage.open_apps, MAX_LISTED)
        yield f"Only one of {names.before} and {names.after} covers {apps}: not compared."
    for name, apps_of_one in ((names.after, coverage.new_apps), (names.before, coverage.gone_apps)):
        if apps_of_one:
            yield f"Only {name} has {listed(apps_of_one, MAX_LISTED)}: there is nothing to compare."
    if coverage.unread:
        yield f"{listed(coverage.unread, MAX_LISTED)} could not be read whole: not compared."
    if difference.operations_not_compared:
        keys = listed(difference.operations_not_compared, MAX_LISTED)
        yield (
            f"Of {_migrations(difference.operations_not_compared)} only the kind and the name of operations could be "
            f"compared, as one of the releases has no fingerprints: {keys}."
        )
    if coverage.places and not coverage.is_same:
        places = listed(coverage.places, MAX_PLACES)
        yield f"Not read, so what it holds was not compared: {places}."
