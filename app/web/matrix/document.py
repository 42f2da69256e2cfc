"""The matrix as JSON, `driftboard-matrix/1`."""

from typing import Any

from app.domain.matrix import AppRow, Column
from app.web.facts.chosen import ChosenRelease
from app.web.matrix.facts import MatrixFacts
from app.web.urls import segments

FORMAT = "driftboard-matrix/1"


def document(facts: MatrixFacts) -> dict[str, Any]:
    """
    The document, with every environment and every app, whatever the filters are.

    Environments with the same column share one. A column has the migrations that are not simply applied; of its release
    every other one is applied, or where `blank` is no None, not known.
    """
    matrix, fleet = facts.matrix, facts.fleet
    several = fleet.has_several_releases
    return {
        "format": FORMAT,
        "project": facts.project.slug,
        "moment": segments.iso(facts.at or fleet.now),
        "release": None if several else _release(fleet.chosen),
        **({"releases": [_release(each) for each in fleet.compared]} if several else {}),
        "sentence": facts.sentence,
        "apps": [_app(row) for row in (*matrix.rows, *matrix.same)],
        "columns": [_column(facts, column, slugs) for column, slugs in matrix.merged.items()],
        "links": {
            "page": facts.address.page(),
            "pinned": None if facts.main is None else facts.pinned.page(),
        },
    }


def _app(row: AppRow) -> dict[str, Any]:
    return {
        "app": row.app,
        "migrations": row.migrations,
        "worst": None if row.worst is None else row.worst.status.value,
        "blocks": row.blocks,
        "environments": row.environments,
        "differing": [key.name for key in row.keys],
    }


def _column(facts: MatrixFacts, column: Column, slugs: tuple[str, ...]) -> dict[str, Any]:
    return {
        "environments": list(slugs),
        "verdict": column.verdict.value if facts.has_release else None,
        "against": _release(facts.fleet.release_of(slugs[0])),
        "blank": None if column.blank is None else column.blank.value,
        "several": column.noun or None,
        "cells": [
            {
                "migration": str(key),
                "status": mark.status.value,
                **({"finding": mark.code.value} if mark.code else {}),
                **({"tables": mark.tables, "of": mark.of} if mark.of else {}),
            }
            for key, mark in column.marks.items()
        ],
    }


def _release(chosen: ChosenRelease) -> dict[str, Any] | None:
    release = chosen.release
    if release is None:
        return None
    return {"label": chosen.label, "fingerprint": release.fingerprint, "django": release.django or None}
