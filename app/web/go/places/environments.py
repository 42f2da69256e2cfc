"""Environments by their slugs."""

from collections.abc import Iterator

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
    slugs, names = scope.lookups.worst_first
    times = Times(scope.fleet.now)
    for rank, number in names.best(question, MAX_HITS):
        slug = slugs[number]
        sighting = scope.fleet.sightings[slug]
        yield Hit(
            rank,
            "environment",
            text.plain(slug),
            EnvironmentAddress.live(scope.project.slug, slug).page(),
            wording.row_sentence(sighting, label=scope.fleet.release_of(slug).word, times=times),
            VerdictView.of(sighting.verdict),
        )
