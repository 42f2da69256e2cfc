"""What a hand did to the rows of one table between the two times at which it is compared with itself."""

from collections.abc import Iterator

from app.domain.events.event import Event
from app.domain.events.sentences import keys, note, sentence
from app.domain.events.table_change import table_changes
from app.domain.events.what import EventKind
from app.web.compare.facts import CompareFacts
from app.web.wording import rich_text as text
from app.web.wording.rich_text import Text

TOLD = frozenset({EventKind.REWRITTEN, EventKind.TABLE})
"""What came and went the page shows itself."""


def row_edits(facts: CompareFacts) -> Iterator[Text]:
    """Yield a note for each: nothing else on the page looks at ids and times. None between two tables."""
    first, second = facts.first.snapshot, facts.second.snapshot
    if first is None or second is None or facts.first.fingerprint == facts.second.fingerprint:
        return
    if (facts.first.slug, facts.first.location) != (facts.second.slug, facts.second.location):
        return
    before, after = sorted((first, second), key=lambda snapshot: snapshot.received_at)
    for change in table_changes(before.history, after.history):
        event = Event(identity="", what=change.what, at=after.received_at, detail=change)
        if event.kind in TOLD:
            said = " ".join(filter(None, (sentence(event), note(event))))
            yield text.with_keys(said, keys(event))
