"""How far a commit and a row are apart, in words; nothing where that is not known."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from app.domain.history import Row
from app.domain.keys import MigrationKey
from app.domain.provenance.code_history import Commit

OFFSETS = timedelta(hours=14)
"""A time without an offset may be that of any place on earth."""

NUMBERS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


def apart(commit: Commit, rows: Iterable[Row], where: str, key: MigrationKey) -> str:
    """
    `, three days after sandbox-3 had recorded orders.0001_initial`: an end for a sentence about the commit.

    Empty where no time can be read, or where it depends on which of the commit's two dates one takes.
    """
    moments = [moment for moment in (commit.authored_at, commit.committed_at) if moment]
    row = next((row for row in rows if row.applied_at), None)
    if row is None or row.applied_at is None or not moments:
        return ""
    slack = OFFSETS if datetime.fromisoformat(row.applied).tzinfo is None else timedelta()
    spans = [moment - row.applied_at for moment in moments]
    about = "about " if slack else ""
    for sign, word, verb in ((1, "after", "had recorded"), (-1, "before", "recorded")):
        lengths = [sign * span for span in spans]
        if all(length > slack for length in lengths):
            said = {words(length) for length in lengths}
            distance = f"{about}{said.pop()} " if len(said) == 1 else ""
            return f", {distance}{word} {where} {verb} {key}"
    return ""


def words(length: timedelta) -> str:
    """`three days`, `an hour`, `less than a minute`: whole units, rounded down."""
    seconds = int(length.total_seconds())
    for unit, size in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        number = seconds // size
        if number == 1:
            return f"{'an' if unit == 'hour' else 'a'} {unit}"
        if number:
            return f"{NUMBERS[number] if number < len(NUMBERS) else f'{number:,}'} {unit}s"
    return "less than a minute"
