"""What is done, and typed, where a gate is open, and in an environment that holds one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from shlex import quote

from app.domain.english import listed, plural
from app.domain.keys import MigrationKey
from app.domain.release import Release
from app.domain.squashes.gates import Gate, GateAnswer, Reason
from app.domain.squashes.life import GateLife, SquashLife
from app.domain.table_location import DEFAULT_ALIAS

MAX_FILES = 12
"""A command names so many files; beyond that it is left to the reader."""

MAX_NAMES = 6
"""The most migrations that a step names."""

RUN_MIGRATE = frozenset({Reason.HALF_APPLIED, Reason.NOT_RECORDED, Reason.OTHER_SQUASH})
"""The reasons that end with a `migrate` of this release."""


@dataclass(frozen=True, slots=True)
class GateStep:
    """One thing to do, and the commands for it, if it takes any."""

    text: str
    commands: tuple[str, ...] = ()


def steps(release: Release, life: SquashLife, gate: GateLife) -> tuple[GateStep, ...]:
    """What is done where a gate is open, in order; nothing where it is not."""
    if gate.answer is not GateAnswer.OPEN:
        return ()
    if gate.gate is Gate.ROWS:
        return tuple(_prune(release, life, gate))
    return tuple(_files(release, life) if gate.gate is Gate.FILES else _replaces(release, life))


def _files(release: Release, life: SquashLife) -> Iterator[GateStep]:
    squash = life.squash
    paths = [release.migrations[key].path for key in squash.files]
    known = sorted(path for path in paths if path)
    if len(known) == len(paths) <= MAX_FILES:
        yield GateStep("Delete the files.", ("git rm -- " + " ".join(map(quote, known)),))
    else:
        yield GateStep(f"Delete the files of {_names(squash.files)}.")
    yield from _dependents(life)


def _replaces(release: Release, life: SquashLife) -> Iterator[GateStep]:
    squash = life.squash
    if squash.files:
        yield GateStep("Delete the replaced files, before or in the same change.")
    yield from _dependents(life)
    path = release.migrations[squash.key].path
    yield GateStep(f"Take replaces out of {path or squash.key}.")


def _dependents(life: SquashLife) -> Iterator[GateStep]:
    squash = life.squash
    if squash.dependents:
        need = plural(len(squash.dependents), "needs", "need")
        yield GateStep(
            f"{_names(squash.dependents)} {need} what it replaces: let {plural(len(squash.dependents), 'it', 'them')} "
            f"need {squash.key} instead."
        )


def _prune(release: Release, life: SquashLife, gate: GateLife) -> Iterator[GateStep]:
    labels = sorted({key.app_label for key in life.squash.replaced} & release.apps)
    commands = tuple(
        f"python manage.py migrate {quote(label)} --prune" + _database(alias)
        for alias in gate.aliases
        for label in labels
    )
    yield GateStep(f"Run it in {listed(gate.due, MAX_NAMES)}, with the code of this release.", commands)


def remedy(life: SquashLife, reason: Reason) -> tuple[str, ...]:
    """The commands for an environment that holds a gate for a reason, with the code of this release."""
    if reason not in RUN_MIGRATE:
        return ()
    label = f" {quote(life.squash.key.app_label)}" if reason is Reason.HALF_APPLIED else ""
    return (f"python manage.py migrate{label}",)


def _database(alias: str) -> str:
    return "" if alias == DEFAULT_ALIAS else f" --database={quote(alias)}"


def _names(keys: Sequence[MigrationKey]) -> str:
    return listed(keys, MAX_NAMES)
