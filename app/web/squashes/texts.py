"""The page as CSV, for a spreadsheet, and as Markdown, for a channel or a ticket."""

from collections.abc import Iterator

from app.domain import english
from app.domain.squashes import SquashLife
from app.domain.squashes.sentences import gate_sentence, sentence
from app.domain.squashes.words import ANSWER_WORDS, GATE_TITLES
from app.web.squashes.cards import STANDING_WORDS
from app.web.squashes.facts import SquashFacts
from app.web.squashes.filters import standing
from app.web.wording import rich_text as text
from app.web.wording import spreadsheet as wording
from app.web.wording.messages import Line, Message

COLUMNS = ("squash", "gate", "answer", "effect", "reason", "environment", "sentence")

MAX_LINES = 20
"""A message names so many squashes; the page has all."""


def spreadsheet(facts: SquashFacts) -> str:
    """The whole file: a row for each gate of each squash, and one for each environment that holds it or is not told."""
    return wording.spreadsheet(COLUMNS, (row for life in facts.lives for row in _rows(life)))


def _rows(life: SquashLife) -> Iterator[tuple[str, ...]]:
    for gate in life.gates:
        start = (str(life.squash.key), gate.gate.value, gate.answer.value)
        yield (*start, "", "", "", gate_sentence(gate, life.squash))
        for effect, reasons in (("holds", gate.held), ("unknown", gate.unknown)):
            for reason, slugs in reasons.items():
                for slug in slugs:
                    yield (*start, effect, reason.value, slug, "")


def message(facts: SquashFacts) -> Message:
    """The message: the sentence over all, and of each squash its own and the answers of its gates."""
    moment = facts.at or facts.fleet.now
    lines = [_line(life) for life in facts.lives[:MAX_LINES]]
    left = len(facts.lives) - len(lines)
    if left:
        lines.append(Line("And", text.plain(english.count(left, "more squash", "more squashes"))))
    page = facts.address if facts.release is None else facts.pinned
    return Message(
        f"Squashes of {facts.chosen.word or facts.project.name}",
        f"as of {english.absolute(moment)}",
        text.plain(facts.sentence),
        tuple(lines),
        page.page(),
    )


def _line(life: SquashLife) -> Line:
    squash = life.squash
    answers = "; ".join(f"{GATE_TITLES[gate.gate]}: {ANSWER_WORDS[gate.answer]}" for gate in life.gates)
    said = f"{squash.key}: {sentence(life)} {answers}."
    return Line(
        english.capital(STANDING_WORDS[standing(life)]), text.with_keys(said, (squash.key, *squash.replaced))
    )
