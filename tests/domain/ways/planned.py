"""What is planned for one situation, by the names of the ways."""

from dataclasses import replace

from app.domain.history import History
from app.domain.provenance import CodeHistory, Knowledge
from app.domain.provenance.code_history import NO_HISTORY
from app.domain.release import Migration, Operation, Release
from app.domain.ways import ProvenWay, Situation, ways_out
from tests.build import key


def planned(code: Release, rows: History, *known: Release, finding: str = "") -> dict[str, ProvenWay]:
    """The ways out by their ids: of all findings, or of the one that `D101:a.1` names."""
    situation = Situation(code, rows, known)
    chosen = None
    if finding:
        chosen = next(f for f in situation.drift.findings if finding == f"{f.code.value}:{f.subject}")
    ways = ways_out(situation, chosen)
    assert len({(way.id, way.findings) for way in ways}) == len(ways), [way.id for way in ways]
    return {way.id: way for way in ways}


def informed(
    code: Release,
    rows: History,
    *releases: Release,
    finding: str,
    story: CodeHistory = NO_HISTORY,
    known: tuple[Release, ...] | None = None,
) -> dict[str, ProvenWay]:
    """
    The ways out of one finding by their ids, where these releases and the history of the code tell the findings.

    `known` are those that can be checked out, by default the same.
    """
    known = releases if known is None else known
    situation = Situation(code, rows, known, knowledge=Knowledge(story, releases))
    codes = {f"{each.code.value}:{each.subject}": each for each in situation.drift.findings}
    return {way.id: way for way in ways_out(situation, codes[finding])}


def labelled(label: str, code: Release) -> Release:
    return replace(code, label=label)


def with_operations(code: Release, **operations: tuple[Operation, ...]) -> Release:
    """The release with operations; `a_1` stands for the key a.1."""
    migrations: list[Migration] = []
    for migration in code.migrations.values():
        name = f"{migration.key.app_label}_{migration.key.name}"
        migrations.append(replace(migration, operations=operations.get(name, ())))
    return replace(code, migrations={migration.key: migration for migration in migrations})


def with_migration(code: Release, text: str, **facts: object) -> Release:
    """The release in which one migration has other facts."""
    changed = replace(code.migrations[key(text)], **facts)
    return replace(code, migrations={**code.migrations, changed.key: changed})


def does(kind: str, name: str | None = None, *, reversible: bool = True) -> Operation:
    return Operation(kind, name, reversible=reversible)


def texts(way: ProvenWay) -> list[str]:
    return [step.text for step in way.steps]


def back(way: ProvenWay) -> list[str]:
    return [step.text for step in way.undo]
