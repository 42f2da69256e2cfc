"""The squashes of a release over all environments as a document (`driftboard-squashes/1`)."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.domain.release import Release
from app.domain.squashes import GateLife, SquashLife
from app.domain.squashes.commands import remedy, steps
from app.domain.squashes.gates import Reason
from app.domain.squashes.sentences import gate_sentence, headline, sentence
from app.domain.squashes.words import FRESH, RESTORES

FORMAT = "driftboard-squashes/1"


def report(release: Release, lives: Sequence[SquashLife], name: str) -> dict[str, Any]:
    """The document; keys of migrations are written `app.name`."""
    return {
        "format": FORMAT,
        "release": {
            "name": name,
            "fingerprint": release.fingerprint,
            "commit": release.commit,
            "django": release.django or None,
        },
        "sentence": headline(lives, name),
        "restores": RESTORES,
        "fresh": FRESH,
        "squashes": [_squash(release, life) for life in lives],
    }


def _squash(release: Release, life: SquashLife) -> dict[str, Any]:
    squash = life.squash
    return {
        "key": str(squash.key),
        "sentence": sentence(life),
        "has_replaces": squash.has_replaces,
        "replaces": list(map(str, squash.replaces)),
        "replaced": list(map(str, squash.replaced)),
        "files": list(map(str, squash.files)),
        "dependents": list(map(str, squash.dependents)),
        "lost_dependencies": list(map(str, squash.lost)),
        "overlapping": list(map(str, squash.overlapping)),
        "phases": {phase.value: list(slugs) for phase, slugs in life.phases.items()},
        "not_told": list(life.untold),
        "not_seen": list(life.unseen),
        "gates": [_gate(release, life, gate) for gate in life.gates],
    }


def _gate(release: Release, life: SquashLife, gate: GateLife) -> dict[str, Any]:
    return {
        "gate": gate.gate.value,
        "answer": gate.answer.value,
        "sentence": gate_sentence(gate, life.squash),
        "first": [first.value for first in gate.first],
        "held": _reasons(life, gate.held),
        "not_known": _reasons(life, gate.unknown),
        "due": list(gate.due),
        "further_rows": list(map(str, gate.rows)),
        "steps": [
            {"text": step.text, "commands": list(step.commands)} for step in steps(release, life, gate)
        ],
    }


def _reasons(life: SquashLife, reasons: Mapping[Reason, Sequence[str]]) -> list[dict[str, Any]]:
    return [
        {"reason": reason.value, "environments": list(slugs), "commands": list(remedy(life, reason))}
        for reason, slugs in reasons.items()
    ]
