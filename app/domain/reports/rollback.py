"""The way back from a newer release to an older one as a document (`driftboard-way-back/1`)."""

from collections.abc import Iterable
from typing import Any

from app.domain.difference.consequences import ReleaseNames
from app.domain.keys import MigrationKey
from app.domain.outcome import Outcome
from app.domain.release import Release
from app.domain.rollback import JudgedStep, Rollback
from app.domain.rollback.sentences import (
    back_lines,
    command,
    headline,
    limit_lines,
    old_code_sentence,
    point_sentence,
    start_lines,
)
from app.domain.rollback.words import step_sentences

FORMAT = "driftboard-way-back/1"


def report(way: Rollback, names: ReleaseNames) -> dict[str, Any]:
    """
    The document; `names` are what people call the older release and the newer one.

    `backwards` is None where the newer release is refused, or where chance decides what it does.
    """
    point = way.point_of_no_return if way.forward.plan is not None else None
    return {
        "format": FORMAT,
        "old": _release(way.old, names.before),
        "new": _release(way.new, names.after),
        "sentence": headline(way, names),
        "plan": None if way.forward.plan is None else _keys(way.plan),
        "point_of_no_return": None
        if point is None
        else {"step": point, "migration": str(way.plan[point - 1]) if point else None},
        "point_says": point_sentence(way, names),
        "backwards": None if way.forward.plan is None else _backwards(way, names),
        "old_code": None if way.forward.plan is None else _old_code(way, names),
        "not_seen": list(limit_lines(way, names)),
    }


def _release(release: Release, name: str) -> dict[str, Any]:
    return {"name": name, "fingerprint": release.fingerprint, "django": release.django or None}


def _backwards(way: Rollback, names: ReleaseNames) -> dict[str, Any]:
    back = way.back
    return {
        "arrives": way.passage.value,
        "commands": [
            {"command": command(run.arguments, way.alias), "unapplies": _keys(run.plan)} for run in back.runs
        ],
        "refused": None
        if back.refusal is None
        else {
            "command": None if back.refused is None else command(back.refused, way.alias),
            **_outcome(back.refusal),
        },
        "stops_at": None if back.stop is None else str(back.stop.irreversible),
        "unapplied_before": None if back.stop is None else _keys(back.stop.unapplied),
        "comes_along": _keys(way.along),
        "drops_data": _keys(sorted(way.dropping_back)),
        "stays_lost": _keys(sorted(way.dropping)),
        "reversible_not_known": _keys(way.doubtful),
        "depends_on_rows": _keys(sorted(way.on_rows)),
        "rows_left": len(back.end.rows),
        "says": list(back_lines(way, names)),
    }


def _old_code(way: Rollback, names: ReleaseNames) -> dict[str, Any]:
    return {
        "answer": way.judgement.value,
        "sentence": old_code_sentence(way, names),
        "unknown_rows": _keys(way.unknown_rows),
        "migrate": _outcome(way.start),
        "says": list(start_lines(way, names)),
        "steps": [_step(step, names) for step in way.steps],
    }


def _step(step: JudgedStep, names: ReleaseNames) -> dict[str, Any]:
    return {
        "migration": str(step.key),
        "answer": step.judgement.value,
        "operations": [
            {
                "kind": bearing.operation.kind if bearing.operation else None,
                "name": bearing.operation.name if bearing.operation else None,
                "answer": bearing.judgement.value,
                "reason": bearing.reason.value,
                "table": bearing.table or None,
                "column": bearing.column or None,
                "breaks": list(bearing.breaks),
                "refers_to": list(bearing.refers),
            }
            for bearing in step.bearings
        ],
        "says": list(step_sentences(step, names)),
    }


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {
        "raises": outcome.raises,
        "messages": list(outcome.messages),
        "plan": None if outcome.plan is None else _keys(outcome.plan),
        "by_chance": bool(outcome.alternatives),
    }


def _keys(keys: Iterable[MigrationKey]) -> list[str]:
    return [str(key) for key in keys]
