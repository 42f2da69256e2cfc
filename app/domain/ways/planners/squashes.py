"""Ways out where rows and a squash do not go together (D203 to D207)."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from shlex import quote

from app.domain.english import listed
from app.domain.findings import Finding
from app.domain.keys import MigrationKey
from app.domain.release import Migration
from app.domain.ways.edits import edited, path_of
from app.domain.ways.planners.missing import rows_to_record
from app.domain.ways.planners.rows import new_rows, put_in, ship_files, take_out
from app.domain.ways.proof import first_proven, proven
from app.domain.ways.schema import schema_step, there_already
from app.domain.ways.simulation import MOST_NAMES, command, commands_to
from app.domain.ways.way import Draft, ProvenWay, Situation, Step, StepKind, name_of


def finish_elsewhere(situation: Situation, finding: Finding, squash: Migration) -> ProvenWay | None:
    """Run the rest of what a squash replaces on the newest known release that has it."""
    missing = [key for key in squash.replaces if key not in situation.history.recorded]
    names = listed(missing, MOST_NAMES)
    for source in situation.others:
        if not source.migrations.keys() >= set(missing):
            continue
        steps = commands_to(source, situation.history, missing, situation.alias)
        draft = Draft(
            "finish-elsewhere",
            f"Finish it on {name_of(source)}",
            f"What {names} does is not in this database, and the code of {name_of(source)} may run.",
            (finding,),
            steps or (),
        )
        way = proven(situation, draft) if steps else None
        if way:
            return way
    return None


def record_replaced(situation: Situation, finding: Finding, squash: Migration) -> ProvenWay | None:
    """Record the rest of what a squash replaces."""
    missing = [key for key in squash.replaces if key not in situation.history.recorded]
    return _record(situation, finding, missing)


def _record(situation: Situation, finding: Finding, missing: Iterable[MigrationKey]) -> ProvenWay | None:
    keys = rows_to_record(situation, (finding,), first=tuple(missing))
    draft = Draft(
        "record-rows",
        "Record the row" if len(keys) == 1 else "Record the rows",
        there_already(keys),
        (finding,),
        (schema_step(situation.release, keys, situation.history.recorded), put_in(new_rows(keys))),
        "The rows say that these migrations ran. If one did not, Django never runs it, and tells nobody.",
    )
    return proven(situation, draft)


def of_silent_skip(situation: Situation, finding: Finding) -> Iterator[ProvenWay | None]:
    """Ship the replaced files and migrate, finish on a release that has them, or record them."""
    squash = situation.release.migrations[finding.subject]
    yield ship_files(
        situation,
        finding,
        finding.related,
        title="Ship the replaced files again, and migrate",
        fits_when="What they do is not in this database.",
        then=(squash.key.app_label,),
    )
    yield finish_elsewhere(situation, finding, squash)
    yield record_replaced(situation, finding, squash)


def of_stale_row(situation: Situation, finding: Finding) -> Iterator[ProvenWay | None]:
    """Run the rest, or take the squash's row out."""
    yield _migrate(
        situation,
        finding,
        (finding.subject.app_label,),
        title="Run the rest",
        fits_when="What was unapplied should be there.",
    )
    draft = Draft(
        "delete-row",
        "Delete the squash's row",
        "What was unapplied is meant to stay so.",
        (finding,),
        (take_out(situation.history.rows_of(finding.subject)),),
    )
    yield proven(situation, draft)


def _migrate(
    situation: Situation, finding: Finding, words: tuple[str, ...], *, title: str, fits_when: str
) -> ProvenWay | None:
    draft = Draft("migrate", title, fits_when, (finding,), (command(situation.release, *words),))
    return proven(situation, draft)


def of_hollow_row(situation: Situation, finding: Finding) -> Iterator[ProvenWay | None]:
    """Put the rows of what it replaces back, run it, or let it replace nothing any more."""
    release = situation.release
    squash = release.migrations[finding.subject]
    yield record_replaced(situation, finding, squash)
    yield _migrate(
        situation, finding, squash.key, title="Run the squash", fits_when="Its tables are not there."
    )
    step = Step(
        StepKind.CODE,
        f"In {path_of(squash)}, take replaces out.",
        edited=edited(release, (replace(squash, replaces=()),)),
    )
    draft = Draft(
        "take-replaces-out",
        "Remove replaces from the squash",
        "Its tables are there, and every environment has the squash's own row.",
        (finding,),
        (step,),
    )
    yield proven(situation, draft)


def of_new_start(situation: Situation, finding: Finding) -> Iterator[ProvenWay | None]:
    """Go through a release in which the new beginning still replaces the old rows, or record it unrun."""
    key = finding.subject
    for source in situation.others:
        if key in source.migrations and source.migrations[key].replaces:
            draft = Draft(
                "run-elsewhere",
                f"Go through {name_of(source)}",
                f"There {key} still has its replaces, and this database has all that it replaces.",
                (finding,),
                (command(source, key.app_label),),
            )
            way = proven(situation, draft)
            if way:
                yield way
                break
    yield first_proven(situation, _restore_replaces(situation, finding))
    check = schema_step(situation.release, (key,), situation.history.recorded)
    fake = command(situation.release, *key, is_fake=True)
    title, fits_when = (
        "Record the new beginning without running it",
        "Its tables are there, exactly as it would make them.",
    )
    draft = Draft("fake", title, fits_when, (finding,), (check, fake))
    yield proven(situation, draft) or _record(situation, finding, (key,))


def _restore_replaces(situation: Situation, finding: Finding) -> Iterator[Draft]:
    """Give the new beginning the file of a release in which it says what it replaces: a draft for each such release."""
    key, release = finding.subject, situation.release
    for source in situation.others:
        if key in source.migrations and source.migrations[key].replaces:
            path = path_of(release.migrations[key])
            step = Step(
                StepKind.CODE,
                f"git checkout {quote(name_of(source))} -- {quote(path)}",
                f"{key} then says again what it replaces.",
                edited=edited(release, (replace(source.migrations[key], path=path),)),
            )
            yield Draft(
                "restore-replaces",
                "Give it its replaces back",
                "Other databases have the old rows too: each then takes it for done.",
                (finding,),
                (step,),
            )


def of_makemigrations(situation: Situation, finding: Finding) -> Iterator[ProvenWay | None]:
    """Run migrate, after which the squash is done."""
    yield _migrate(
        situation,
        finding,
        (),
        title="Run migrate first",
        fits_when="The release is due here: when the last of what the squash replaces has run, the squash is done.",
    )
