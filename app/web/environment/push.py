"""The newest push of a live page's database: when, by what, and whether a later look disagrees with it."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends

from app.domain import english
from app.domain.keys import MigrationKey
from app.domain.pushed import disagreement
from app.store import snapshots
from app.store.errors import DamagedHistoryError
from app.store.pushed import handovers
from app.store.pushed.handovers import LastHandover
from app.store.revision import remembered
from app.store.sessions import ReadSession
from app.web.environment.dependencies import Live
from app.web.environment.views import PushView
from app.web.facts.environment import EnvironmentFacts
from app.web.server.site import CurrentSite
from app.web.urls.segments import iso
from app.web.wording.rich_text import with_keys


@dataclass(frozen=True, slots=True)
class LastPush:
    """The newest push, and the migrations whose rows it had and the present history lacks."""

    environment: str
    handover: LastHandover
    lost: tuple[MigrationKey, ...] = ()

    def view(self) -> PushView:
        """It as the page shows it."""
        handover = self.handover
        by = f" by {handover.reporter}" if handover.reporter else ""
        release = f", running {handover.label}" if handover.label else ""
        sentence = (
            f"Pushed from inside the project on {english.absolute(handover.received_at)}{by}{release}. "
            f"Its own clock said {english.absolute(handover.sent_at)}."
        )
        text = disagreement.sentence(self.environment, self.lost, pushed_at=handover.received_at)
        return PushView(sentence, with_keys(text, self.lost) if self.lost else None)

    def document(self) -> dict[str, Any]:
        """It as JSON."""
        handover = self.handover
        return {
            "received_at": iso(handover.received_at),
            "sent_at": iso(handover.sent_at),
            "reporter": handover.reporter or None,
            "label": handover.label,
            "commit": handover.commit,
            "lost": [str(key) for key in self.lost],
        }


def live_push(environment: Live, site: CurrentSite) -> LastPush | None:
    """The newest push of the database that a live page shows; None where it was never pushed."""
    facts = environment.facts
    with site.store.reading() as session:
        return remembered(session, ("push", facts.of_revision), lambda: _last(session, facts))


def _last(session: ReadSession, facts: EnvironmentFacts) -> LastPush | None:
    handover = handovers.lasts(session, facts.project.slug, facts.environment.slug).get(facts.alias)
    if handover is None:
        return None
    return LastPush(facts.environment.slug, handover, _lost(session, facts, handover))


LivePush = Annotated[LastPush | None, Depends(live_push)]


def _lost(session: ReadSession, facts: EnvironmentFacts, handover: LastHandover) -> tuple[MigrationKey, ...]:
    """What the present history lacks of the pushed one; nothing where it is that one, or that cannot be rebuilt."""
    present, pushed = facts.snapshot, handover.fingerprint
    if present is None or pushed is None or present.location.schema or present.history.fingerprint == pushed:
        return ()
    slug = facts.environment.slug
    try:
        found = snapshots.with_fingerprint(session, facts.project.slug, slug, pushed)
    except DamagedHistoryError:
        return ()
    return disagreement.lost(found[0].history, present.history) if found else ()
