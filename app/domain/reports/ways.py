"""Ways out as a document (`driftboard-ways/1`), as text for a terminal, and as the scripts alone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from app.domain.english import count, listed
from app.domain.findings import VERDICT_WORDS, Finding, Severity
from app.domain.history import History
from app.domain.ways import unblocked, why_none
from app.domain.ways.planner import MAX_FINDINGS, not_tried
from app.domain.ways.scripts import Dialect, comment, script
from app.domain.ways.way import ProvenWay, Situation, Step, StepKind, name_of

FORMAT = "driftboard-ways/1"

MOST_NAMES = 5
"""A line names this many findings or environments and counts the others."""

NO_HISTORIES: Mapping[str, History] = MappingProxyType({})
"""Where no other database is known."""


def report(
    situation: Situation,
    ways: Sequence[ProvenWay],
    dialect: Dialect,
    histories: Mapping[str, History] = NO_HISTORIES,
    without: Sequence[Finding] | None = None,
) -> dict[str, Any]:
    """
    The document. Keys of migrations are written `app.name`; the text of a step of SQL is its whole script.

    `record` and `unrecord` are the keys whose rows the scripts put in and take out, `unblocks` the names of other
    `histories` that an edit unblocks. `without` are the findings that weigh and that no way answers, each with the
    reason; by default those that none of these ways answers.
    """
    release, history = situation.release, situation.history
    without = unanswered(situation, ways) if without is None else without
    skipped = frozenset(not_tried(situation))
    return {
        "format": FORMAT,
        "release": {
            "fingerprint": release.fingerprint,
            "label": release.label,
            "commit": release.commit,
            "migrations": len(release.migrations),
        },
        "history": {"fingerprint": history.fingerprint, "rows": len(history.rows)},
        "dialect": dialect.value,
        "verdict": situation.drift.verdict.value,
        "ways": [
            {**_way(way, dialect), "unblocks": list(unblocked(situation, way, histories))} for way in ways
        ],
        "without": [
            {**_finding(finding), "reason": why_none(situation, finding, skipped)} for finding in without
        ],
    }


def unanswered(situation: Situation, ways: Iterable[ProvenWay]) -> tuple[Finding, ...]:
    """The findings that weigh, and that no way answers."""
    answered = {finding for way in ways for finding in way.findings}
    return tuple(
        finding
        for finding in situation.drift.findings
        if finding.code.severity is not Severity.INFORMATION and finding not in answered
    )


def _finding(finding: Finding) -> dict[str, str]:
    return {"code": finding.code.value, "subject": str(finding.subject)}


def _way(way: ProvenWay, dialect: Dialect) -> dict[str, Any]:
    return {
        "id": way.id,
        "for": [_finding(finding) for finding in way.findings],
        "title": way.title,
        "fits_when": way.fits_when,
        "steps": [_step(step, dialect) for step in way.steps],
        "record": [str(key) for key in way.recorded],
        "unrecord": [str(key) for key in way.unrecorded],
        "loses": list(way.loses),
        "undo": [_on_its_release(step, dialect) for step in way.undo],
        "risk": way.risk,
        "after": {
            "verdict": way.after.verdict.value,
            "to_run": way.after.to_run,
            "findings": [code.value for code in way.after.codes],
        },
    }


def _step(step: Step, dialect: Dialect) -> dict[str, Any]:
    """A step; a check of the schema has the statements that look beside its text."""
    value = {
        "kind": step.kind.value,
        "text": step.text if step.traces else _text(step, dialect),
        "release": step.release,
        "expect": step.expect,
    }
    return {**value, "sql": script(step, dialect)} if step.traces else value


def _text(step: Step, dialect: Dialect) -> str:
    return script(step, dialect) or step.text


def _on_its_release(step: Step, dialect: Dialect) -> str:
    return f"on {step.release}: {step.text}" if step.release else _text(step, dialect)


def plain(
    situation: Situation,
    ways: Sequence[ProvenWay],
    histories: Mapping[str, History] = NO_HISTORIES,
    without: Sequence[Finding] | None = None,
) -> str:
    """
    The ways for a terminal: what each answers, its steps, and what it promises. Scripts are named, not printed.

    `without` are those of `report`.
    """
    lines = [f"{VERDICT_WORDS[situation.drift.verdict]} on {name_of(situation.release)}.", ""]
    for way in ways:
        answers = listed([f"{finding.code.value} {finding.subject}" for finding in way.findings], 3)
        lines += [f"{way.title}  ({way.id}, for {answers})", f"  Fits when: {way.fits_when}"]
        lines += [f"  {n}. {line}" for n, step in enumerate(way.steps, 1) for line in _lines(step)]
        lines += [f"  After it: {after(way)}."]
        others = unblocked(situation, way, histories)
        lines += [f"  It unblocks {listed(others, MOST_NAMES)} as well."] if others else []
        lines += [f"  Gone for good: {listed(way.loses)}."] if way.loses else []
        lines += [f"  Mind: {way.risk}"] if way.risk else []
        lines += [f"  Undo: {'; '.join(line for step in way.undo for line in _lines(step))}", ""]
    without = unanswered(situation, ways) if without is None else without
    skipped = frozenset(not_tried(situation)).intersection(without)
    lines += [
        f"No way out is known here for {finding.code.value} {finding.subject}. {why_none(situation, finding)}"
        for finding in without
        if finding not in skipped
    ]
    if skipped:
        first = next(finding for finding in without if finding in skipped)
        named = f"{first.code.value}:{first.subject}"
        lines.append(
            f"{count(len(skipped), 'more finding')}: the ways of {MAX_FINDINGS} are looked for at a time. --finding "
            f"{named} looks for those of one."
        )
    if not ways and not without:
        lines.append("Nothing has to be mended.")
    if any(way.recorded or way.unrecorded for way in ways):
        lines.append(
            "--way ID --format sql prints the scripts of a way, with --undo those back. Driftboard runs none."
        )
    return "\n".join(map(comment, lines))


def after(way: ProvenWay) -> str:
    """What a way promises: `drifted, 3 migrations to run, D201 orders.0007_x left`."""
    words = [VERDICT_WORDS[way.after.verdict].lower()]
    words += [f"{count(way.after.to_run, 'migration')} to run"] if way.after.to_run else []
    left = [f"{finding.code.value} {finding.subject}" for finding in way.after.left]
    words += [f"{listed(left, MOST_NAMES)} left"] if left else []
    return ", ".join(words)


def _lines(step: Step) -> Iterator[str]:
    place = f"on {step.release}: " if step.release else ""
    text = f"SQL: {step.text}" if step.kind is StepKind.SQL else step.text
    yield f"{place}{text}{f'  → {step.expect}' if step.expect else ''}"


def sql(way: ProvenWay, dialect: Dialect, *, is_undo: bool = False) -> str:
    """The scripts of a way, or those back; what comes between them stands there as a comment."""
    lines = [f"-- {way.title}: {way.fits_when}"]
    if not is_undo:
        lines.append(f"-- After it: {after(way)}. {way.risk}")
    texts = ["\n".join(comment(line) for line in lines) + "\n"]
    for step in way.undo if is_undo else way.steps:
        place = f"on {step.release}: " if step.release else ""
        texts.append(
            script(step, dialect) or f"-- {comment(place + step.text)} {comment(step.expect)}".rstrip() + "\n"
        )
    return "\n".join(texts)
