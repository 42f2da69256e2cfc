"""Both ways back in words for whoever releases: first what is so, then how, then what is lost and what nobody knows."""

from collections.abc import Iterator
from shlex import quote

from app.domain.difference.consequences import ReleaseNames
from app.domain.english import count, listed, plural
from app.domain.outcome import Outcome
from app.domain.outcome.commands import MigrateArguments
from app.domain.release import Release
from app.domain.rollback.bearing import Judgement
from app.domain.rollback.rollback import Passage, Rollback
from app.domain.schema.names_in_use import names_in_use
from app.domain.table_location import DEFAULT_ALIAS

MOST_NAMES = 3
"""A sentence names this many migrations and counts the others."""


def command(arguments: MigrateArguments, alias: str = DEFAULT_ALIAS) -> str:
    """What is typed for a run on the database of this alias."""
    words = [word for word in (arguments.app_label, arguments.name) if word is not None]
    database = ["--database", quote(alias)] if alias != DEFAULT_ALIAS else []
    return " ".join(["python manage.py migrate", *database, *map(quote, words)])


def headline(way: Rollback, names: ReleaseNames) -> str:
    """The one sentence over both ways: what to count on if the newer release goes wrong."""
    old, new = names.before, names.after
    passage = way.passage
    if passage is Passage.NOWHERE:
        return f"{new} does not go there: Django refuses it, so there is nothing to come back from."
    if way.forward.plan is None:
        return f"Whether {new} goes there is left to chance: nothing is promised of a way back."
    if passage is Passage.NOTHING and not way.known.open:
        return f"{new} runs nothing that {old} does not have: {old} can simply be put back."
    point = way.point_of_no_return
    if point:
        start = f"There is a way back to {old} until {way.plan[point - 1]} runs, step {point:,} of {len(way.plan):,}"
    elif passage is Passage.ENDS:
        start = f"There is no way back to {old} by migrating backwards"
    elif passage is Passage.ARRIVES:
        number = len(way.back.plan)
        start = (
            f"{new} can be migrated back to {old}: {count(number, 'migration')} {plural(number, 'is', 'are')} "
            "unapplied"
        )
    else:
        start = f"Nobody can tell from the files whether {new} can be migrated back to {old}"
    return f"{start}. {old_code_sentence(way, names)}"


def old_code_sentence(way: Rollback, names: ReleaseNames) -> str:
    """Whether the code of the older release works on what the newer one leaves."""
    old, total = names.before, len(way.steps)
    breaking = len(way.steps_with(Judgement.BREAKS))
    if breaking:
        return (
            f"The code of {old} breaks on the new schema: {breaking:,} of {count(total, 'migration')} "
            f"{plural(breaking, 'takes', 'take')} away what it uses."
        )
    unknown = len(way.steps_with(Judgement.CANNOT_TELL))
    if unknown:
        return (
            f"Nobody can tell from the files whether the code of {old} works on the new schema: {unknown:,} of "
            f"{count(total, 'migration')} {plural(unknown, 'leaves', 'leave')} it open."
        )
    limits = " It may fail to delete some rows." if any(step.refers for step in way.steps) else ""
    return f"The models of {old} can read and write on the new schema.{limits}"


def point_sentence(way: Rollback, names: ReleaseNames) -> str:
    """Which step ends the first way; empty where there is no plan."""
    point = way.point_of_no_return if way.forward.plan is not None else None
    if point:
        key, number = way.plan[point - 1], len(way.plan)
        return (
            f"The point of no return is {key}, step {point:,} of {number:,}: once it has run, nobody can migrate "
            f"back to {names.before}."
        )
    if point == 0:
        return (
            f"The way back was over before: what has run already cannot be unapplied down to {names.before}."
        )
    if way.passage is Passage.CANNOT_TELL:
        return "No step is known to end the way back, and of some nobody can tell."
    return "" if way.passage in (Passage.NOWHERE, Passage.NOTHING) else "No step ends the way back."


def back_lines(way: Rollback, names: ReleaseNames) -> tuple[str, ...]:
    """The first way, migrating backwards: where it ends, what comes along, what is lost, what may stop it."""
    return tuple(_back_lines(way, names))


def _back_lines(way: Rollback, names: ReleaseNames) -> Iterator[str]:
    old, new = names.before, names.after
    back = way.back
    if way.passage in (Passage.NOWHERE, Passage.NOTHING) or way.forward.plan is None:
        return
    yield (
        f"Keep the code of {new} until it is done: {old} does not have these files, and Django cannot unapply what "
        "it has no file of."
    )
    if back.stop:
        done = len(back.stop.unapplied)
        stay = (
            f" The {count(done, 'migration')} before it {plural(done, 'stays', 'stay')} unapplied, so the database "
            f"is then neither at {new} nor at {old}."
        )
        yield (
            f"Django stops at {back.stop.irreversible}, which is "
            f"irreversible.{stay if done else ' Nothing is unapplied by then.'}"
        )
    if back.refusal:
        yield _refusal(way)
    if way.doubtful:
        number = len(way.doubtful)
        yield (
            f"Whether {listed(way.doubtful, MOST_NAMES)} can be unapplied is not in "
            f"{plural(number, 'its file', 'their files')}."
        )
    if way.along:
        number = len(way.along)
        yield (
            f"Django unapplies {listed(way.along, MOST_NAMES)} too, which {old} has: migrate of {old} runs "
            f"{plural(number, 'it', 'them')} again, and what {plural(number, 'it', 'they')} held is gone."
        )
    if way.dropping_back:
        number = len(way.dropping_back)
        yield (
            f"{number:,} of the steps back {plural(number, 'drops', 'drop')} what {new} made, with all that was "
            "written into it since."
        )
    if way.dropping:
        number = len(way.dropping)
        yield (
            f"What {listed(sorted(way.dropping), MOST_NAMES)} {plural(number, 'drops', 'drop')} does not come "
            "back: going back makes it anew, and empty."
        )
    if way.on_rows:
        number = len(way.on_rows)
        yield (
            f"{number:,} of the steps back {plural(number, 'runs', 'run')} code, or can be refused because of the "
            "rows that are there then: try it on a copy."
        )


def _refusal(way: Rollback) -> str:
    """That Django does not take the command that would come next."""
    refusal, refused = way.back.refusal or Outcome(), way.back.refused
    first = refusal.alternatives[0] if refusal.alternatives and not refusal.refuses_by_chance else refusal
    said = f"{first.raises}: {first.messages[0]}" if first.raises else ""
    typed = "every command" if refused is None else command(refused, way.alias)
    return f"Then Django refuses {typed}. {said}" if said else f"What {typed} does then is left to chance."


def start_lines(way: Rollback, names: ReleaseNames) -> tuple[str, ...]:
    """Whether the older release would start on the rows that the newer one leaves."""
    return tuple(_start_lines(way, names))


def _start_lines(way: Rollback, names: ReleaseNames) -> Iterator[str]:
    old, start = names.before, way.start
    rows = len(way.unknown_rows)
    if rows:
        yield (
            f"{old} does not know {count(rows, 'row')} of django_migrations then: "
            f"{listed(way.unknown_rows, MOST_NAMES)}. Unknown rows alone stop nothing."
        )
    yield f"A web process of {old} starts: it does not look at the rows."
    if start.alternatives:
        yield f"What migrate of {old} does is left to chance."
    elif start.raises:
        yield f"migrate of {old} ends with an error. {start.raises}: {start.messages[0]}"
    elif start.plan:
        number = len(start.plan)
        yield (
            f"migrate of {old} would run {count(number, 'migration')} that {plural(number, 'has', 'have')} no "
            f"row: {listed(start.plan, MOST_NAMES)}. Do not run it before you know why."
        )
    else:
        yield f"migrate of {old} has nothing to run."


def limit_lines(way: Rollback, names: ReleaseNames) -> tuple[str, ...]:
    """What is not seen."""
    return tuple(_limit_lines(way, names))


def _limit_lines(way: Rollback, names: ReleaseNames) -> Iterator[str]:
    old = names.before
    yield (
        f"Only the models of {old} are looked at: SQL that it writes itself, other programs on the database, and "
        "what the rows mean to it are not seen."
    )
    if not names_in_use(way.old).is_told:
        yield f"The models of {old} themselves are not known: all that its migrations have made is taken for used."
    if way.known.open:
        apps = sorted({key.app_label for key in way.known.open})
        number = len(way.known.open)
        yield (
            f"{old} does not tell about {count(number, 'migration')} of {listed(apps, MOST_NAMES)}: "
            f"{plural(number, 'it is', 'they are')} left as {plural(number, 'it is', 'they are')}."
        )
    for release, name in ((way.old, old), (way.new, names.after)):
        yield from _unreadable(release, name)


def _unreadable(release: Release, name: str) -> Iterator[str]:
    number = len(release.unreadable)
    if number:
        yield (
            f"{count(number, 'place')} of {name} could not be read: "
            f"{release.unreadable[0].path}{' and others' if number > 1 else ''}."
        )
