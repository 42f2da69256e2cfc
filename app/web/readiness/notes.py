"""What there is to know of one environment before a release: the first thing, and further ones."""

from collections.abc import Iterator, Sequence

from app.domain.english import count, listed, plural
from app.domain.keys import MigrationKey
from app.domain.readiness import Answer, Readiness
from app.domain.readiness.parts import parts_sentence
from app.web.readiness.facts import ReadinessFacts
from app.web.wording import rich_text as text
from app.web.wording.environment import unseen
from app.web.wording.rich_text import Text

MAX_KEYS = 2
"""A note names so many migrations and counts the others."""

MAX_APPS = 4
"""A note names so many apps and counts the others."""

LAST_ANSWERS = {
    Answer.NO: "it could not take {label}",
    Answer.UNKNOWN: "that could not be judged either",
    Answer.MIND: "it could take {label}, with something to mind",
    Answer.YES: "it could take {label}",
}
"""What is said of the last history of an environment that is not seen now."""


def first_thing(facts: ReadinessFacts, each: Readiness) -> Text:
    """The first thing to know of an environment: why not, since when nobody saw it, or where there is no way back."""
    if not each.parts:
        return _of_one(facts, each)
    worst = each.parts[0]
    said = f"{parts_sentence(each.parts)}."
    if each.answer is Answer.YES and not (each.steps and each.steps.plan):
        return text.plain(said)
    name = worst.sighting.location.schema or worst.sighting.location.alias
    return (*text.plain(f"{said} {name}: "), *_of_one(facts, worst))


def _of_one(facts: ReadinessFacts, each: Readiness) -> Text:
    if each.prospect is not None and each.is_seen:
        said = each.prospect.first_thing
        return text.with_keys(said.text, said.keys)
    why = unseen(each.sighting, times=facts.times)
    if each.last_answer is None:
        return text.plain(why)
    return text.plain(
        f"{why} When last seen {LAST_ANSWERS[each.last_answer].format(label=facts.outlook.label)}."
    )


def notes(facts: ReadinessFacts, each: Readiness) -> tuple[Text, ...]:
    """Further things to know, of what is not the first one already."""
    return tuple(_notes(facts, each))


def _notes(facts: ReadinessFacts, each: Readiness) -> Iterator[Text]:
    steps, label = each.steps, facts.outlook.label
    if steps is not None:
        if steps.dropping and (steps.one_way or each.answer is Answer.MIND):
            yield _step_note(
                f"{count(len(steps.dropping), 'step')} {plural(len(steps.dropping), 'drops', 'drop')} data",
                steps.dropping,
            )
        if steps.one_way and each.answer is Answer.MIND:
            first = steps.one_way[0]
            yield text.with_keys(
                f"stops being reversible at step {steps.position(first):,}: {first}", [first]
            )
        if steps.unknown and (steps.one_way or steps.dropping or each.answer is Answer.MIND):
            yield text.plain(
                f"of {count(len(steps.unknown), 'step')} nobody can tell whether it can be unapplied"
            )
    yield from _of_other_parts(each)
    if each.edited:
        number = count(len(each.edited), "migration")
        are = plural(len(each.edited), "is", "are")
        yield _step_note(
            f"{number} that it has run {are} edited between {each.base} and {label}", each.edited
        )
    if each.coming_along:
        apps, come = listed(each.coming_along, MAX_APPS), plural(len(each.coming_along), "comes", "come")
        yield text.plain(f"{apps} of {each.base} {come} along")
    alone = facts.outlook.lacked_alone.get(each.environment, ())
    if alone:
        yield _step_note("lacked by no other environment", alone)


def _of_other_parts(each: Readiness) -> Iterator[Text]:
    """Yield that another database or schema has one-way steps, where the one that speaks has none."""
    others = [part for part in each.parts[1:] if part.steps and part.steps.one_way]
    if others and not (each.steps and each.steps.one_way):
        number = sum(part.size for part in others)
        name = others[0].sighting.location.schema or others[0].sighting.location.alias
        where = name if number == 1 else f"{name} and {number - 1:,} more"
        yield text.plain(f"{where} would run one-way steps")


def _step_note(said: str, keys: Sequence[MigrationKey]) -> Text:
    named = keys[:MAX_KEYS]
    return text.with_keys(f"{said}: {listed(keys, MAX_KEYS)}", named)
