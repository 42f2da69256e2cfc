"""What Django prints where it refuses, to the letter; and what it does instead where it says nothing."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass

from app.cache import WeightedCache
from app.domain import english
from app.domain.drift import Drift
from app.domain.findings import Code, Finding, Severity
from app.domain.outcome import Outcome
from app.domain.outcome.commands import makemigrations
from app.domain.outcome.locked_commands import LockedCommands, is_looked_at, locked_commands
from app.web.environment.finding.facts import FindingFacts
from app.web.wording import rich_text as text
from app.web.wording.rich_text import Text

MODULES = {
    "InconsistentMigrationHistory": "django.db.migrations.exceptions.",
    "NodeNotFoundError": "django.db.migrations.exceptions.",
    "CircularDependencyError": "django.db.migrations.exceptions.",
}
"""What stands before the name of an exception in a traceback. A CommandError has none: Django prints it in one line."""

CODES = {
    "InconsistentMigrationHistory": frozenset({Code.MISSING_DEPENDENCY}),
    "NodeNotFoundError": frozenset({Code.MISSING_PARENT, Code.SQUASH_CIRCLE}),
    "CircularDependencyError": frozenset({Code.CYCLE, Code.SQUASH_CIRCLE}),
    "CommandError": frozenset({Code.FORKED, Code.SQUASH_CIRCLE}),
    "KeyError": frozenset({Code.SQUASH_CIRCLE}),
    "ValueError": frozenset({Code.UNKNOWN_APP}),
}
"""By the name of an exception, the codes of the findings that it comes from."""

MAX_MESSAGES = 8
"""Further messages from which chance chooses are counted, not shown."""

_locked: WeightedCache[Hashable, LockedCommands] = WeightedCache(512)


@dataclass(frozen=True, slots=True)
class DjangoMessage:
    """One line that Django prints: the exception as it names it, and the message."""

    exception: str
    message: str


@dataclass(frozen=True, slots=True)
class DjangoPrintsView:
    """
    The messages, one of which Django prints; none where it says nothing.

    `before` says when, or what Django does instead; `after` which other commands end with an error too. `more` counts
    the messages that are not shown.
    """

    messages: tuple[DjangoMessage, ...]
    before: Text
    after: str
    more: int = 0


def view(facts: FindingFacts) -> DjangoPrintsView | None:
    """What Django says of this finding; None for information, which it has no reason to speak of."""
    drift, finding = facts.drift, facts.finding
    if finding.code.severity is Severity.INFORMATION:
        return None
    if finding.code.severity is Severity.BLOCKING and drift.outcome.refuses:
        return _refusal(facts)
    if finding.code is Code.ONLY_MAKEMIGRATIONS:
        outcome = makemigrations(drift.release, drift.history, alias=facts.environment.alias)
        messages = tuple(_messages(outcome, finding))
        before = _keyed(finding, f"{_runs(drift)} But makemigrations ends with{_one_of(messages, outcome)}:")
        return DjangoPrintsView(messages[:MAX_MESSAGES], before, "", len(messages[MAX_MESSAGES:]))
    return DjangoPrintsView((), _instead(facts), "")


def _refusal(facts: FindingFacts) -> DjangoPrintsView:
    drift, finding = facts.drift, facts.finding
    messages = tuple(_messages(drift.outcome, finding))
    before = ""
    if finding.code not in _codes_of(drift.outcome):
        before = "Django does not come so far. It ends before with this:"
    elif _one_of(messages, drift.outcome):
        before = f"{english.capital(_one_of(messages, drift.outcome).removeprefix(' '))}; all of them hold:"
    if drift.outcome.refuses_by_chance:
        before = "Chance decides whether it runs or ends with an error:"
    return DjangoPrintsView(
        messages[:MAX_MESSAGES],
        text.plain(before),
        _locked_commands(facts).sentence,
        len(messages[MAX_MESSAGES:]),
    )


def _messages(outcome: Outcome, finding: Finding) -> Iterator[DjangoMessage]:
    """Every message that Django may print, those that name the finding's migration first."""
    found = [
        DjangoMessage(f"{MODULES.get(each.raises, '')}{each.raises}", message)
        for each in (outcome, *outcome.alternatives)
        if each.raises is not None
        for message in each.messages
    ]
    yield from sorted(
        dict.fromkeys(found), key=lambda each: f"Migration {finding.subject} is" not in each.message
    )


def _codes_of(outcome: Outcome) -> frozenset[Code]:
    """The codes of the findings of which the errors of an outcome speak."""
    codes: set[Code] = set()
    for each in (outcome, *outcome.alternatives):
        codes |= CODES.get(each.raises or "", frozenset())
    return frozenset(codes | {Code.UNDEFINED} if outcome.alternatives else codes)


def _one_of(messages: tuple[DjangoMessage, ...], outcome: Outcome) -> str:
    if outcome.has_more:
        return f" one of these {len(messages)}, or the same circle begun elsewhere, by chance"
    return f" one of these {len(messages)}, by chance" if len(messages) > 1 else ""


def _locked_commands(facts: FindingFacts) -> LockedCommands:
    """Which other commands end with an error, asked once for a release and a history."""
    drift, alias = facts.drift, facts.environment.alias
    is_looked = is_looked_at(drift.release, alias)
    key = (drift.release.fingerprint, drift.history.fingerprint, is_looked)
    found = _locked.get(key)
    if found is None:
        found = locked_commands(drift.release, drift.history, is_looked_at=is_looked)
        _locked.put(key, found)
    return found


def _instead(facts: FindingFacts) -> Text:
    """What Django does where it prints nothing about a finding."""
    drift, finding = facts.drift, facts.finding
    if drift.outcome.refuses:
        return _keyed(finding, "Nothing of this: migrate ends with the error of another finding.")
    return _keyed(finding, f"Nothing. {_runs(drift)}")


def _runs(drift: Drift) -> str:
    plan = drift.outcome.plan or ()
    if plan:
        return f"migrate has {english.count(len(plan), 'migration')} to run, and no word of this."
    return "migrate prints “No migrations to apply.” and exits with 0."


def _keyed(finding: Finding, sentence: str) -> Text:
    return text.of(finding, sentence)
