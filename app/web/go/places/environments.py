"""Environments by their slugs."""

from collections.abc import Iterator

from app.domain.fleet.sighting import VERDICT_ORDER
from app.web.go.hit import MAX_HITS, Hit
from app.web.go.question import Question
from app.web.go.scope import Scope
from app.web.layout.views import VerdictView
from app.web.urls.environment import EnvironmentAddress
from app.web.wording import environment as wording
from app.web.wording import rich_text as text
from app.web.wording.moments import Times


def hits(scope: Scope, question: Question) -> Iterator[Hit]:
    """Yield the environments of which the slug fits, the worst of those that fit alike first, as many as are shown."""
    fitting = [
        (rank, VERDICT_ORDER[sighting.verdict], slug)
        for slug, sighting in scope.fleet.sightings.items()
        if (rank := question.rank(slug.lower())) is not None
    ]
    times = Times(scope.fleet.now)
    for rank, _, slug in sorted(fitting)[:MAX_HITS]:
        sighting = scope.fleet.sightings[slug]
        yield Hit(
            rank,
            "environment",
            text.plain(slug),
            EnvironmentAddress.live(scope.project.slug, slug).page(),
            wording.row_sentence(sighting, label=scope.fleet.release_of(slug).word, times=times),
            VerdictView.of(sighting.verdict),
        )
