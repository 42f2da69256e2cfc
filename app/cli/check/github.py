"""
The answer as workflow commands of GitHub Actions, which become annotations of a pull request.

    ::error file=orders/migrations/0001_initial.py,line=12,title=…::In 2 of 5 environments …

GitHub shows ten errors and ten warnings of one step. The whole answer is in the other forms.
"""

from collections.abc import Iterator, Mapping

from app.cli.check.notes import Note, notes_of
from app.domain.english import visible
from app.domain.impact import Impact
from app.domain.impact.headline import headline
from app.domain.impact.part import ImpactAnswer
from app.domain.impact.place import EditedPlace
from app.domain.impact.spot import Spot

MAX_NOTES = 10
"""So many of each level are shown by GitHub."""

MESSAGE_ESCAPES = {"%": "%25", "\r": "%0D", "\n": "%0A"}
PROPERTY_ESCAPES = {**MESSAGE_ESCAPES, ":": "%3A", ",": "%2C"}
"""As `escapeData` and `escapeProperty` of GitHub's toolkit write them."""

MESSAGE_TABLE, PROPERTY_TABLE = str.maketrans(MESSAGE_ESCAPES), str.maketrans(PROPERTY_ESCAPES)


def github(impact: Impact, spots: Mapping[EditedPlace, Spot]) -> str:
    """The commands, a line each, ending with the sentence over all as a notice."""
    return "".join(f"{line}\n" for line in _lines(impact, spots))


def _lines(impact: Impact, spots: Mapping[EditedPlace, Spot]) -> Iterator[str]:
    notes = list(notes_of(impact, spots))
    errors = [note for note in notes if note.is_error]
    warnings = [note for note in notes if not note.is_error]
    for level, shown in (("error", errors), ("warning", warnings)):
        for note in shown[:MAX_NOTES]:
            yield command(level, note.text, **_properties(note))
        if len(shown) > MAX_NOTES:
            yield command("notice", f"{len(shown) - MAX_NOTES:,} further notes ({level}) are not shown here.")
    for each in impact.of_answer(ImpactAnswer.UNKNOWN)[:MAX_NOTES]:
        yield command(
            "warning", visible(f"{each.environment}: {each.reason}"), title="driftboard: cannot tell"
        )
    yield command("notice", visible(headline(impact)), title="driftboard check")


def _properties(note: Note) -> dict[str, object]:
    title = f"{note.rule} {note.title}"
    if note.path is None:
        return {"title": title}
    return {"file": visible(note.path), "line": note.line or 1, "title": title}


def command(level: str, message: str, **properties: object) -> str:
    """One workflow command."""
    words = ",".join(
        f"{name}={str(value).translate(PROPERTY_TABLE)}" for name, value in properties.items() if value
    )
    return f"::{level}{f' {words}' if words else ''}::{message.translate(MESSAGE_TABLE)}"
