"""The page as JSON: the report of `app/domain/reports/squashes.py` with links, the project and the moment."""

from typing import Any

from app.domain.reports import squashes as squashes_report
from app.web.squashes.facts import SquashFacts
from app.web.urls import segments


def document(facts: SquashFacts) -> dict[str, Any]:
    """The document, with every squash and every environment; `release` is None where none is known."""
    if facts.release is None:
        report: dict[str, Any] = {
            "format": squashes_report.FORMAT,
            "release": None,
            "sentence": facts.sentence,
            "squashes": [],
        }
    else:
        report = squashes_report.report(facts.release, facts.lives, facts.chosen.word)
    return report | {
        "project": facts.project.slug,
        "moment": segments.iso(facts.at or facts.fleet.now),
        "environments": len(facts.fleet.environments),
        "links": {
            "page": facts.address.page(),
            "pinned": None if facts.release is None else facts.pinned.page(),
        },
    }
