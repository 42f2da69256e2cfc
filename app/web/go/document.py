"""What a text leads to as JSON, `driftboard-go/1`."""

from typing import Any

from app.web.go.dependencies import Asked
from app.web.go.errors import Answer
from app.web.go.hit import Hit
from app.web.wording import rich_text as text

FORMAT = "driftboard-go/1"


def document(asked: Asked) -> dict[str, Any]:
    """The links and the answers, as the page has them."""
    found = asked.found
    return {
        "format": FORMAT,
        "headline": found.headline or None,
        "hits": list(map(_hit, found.hits)),
        "errors": list(map(_answer, found.answers)),
    }


def _hit(hit: Hit) -> dict[str, Any]:
    return {
        "kind": hit.kind,
        "name": text.flat(hit.name),
        "detail": text.flat(hit.detail) or None,
        "verdict": hit.verdict.value if hit.verdict else None,
        "page": hit.href,
    }


def _answer(answer: Answer) -> dict[str, Any]:
    return {
        "kind": answer.kind,
        "words": answer.words,
        "headline": answer.headline,
        "exact": answer.is_exact,
        "hits": list(map(_hit, answer.hits)),
        "meaning": answer.meaning,
        "next_step": answer.next_step,
        "unknown": answer.unknown or None,
        "runbook": answer.runbook.href if answer.runbook else None,
    }
