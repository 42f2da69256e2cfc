"""The way back of one environment as JSON (`driftboard-ways-back/1`)."""

from typing import Any

from app.domain.reports import rollback
from app.web.readiness.environment.dependencies import OneEnvironment
from app.web.readiness.environment.ways import names_of, ways

FORMAT = "driftboard-ways-back/1"


def document(one: OneEnvironment) -> dict[str, Any]:
    """The document: a way back for each database or schema, None where there is no plan or no older release."""
    return {
        "format": FORMAT,
        "project": one.facts.project.slug,
        "environment": one.readiness.environment,
        "answer": one.readiness.answer.value,
        "older": None if one.older is None else one.older.name,
        "parts": [
            {
                "database": part.sighting.location.alias,
                "schema": part.sighting.location.schema or None,
                "way_back": None if way is None else rollback.report(way, names_of(one)),
            }
            for part, way in ways(one)
        ],
    }
