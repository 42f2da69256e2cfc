"""A path to a release as a document (`driftboard-upgrade/1`), as text for a terminal, and as Markdown."""

from collections.abc import Iterator
from typing import Any

from app.domain import runbook
from app.domain.english import count
from app.domain.findings import Finding
from app.domain.upgrade.answer import Attempt, Leg, Reach, Upgrade
from app.domain.ways import Situation

FORMAT = "driftboard-upgrade/1"

ANSWERS = {Reach.UNKNOWN: "unknown", Reach.IMPOSSIBLE: "no"}
"""What a document answers where it is not yes."""

MAX_MIND = 5
"""A text has so many of the findings that stay and counts the others."""


def report(situation: Situation, found: Upgrade) -> dict[str, Any]:
    """
    The document. Keys of migrations are written `app.name`.

    `answer` is yes, no or unknown, and `reach` there, direct, stones, unknown or impossible. `first` are the releases
    to go to before, `steps` every run, the last of them on the release that is asked about. `because` says why there is
    no path, `direct` what a run of that release alone does, `attempts` what other releases do as the first step.
    """
    release, history = situation.release, situation.history
    return {
        "format": FORMAT,
        "to": {"label": found.goal, "fingerprint": release.fingerprint, "commit": release.commit},
        "history": {"fingerprint": history.fingerprint, "rows": len(history.rows)},
        "database": situation.alias,
        "schema": situation.schema or None,
        "answer": ANSWERS.get(found.reach, "yes"),
        "reach": found.reach.value,
        "headline": found.headline,
        "reason": found.reason,
        "first": list(found.stones),
        "steps": [_leg(leg) for leg in found.legs],
        "direct": _attempt(found.direct),
        "because": None if found.because is None else _attempt(found.because),
        "tried": found.tried,
        "attempts": [_attempt(attempt) for attempt in found.attempts],
        "mind": [_finding(finding) for finding in found.mind],
    }


def _leg(leg: Leg) -> dict[str, Any]:
    return {
        "release": leg.name,
        "command": leg.step.text,
        "runs": [str(key) for key in leg.plan],
        "expect": leg.step.expect,
    }


def _attempt(attempt: Attempt) -> dict[str, Any]:
    obstacle = attempt.obstacle
    return {
        "release": attempt.name,
        "arrives": obstacle is None if obstacle is None or obstacle.is_certain else None,
        "obstacle": None if obstacle is None else obstacle.kind.value,
        "sentence": attempt.sentence,
        "findings": [_finding(finding) for finding in (obstacle.findings if obstacle else ())],
        "migrations": [str(key) for key in (obstacle.keys if obstacle else ())],
    }


def _finding(finding: Finding) -> dict[str, str]:
    return {
        "code": finding.code.value,
        "subject": str(finding.subject),
        "sentence": runbook.sentence(finding),
    }


def plain(found: Upgrade) -> str:
    """The answer for a terminal: the sentence, why it is so, and each step."""
    return "\n".join(_lines(found))


def _lines(found: Upgrade) -> Iterator[str]:
    yield found.headline
    if found.reason:
        yield found.reason
    for number, leg in enumerate(found.legs, 1):
        yield f"  {number}. on {leg.name}: {leg.step.text}  → {leg.step.expect}"
    for attempt in found.attempts:
        yield f"  First to {attempt.name}? {attempt.sentence}"
    yield from (f"Mind: {line}" for line in mind_lines(found))


def mind_lines(found: Upgrade) -> tuple[str, ...]:
    """What stays at the end and does not hinder, a sentence each."""
    lines = [f"{each.code.value} {runbook.sentence(each)}" for each in found.mind[:MAX_MIND]]
    left = len(found.mind) - len(lines)
    return (*lines, f"{count(left, 'more finding')}.") if left else tuple(lines)


def markdown(found: Upgrade, name: str) -> str:
    """The answer for a comment or a ticket; `name` is that of the database."""
    lines = [f"**{name} → {found.goal}: {found.headline}**", ""]
    lines += [found.reason, ""] if found.reason else []
    lines += [
        f"{n}. On {leg.name}: `{leg.step.text}` {leg.step.expect}" for n, leg in enumerate(found.legs, 1)
    ]
    lines += [f"- First to {attempt.name}? {attempt.sentence}" for attempt in found.attempts]
    lines += [f"- Mind: {line}" for line in mind_lines(found)]
    return "\n".join(lines).rstrip() + "\n"
