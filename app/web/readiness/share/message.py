"""The readiness of a release as a message for a channel: the sentence, the environments that cannot, the numbers."""

from app.domain import english
from app.domain.readiness.answer import ANSWER_WORDS
from app.domain.readiness.steps import why_one_way
from app.web.readiness.facts import ReadinessFacts
from app.web.readiness.notes import first_thing
from app.web.readiness.selection import Selection
from app.web.wording import rich_text as text
from app.web.wording.messages import Line, Message

MAX_LINES = 12
"""A message names so many environments that cannot take it; the page has all."""

MAX_STEPS = 3
"""A message names so many one-way steps; the page has all."""


def message(selection: Selection) -> Message:
    """The message, whatever the filters are; its link is the pinned address."""
    facts = selection.facts
    moment = facts.at or facts.fleet.now
    return Message(
        f"Readiness of {facts.outlook.label}",
        f"as of {english.absolute(moment)}",
        text.plain(facts.outlook.sentence),
        (*_no(facts), *_one_way(facts), _counts(facts)),
        facts.pinned.page(),
    )


def _no(facts: ReadinessFacts) -> tuple[Line, ...]:
    refused = facts.outlook.refused
    lines = [Line(each.environment, first_thing(facts, each)) for each in refused[:MAX_LINES]]
    others = len(refused) - len(lines)
    if others:
        lines.append(
            Line("And", text.plain(f"{english.count(others, 'more environment')} that cannot take it"))
        )
    return tuple(lines)


def _one_way(facts: ReadinessFacts) -> tuple[Line, ...]:
    steps = facts.outlook.one_way
    if not steps:
        return ()
    named = [key for key, _ in steps[:MAX_STEPS]]
    said = [f"{key} ({why_one_way(facts.release.migrations[key])})" for key in named]
    others = len(steps) - len(named)
    words = english.listed([*said, f"{others:,} more"] if others else said)
    return (Line("No way back after", text.with_keys(words, named)),)


def _counts(facts: ReadinessFacts) -> Line:
    numbers = facts.outlook.counts.items()
    return Line(
        "Counts", text.plain(" · ".join(f"{ANSWER_WORDS[answer]} {number:,}" for answer, number in numbers))
    )
