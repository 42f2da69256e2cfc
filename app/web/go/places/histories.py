"""Histories by the beginning of their fingerprints."""

from collections.abc import Iterator

from app.domain import english
from app.domain.table_location import DEFAULT_ALIAS
from app.store import histories
from app.web.facts.pinned.addresses import pinned_table
from app.web.go.hit import MAX_HITS, Hit
from app.web.go.question import Question
from app.web.go.scope import Scope
from app.web.wording import rich_text as text


def hits(scope: Scope, question: Question) -> Iterator[Hit]:
    """Yield the histories, each on its pinned page against the release that its environment is held against."""
    project = scope.project
    for stored in histories.with_fingerprint(scope.session, project.slug, question.digits, most=MAX_HITS):
        against = scope.fleet.release_of(stored.environment)
        if against.release is None:
            continue
        address = pinned_table(
            project,
            stored.environment,
            stored.location,
            stored.received_at,
            history=stored.fingerprint,
            label=against.label,
            release=against.release.fingerprint,
            newer=scope.fleet.newer,
        )
        location = stored.location
        part = location.schema or ("" if location.alias == DEFAULT_ALIAS else location.alias)
        where = ", ".join(filter(None, (stored.environment, part)))
        rows = english.count(stored.rows, "row")
        received = english.absolute(stored.received_at)
        yield Hit(
            0,
            "history",
            text.plain(stored.fingerprint[:16]),
            address.page(),
            text.plain(f"{where}: {rows}, received {received}"),
        )
