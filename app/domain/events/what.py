"""The kinds of events."""

from enum import StrEnum


class EventKind(StrEnum):
    """The kinds by which a reader filters. The values stand in addresses, so none ever changes."""

    RECORDED = "recorded"
    REMOVED = "removed"
    REWRITTEN = "rewritten"
    TABLE = "table"
    VERDICT = "verdict"
    REACH = "reach"
    DEPLOYED = "deployed"
    LABEL = "label"


KIND_WORDS = {
    EventKind.RECORDED: "Rows recorded",
    EventKind.REMOVED: "Rows removed",
    EventKind.REWRITTEN: "Rows rewritten",
    EventKind.TABLE: "Tables",
    EventKind.VERDICT: "Verdicts",
    EventKind.REACH: "Reached or not",
    EventKind.DEPLOYED: "Deployments",
    EventKind.LABEL: "Labels",
}
"""A kind in words, as a filter names it."""


class What(StrEnum):
    """
    What an event says. The values stand in JSON, so none ever changes.

    `REWRITTEN`: a row has another time, id or name; Django never does that. The next four are of a whole table, where
    one cause explains all of its rows: it was made anew, another table stands there, it got other ids, its times are
    told with another offset. `RESTORED`: it is again as it once was, in a way in which Django does not go back.
    `DAMAGED`: what changed cannot be told, as our own store was changed from outside.
    """

    FIRST_SEEN = "first-seen"
    TABLE_CREATED = "table-created"
    TABLE_GONE = "table-gone"
    RECORDED = "recorded"
    REMOVED = "removed"
    REWRITTEN = "rewritten"
    RECREATED = "recreated"
    REPLACED = "replaced"
    RENUMBERED = "renumbered"
    SHIFTED = "shifted"
    RESTORED = "restored"
    DAMAGED = "damaged"
    VERDICT = "verdict"
    UNREACHED = "unreached"
    BACK = "back"
    DEPLOYED = "deployed"
    LABEL_ADDED = "label-added"
    LABEL_MOVED = "label-moved"
    LABEL_REMOVED = "label-removed"

    @property
    def kind(self) -> EventKind:
        """The kind by which it is filtered."""
        return KINDS.get(self, EventKind.TABLE)


KINDS = {
    What.RECORDED: EventKind.RECORDED,
    What.REMOVED: EventKind.REMOVED,
    What.REWRITTEN: EventKind.REWRITTEN,
    What.VERDICT: EventKind.VERDICT,
    What.UNREACHED: EventKind.REACH,
    What.BACK: EventKind.REACH,
    What.DEPLOYED: EventKind.DEPLOYED,
    What.LABEL_ADDED: EventKind.LABEL,
    What.LABEL_MOVED: EventKind.LABEL,
    What.LABEL_REMOVED: EventKind.LABEL,
}
"""The kinds of what is not about a whole table."""
