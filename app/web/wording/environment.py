"""What is the matter with one environment, in one sentence: the `h1` of its page and its line in the fleet."""

from app.domain import english, runbook
from app.domain.drift import Drift
from app.domain.english import listed
from app.domain.failure import Cause
from app.domain.findings import VERDICT_WORDS, Code, Finding, Severity, Verdict
from app.domain.fleet import Sighting
from app.domain.keys import MigrationKey
from app.web.wording.moments import Times
from app.web.wording.rich_text import Text, marked, of, plain


def headline(environment: str, sighting: Sighting, *, label: str, times: Times) -> Text:
    """The sentence over the page of one environment."""
    drift = sighting.drift
    if drift is None or sighting.failure is not None or sighting.stale:
        return plain(unseen(sighting, times=times))
    if drift.verdict is Verdict.UNSEEN:
        return plain(_unreadable(drift, label))
    if drift.verdict is Verdict.BLOCKED:
        return _refused(_counting(drift))
    if not drift.history.rows:
        return plain(_empty(drift))
    if drift.verdict is Verdict.DRIFTED:
        return _drifted(drift)
    if drift.verdict is Verdict.BEHIND:
        return plain(_to_run(drift))
    return plain(f"{environment} has everything {label} has.")


def line(sighting: Sighting, *, label: str, times: Times, cause: Finding | None = None) -> Text:
    """The sentence of a row in the fleet; under a cause card it says only what is particular here."""
    drift = sighting.drift
    if sighting.verdict is Verdict.UNSEEN or drift is None:
        if (
            drift is not None
            and drift.verdict is Verdict.UNSEEN
            and not sighting.failure
            and not sighting.stale
        ):
            return plain(_unreadable(drift, label))
        return plain(f"{unseen(sighting, times=times)}{_when_last_seen(sighting)}")
    if drift.verdict is Verdict.BLOCKED:
        return _particular(drift, cause)
    if not drift.history.rows:
        return plain(_empty(drift))
    if drift.verdict is Verdict.DRIFTED:
        troubles = _counting(drift)
        more = len(troubles) - 1
        return (*of(troubles[0], runbook.sentence(troubles[0])), *plain(f" And {more} more." if more else ""))
    if drift.verdict is Verdict.BEHIND:
        return _to_run_by_name(drift)
    return plain(f"Everything {label} has.")


def unseen(sighting: Sighting, *, times: Times) -> str:
    """Why there is no fresh history, and for how long."""
    failure = sighting.failure
    if failure is None:
        if sighting.seen_at is None:
            return "Not collected yet."
        return f"Not collected {times.since(sighting.seen_at)}."
    if failure.cause is Cause.NOT_COLLECTED:
        return f"Not collected {times.since(failure.since)}."
    if failure.cause is Cause.BUSY:
        return f"{english.capital(failure.cause.sentence)}."
    if sighting.seen_at is None:
        return f"Never seen: {failure.cause.sentence}."
    return f"Not seen {times.since(failure.since)}: {failure.cause.sentence}."


def _when_last_seen(sighting: Sighting) -> str:
    return "" if sighting.last is None else f" {VERDICT_WORDS[sighting.last]} when last seen."


def _unreadable(drift: Drift, label: str) -> str:
    files = english.count(len(drift.release.unreadable), "place")
    return f"This cannot be judged: {files} in the source of {label} could not be read."


def _refused(findings: tuple[Finding, ...]) -> Text:
    if not findings:
        return plain("Django refuses every migrate.")
    first, *others = findings
    others = [other for other in others if other.code.severity is first.code.severity]
    if first.code is Code.MISSING_DEPENDENCY and first.related:
        needs = "its dependency" if len(first.related) == 1 else "its dependencies"
        have = "has no row" if len(first.related) == 1 else "have no rows"
        said = f"{first.subject} is applied, {needs} {listed(first.related)} {have}."
        sentence = f"Django refuses every migrate: {said}"
    else:
        sentence = f"Django refuses to migrate: {runbook.sentence(first)}"
    if others:
        sentence += f" {english.count(len(others), 'more finding')} {'blocks' if len(others) == 1 else 'block'} it too."
    return of(first, sentence)


def _drifted(drift: Drift) -> Text:
    first, *others = _counting(drift)
    sentence = f"{runbook.sentence(first)} {runbook.ENTRIES[first.code].consequence}"
    if others:
        sentence += f" {english.count(len(others), 'more finding')}."
    return of(first, sentence)


def _empty(drift: Drift) -> str:
    number = len(drift.outcome.plan or ())
    would = (
        f"Django would run all {english.count(number, 'migration')}."
        if number
        else "There is nothing to run."
    )
    if not drift.history.table:
        return f"This database has no django_migrations table: nothing is applied. {would}"
    return f"No row is recorded here: nothing is applied. {would}"


def irreversible_steps(drift: Drift) -> tuple[MigrationKey, ...]:
    """The steps of the plan that are known to have no way back, in the plan's order."""
    migrations = drift.release.migrations
    return tuple(
        key for key in drift.outcome.plan or () if key in migrations and migrations[key].irreversible
    )


def _to_run(drift: Drift) -> str:
    number, irreversible = len(drift.outcome.plan or ()), len(irreversible_steps(drift))
    text = f"{english.count(number, 'migration')} to run"
    if not irreversible:
        return f"{text}, nothing in the way."
    if number == irreversible == 1:
        return f"{text}, and it is one way."
    return f"{text}, {irreversible} of them one way."


def _to_run_by_name(drift: Drift) -> Text:
    keys = irreversible_steps(drift)
    text = english.count(len(drift.outcome.plan or ()), "migration") + " to run"
    if not keys:
        return plain(f"{text}.")
    more = f" and {len(keys) - 1} more" if len(keys) > 1 else ""
    return marked(f"{text}, {len(keys)} one way: {keys[0]}{more}", keys[:1])


def _particular(drift: Drift, cause: Finding | None) -> Text:
    """Which row it is and when it was written, which differs between the environments of one cause."""
    if cause is None:
        return _refused(_counting(drift))
    others = sum(finding.code.severity is Severity.BLOCKING for finding in drift.findings) - 1
    more = (
        f" {english.count(others, 'more finding')} {'blocks' if others == 1 else 'block'} it too."
        if others
        else ""
    )
    total = len(drift.history.rows)
    position = drift.history.first_position.get(cause.subject)
    if position is None:
        return plain(f"{english.count(total, 'row')} recorded.{more}")
    row = drift.history.rows[position]
    where = f"row {position + 1:,} of {total:,}"
    said = (
        f"is {where}"
        if row.applied_at is None
        else f"was recorded {english.absolute(row.applied_at)}, {where}"
    )
    return marked(f"{cause.subject} {said}.{more}", [cause.subject])


def _counting(drift: Drift) -> tuple[Finding, ...]:
    """The findings that count towards the verdict, worst first."""
    return tuple(finding for finding in drift.findings if finding.code.severity is not Severity.INFORMATION)
