"""The schemas of one database, as JSON, `driftboard-schemas/1`."""

from typing import Any

from app.domain.fleet import Sighting
from app.domain.fleet.parts import parts_sentence, shared
from app.web.facts.environment import EnvironmentFacts
from app.web.facts.failure import failure_document
from app.web.urls import segments
from app.web.wording import rich_text as text
from app.web.wording.environment import row_sentence
from app.web.wording.moments import Times

FORMAT = "driftboard-schemas/1"


def document(facts: EnvironmentFacts) -> dict[str, Any]:
    """Every distinct history with the names of all schemas that share it, the worst first."""
    parts = facts.schemas
    whole = Sighting.of_parts(parts)
    has_release = facts.chosen.release is not None
    return {
        "format": FORMAT,
        "project": facts.project.slug,
        "environment": facts.environment.slug,
        "database": facts.alias,
        "label": facts.chosen.label or None,
        "verdict_now": whole.verdict.value if has_release else None,
        "sentence": f"{parts_sentence(whole)}{shared(whole)}.",
        "histories": [
            {
                "verdict": part.verdict.value if has_release else None,
                "sentence": text.flat(row_sentence(part, label=facts.chosen.word, times=Times(facts.now))),
                "schemas": list(part.schemas),
                "rows": None if part.drift is None else len(part.drift.history.rows),
                "seen_at": None if part.seen_at is None else segments.iso(part.seen_at),
                "failure": failure_document(part.failure),
            }
            for part in parts
        ],
    }
