"""What each code means, in the words of the thing, and what follows from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.findings import Code, Finding
from app.domain.keys import MigrationKey


@dataclass(frozen=True, slots=True)
class Entry:
    """One code: its title, the sentence of one finding, and its consequence."""

    title: str
    sentence: str
    consequence: str


ENTRIES: Mapping[Code, Entry] = {
    Code.MISSING_DEPENDENCY: Entry(
        "Missing dependency",
        "{subject} has a row, but {related}, which it needs, has none.",
        "Django refuses every migrate, --fake included.",
    ),
    Code.MISSING_PARENT: Entry(
        "Missing file",
        "{subject} has no file in this release, but {related} names it.",
        "Django cannot build the graph: every command that needs it fails.",
    ),
    Code.CYCLE: Entry(
        "Cycle",
        "{subject} and {related} each need the other first.",
        "Django cannot order the migrations and refuses.",
    ),
    Code.FORKED: Entry(
        "Forked app",
        "{subject} and {related} are both the last of their app.",
        "Django refuses migrate until a merge migration joins them.",
    ),
    Code.SQUASH_CIRCLE: Entry(
        "Squash circle",
        "{subject} cannot be settled together with {related}.",
        "Django refuses while it settles the squashes.",
    ),
    Code.UNKNOWN_APP: Entry(
        "Unknown app",
        "{subject} depends on an app that this release does not have.",
        "Django cannot build the graph.",
    ),
    Code.UNDEFINED: Entry(
        "Undefined",
        "What Django does with {subject} depends on chance: on the order in which it meets the squashes.",
        "The same command may succeed once and fail once.",
    ),
    Code.UNKNOWN: Entry(
        "Unknown row",
        "{subject} has a row, this release has no such file.",
        "Django ignores it.",
    ),
    Code.DUPLICATE: Entry(
        "Duplicate row",
        "{subject} is recorded more than once.",
        "Django ignores it.",
    ),
    Code.SILENT_SKIP: Entry(
        "Silent skip",
        "{subject} is half recorded, and {related}, the rest of what it replaces, has neither row nor file.",
        "Django drops the squash without a word and runs what comes after it.",
    ),
    Code.STALE_SQUASH_ROW: Entry(
        "Stale squash row",
        "{subject} has a row, but {related}, which it replaces, has none.",
        "Django counts the squash as not applied; once its replaces is removed, it will count as applied.",
    ),
    Code.HOLLOW_SQUASH_ROW: Entry(
        "Hollow squash row",
        "{subject} has a row, but none of what it replaces has one: {related}.",
        "Django would run the squash again, over tables that are there.",
    ),
    Code.STARTS_ANEW: Entry(
        "App starts anew",
        "{subject} would run as the first of its app, which has only rows without files: {related}.",
        "Django would create tables that are there already.",
    ),
    Code.ONLY_MAKEMIGRATIONS: Entry(
        "Only makemigrations refuses",
        "{subject} has a row, but {related} does not count as done when every squash is in place.",
        "migrate runs, makemigrations refuses.",
    ),
    Code.OUT_OF_ORDER: Entry(
        "Out of order",
        "{subject} was recorded before {related}, which it needs.",
        "Harmless: both have rows.",
    ),
    Code.PARTIAL_SQUASH: Entry(
        "Partial squash",
        "{subject} stepped aside: some of {related} are recorded and some are not.",
        "Django runs the rest of them one by one.",
    ),
    Code.NOT_COVERED: Entry(
        "App not covered",
        "{count} of app {app} cannot be judged: this release does not hold the app.",
        "Nothing is said about it.",
    ),
    Code.SQUASH_RESIDUE: Entry(
        "Squash residue",
        "{subject} is a row of a migration that a squash replaced.",
        "Django ignores it.",
    ),
}


def sentence(finding: Finding) -> str:
    """One finding in one sentence, with whole keys."""
    count = 1 + len(finding.related)
    return ENTRIES[finding.code].sentence.format(
        subject=finding.subject,
        related=listed(finding.related),
        app=finding.subject.app_label,
        count="1 row" if count == 1 else f"{count} rows",
    )


def listed(keys: Sequence[MigrationKey]) -> str:
    """`a.1`, `a.1 and b.1`, `a.1, b.1 and c.1`; nothing at all reads as `nothing else`."""
    words = [str(key) for key in keys]
    if not words:
        return "nothing else"
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
