"""Each event in words: plain text, with the names of what it is about."""

from app.domain.english import absolute, capital, count, listed, plural, visible
from app.domain.events.event import Damage, Event, LabelMove, VerdictChange
from app.domain.events.outage import Outage
from app.domain.events.row_changes import RowEdit
from app.domain.events.table_change import TableChange
from app.domain.events.what import What
from app.domain.findings import VERDICT_WORDS
from app.domain.fleet.deployment import Deployment
from app.domain.history import Row
from app.domain.keys import MigrationKey

MAX_NAMED = 3
"""Of more migrations or environments than this the number is said."""

DIGITS = 8
"""So many digits of a fingerprint are shown."""

NEVER = "Django never does that: somebody wrote to the table."

NO_TABLE = "First seen, without a table django_migrations."

NOTES = {
    What.REWRITTEN: NEVER,
    What.RECREATED: "Its ids begin anew and all times are later: the database was made anew.",
    What.REPLACED: "Hardly a row is as it was: a backup or a copy of another database stands here.",
    What.RENUMBERED: "No time changed: the rows were copied into a new table.",
    What.SHIFTED: "No row was written: the times are told in another zone.",
    What.DAMAGED: "The store of Driftboard was changed from outside. A backup of it has what was there.",
    What.RESTORED: "Django does not go back this way: a backup was put back, or a hand wrote to the table.",
}
"""What follows from an event, in one sentence."""

TABLE_SENTENCES = {
    What.FIRST_SEEN: "First seen, with {rows}.",
    What.TABLE_CREATED: "The table django_migrations was created, with {rows}.",
    What.TABLE_GONE: "The table django_migrations is gone; it had {had}.",
    What.RECORDED: "{named} {were} recorded.",
    What.REMOVED: "{named_rows} {were} removed.",
    What.REWRITTEN: "{named_rows} were rewritten.",
    What.RECREATED: "The table was made anew: {have} another id or time.",
    What.REPLACED: "The table was replaced: {have} another id or time.",
    What.RENUMBERED: "The table was numbered anew: {have} another id.",
    What.SHIFTED: "Every time is told with another offset: {have} one.",
    What.RESTORED: "The table is again as it was on {as_of}: {differ} from the look before.",
}
"""What happened to a table."""


def sentence(event: Event) -> str:
    """What happened, in one sentence. The environment is named by who shows it, beside this."""
    match event.detail:
        case TableChange() as change:
            return _of_table(change)
        case VerdictChange() as change:
            return _of_verdict(change)
        case Outage() as outage:
            return _of_outage(event.what, outage)
        case Deployment() as told:
            return f"{visible(told.name)} was deployed."
        case Damage() as damage:
            return _of_damage(damage)
        case move:
            return _of_label(move)


def note(event: Event) -> str:
    """What follows from it; empty where nothing does."""
    return NOTES.get(event.what, "")


def keys(event: Event) -> tuple[MigrationKey, ...]:
    """The migrations that the sentence names."""
    edits = event.detail.edits if isinstance(event.detail, TableChange) else ()
    return tuple(dict.fromkeys(row.key for edit in edits for row in (edit.before, edit.after) if row))


def _of_table(change: TableChange) -> str:
    edits = change.edits
    if not change.has_table and change.what is What.FIRST_SEEN:
        return NO_TABLE
    if change.what is What.REWRITTEN and len(edits) == 1:
        return f"{capital(_rows(edits))} was rewritten: {edit_words(edits[0])}."
    return TABLE_SENTENCES[change.what].format(
        rows=count(change.rows, "row"),
        had=count(len(edits), "row"),
        named=_named(edits, "migration"),
        named_rows=capital(_rows(edits)),
        were=plural(len(edits), "was", "were"),
        have=_have(len(edits)),
        differ=f"{count(len(edits), 'row')} {plural(len(edits), 'differs', 'differ')}",
        as_of="" if change.as_of is None else absolute(change.as_of),
    )


def _have(number: int) -> str:
    return f"{count(number, 'row')} {plural(number, 'has', 'have')}"


def _named(edits: tuple[RowEdit, ...], one: str) -> str:
    return listed(edit.key for edit in edits) if len(edits) <= MAX_NAMED else count(len(edits), one)


def _rows(edits: tuple[RowEdit, ...]) -> str:
    if len(edits) > MAX_NAMED:
        return count(len(edits), "row")
    return f"the {plural(len(edits), 'row', 'rows')} of {listed(edit.key for edit in edits)}"


def edit_words(edit: RowEdit) -> str:
    """What changed in a row: `its time was … and is …`; what a row says that came or went."""
    old, new = edit.before, edit.after
    if old is None or new is None:
        row = new or old
        return "" if row is None else f"{_time(row)}{_id(row)}"
    said = [f"it was {old.key}"] if old.key != new.key else []
    if old.applied != new.applied:
        said.append(f"its time was {_time(old)} and is {_time(new)}")
    if old.id != new.id:
        said.append(f"its id was {old.id} and is {new.id}")
    return ", ".join(said)


def _time(row: Row) -> str:
    """The time of a row as its text tells it: the digits count."""
    return visible(row.applied) or "empty"


def _id(row: Row) -> str:
    return "" if row.id is None else f", id {row.id}"


def _of_verdict(change: VerdictChange) -> str:
    number = len(change.environments)
    who = "The verdict" if number == 1 else f"The verdict of {count(number, 'environment')}"
    before, after = (VERDICT_WORDS[each].lower() for each in (change.before, change.after))
    return f"{who} changed from {before} to {after}."


def _of_outage(what: What, outage: Outage) -> str:
    if what is What.BACK:
        return "Read again."
    many = f" in {count(outage.tables, 'schema')}" if outage.tables > 1 else ""
    begins = "Still not read" if outage.follows else "Not read"
    return f"{begins}{many}: {outage.cause.sentence}."


def _of_damage(damage: Damage) -> str:
    number = len(damage.histories)
    them = listed(each[:DIGITS] for each in damage.histories)
    stored = plural(number, "history", "histories")
    return f"What changed cannot be told: the stored {stored} {them} cannot be rebuilt."


def _of_label(move: LabelMove) -> str:
    name = visible(move.label)
    if move.after is None:
        return f"The label {name} was removed."
    if move.before is None:
        return f"{name} was added."
    if move.before.fingerprint == move.after.fingerprint:
        return f"{name} moved to another commit; its migrations are the same."
    return f"{name} moved to a release with other migrations."
