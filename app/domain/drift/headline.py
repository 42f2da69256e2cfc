"""
The headline of one environment: what is the matter with it, in one or two sentences.

The pages, their JSON, the terminal and the previews of links all take it from here.
"""

from dataclasses import dataclass, replace

from app.domain.drift.circumstances import circumstances_of
from app.domain.drift.comparison import Drift
from app.domain.drift.lead import has_more
from app.domain.drift.whereabouts import whereabouts
from app.domain.english import count, plural
from app.domain.findings import Code, Finding, Severity, Verdict
from app.domain.keys import MigrationKey
from app.domain.outcome.outside import SQUASH_NAME_PART
from app.domain.runbook import consequence, sentence

DATABASE = "This database"
"""What a table lies in that is not one of many schemas."""


@dataclass(frozen=True, slots=True)
class Headline:
    """A text, and the migration keys that it names: pages set these in the code font."""

    text: str
    keys: tuple[MigrationKey, ...] = ()

    def __str__(self) -> str:
        return self.text


def headline(drift: Drift, *, environment: str = DATABASE, label: str, place: str = DATABASE) -> Headline:
    """
    What is the matter with `environment`, compared with the release that people call `label`.

    `place` is what the table lies in: `This database`, or `This schema`.
    """
    return _with_more(_page_headline(drift, environment, label, place), drift, label)


def row_headline(drift: Drift, *, label: str, place: str = DATABASE) -> Headline:
    """The same for a row of the fleet, where the verdict and the environment's name stand beside it."""
    return _with_more(_row_headline(drift, label, place), drift, label)


def _with_more(headline: Headline, drift: Drift, label: str) -> Headline:
    """The headline, and after it what else must be said: rows of a newer release, and where the history lies."""
    further = " ".join(filter(None, (_also_has(drift), whereabouts(drift, label=label))))
    return replace(headline, text=f"{headline.text.removesuffix('.')}. {further}") if further else headline


def _also_has(drift: Drift) -> str:
    """What there is of newer releases, beside what is the matter; empty where that is the whole sentence."""
    if not drift.leads or drift.verdict in (Verdict.AHEAD, Verdict.NOT_JUDGED):
        return ""
    return f"It also has {has_more(drift.leads)}."


def _page_headline(drift: Drift, environment: str, label: str, place: str) -> Headline:
    if drift.verdict is Verdict.NOT_JUDGED:
        return Headline(f"This cannot be judged: {not_judged(drift, label)}.")
    if drift.verdict is Verdict.BLOCKED:
        return blocked(drift)
    if not drift.history.rows and not _surroundings_finding(drift):
        return Headline(_empty(drift, place))
    if drift.verdict is Verdict.DRIFTED:
        return _drifted(drift)
    if drift.verdict is Verdict.BEHIND:
        return Headline(_behind(drift))
    if drift.verdict is Verdict.AHEAD:
        return Headline(f"{environment} is ahead of {label}: it has {has_more(drift.leads)}.")
    return Headline(f"{environment} has everything {label} has.")


def _row_headline(drift: Drift, label: str, place: str) -> Headline:
    if drift.verdict is Verdict.DRIFTED and (drift.history.rows or _surroundings_finding(drift)):
        first, *others = _findings_to_tell(drift)
        more = f" And {len(others)} more." if others else ""
        return Headline(f"{sentence(first, circumstances_of(drift, first))}{more}", _keys(first))
    if drift.verdict is Verdict.BEHIND and drift.history.rows:
        return _behind_by_name(drift)
    if drift.verdict is Verdict.IN_STEP and drift.history.rows:
        return Headline(f"Everything {label} has.")
    if drift.verdict is Verdict.AHEAD:
        return Headline(f"Everything {label} has, and {has_more(drift.leads)}.")
    return _page_headline(drift, place, label, place)


def blocked(drift: Drift) -> Headline:
    """Why Django refuses: the worst finding, and how many more block the environment."""
    findings = counting_findings(drift)
    if not findings:
        return Headline("Django refuses every migrate.")
    first = findings[0]
    more = more_blocking(sum(finding.code.severity is first.code.severity for finding in findings) - 1)
    return Headline(
        f"{_refuses(drift, first)}{sentence(first, circumstances_of(drift, first))}{more}", _keys(first)
    )


def _refuses(drift: Drift, finding: Finding) -> str:
    if drift.outcome.refuses_by_chance or finding.code is Code.UNDEFINED:
        return ""  # Django may refuse, which D107 says
    what = "every migrate" if finding.code is Code.MISSING_DEPENDENCY else "to migrate"
    return f"Django refuses {what}: "


def more_blocking(number: int) -> str:
    """` 2 more findings block it too.`; empty for none."""
    return f" {count(number, 'more finding')} {plural(number, 'blocks', 'block')} it too." if number else ""


def not_judged(drift: Drift, label: str) -> str:
    """`2 places in the source of v2 could not be read`: why a release gives no verdict."""
    release = drift.release
    if not release.unreadable:
        child, parent = drift.undecided[0]
        if child.app_label not in release.apps:
            return (
                f"{child} has a row and may be a squash, its dependency {parent} has none; {label} does not hold "
                f"{child.app_label}, and only its files tell whether the row counts and Django refuses"
            )
        may_be = "be a squash" if SQUASH_NAME_PART in parent.name else "be in a squash that has one"
        return (
            f"{child} is applied, its dependency {parent} has no row and may {may_be}; {label} does not hold "
            f"{parent.app_label}, and only its files tell whether Django refuses"
        )
    return f"{count(len(release.unreadable), 'place')} in the source of {label} could not be read"


def counting_findings(drift: Drift) -> tuple[Finding, ...]:
    """The findings that decide the verdict, worst first: all but information."""
    return tuple(finding for finding in drift.findings if finding.code.severity is not Severity.INFORMATION)


def irreversible_steps(drift: Drift) -> tuple[MigrationKey, ...]:
    """The migrations of the plan that are known to be irreversible, in the order of the plan."""
    migrations = drift.release.migrations
    return tuple(
        key for key in drift.outcome.plan or () if key in migrations and migrations[key].irreversible
    )


def _keys(finding: Finding) -> tuple[MigrationKey, ...]:
    return (finding.subject, *finding.related)


def _surroundings_finding(drift: Drift) -> Finding | None:
    """The finding that tells better than the number of rows what is the matter with a history without rows."""
    codes = (Code.TABLES_WITHOUT_ROWS, Code.TABLE_ELSEWHERE)
    return next((finding for finding in drift.findings if finding.code in codes), None)


def _findings_to_tell(drift: Drift) -> tuple[Finding, ...]:
    """The findings that decide the verdict, the one to tell first."""
    first, findings = _surroundings_finding(drift), counting_findings(drift)
    return findings if first is None else (first, *(finding for finding in findings if finding != first))


def _drifted(drift: Drift) -> Headline:
    first, *others = _findings_to_tell(drift)
    more = f" {count(len(others), 'more finding')}." if others else ""
    circumstances = circumstances_of(drift, first)
    return Headline(
        f"{sentence(first, circumstances)} {consequence(first, circumstances)}{more}", _keys(first)
    )


def _empty(drift: Drift, place: str) -> str:
    steps = len(drift.outcome.plan or ())
    would = f"Django would run all {count(steps, 'migration')}." if steps else "There is nothing to run."
    if not drift.history.has_table:
        surroundings = drift.history.surroundings
        where = f"Schema {surroundings.schema}" if surroundings and surroundings.schema else place
        return f"{where} has no django_migrations table: nothing is applied. {would}"
    return f"No row is recorded here: nothing is applied. {would}"


def _behind(drift: Drift) -> str:
    steps, irreversible = len(drift.outcome.plan or ()), len(irreversible_steps(drift))
    to_run = f"{count(steps, 'migration')} to run"
    if not irreversible:
        return f"{to_run}, nothing in the way."
    if steps == irreversible == 1:
        return f"{to_run}, and it is irreversible."
    return f"{to_run}, {irreversible} of them irreversible."


def _behind_by_name(drift: Drift) -> Headline:
    keys = irreversible_steps(drift)
    to_run = f"{count(len(drift.outcome.plan or ()), 'migration')} to run"
    if not keys:
        return Headline(f"{to_run}.")
    more = f" and {len(keys) - 1} more" if len(keys) > 1 else ""
    return Headline(f"{to_run}, {len(keys)} irreversible: {keys[0]}{more}", keys[:1])
