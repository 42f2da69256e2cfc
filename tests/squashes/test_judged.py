"""What is said of the gates of drawn squashes, tried for real: Django does what an open gate allows, and what not."""

import os
import shlex
import shutil
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from app.domain.drift import compare
from app.domain.history import History, Row
from app.domain.keys import MigrationKey
from app.domain.release import Release
from app.domain.squashes import lives
from app.domain.squashes.commands import remedy
from app.domain.squashes.gates import Effect, Gate, GateAnswer, Hold, Reason
from app.domain.squashes.phase import Phase
from app.domain.squashes.rows import Reader, Reading
from app.domain.squashes.squash import squashes_of
from tests.build import key, release
from tests.domain.squashes.situations import sighting
from tests.oracle.django_process import court
from tests.squashes import code, drawn
from tests.squashes.drawn import DrawnProject

LIVES = int(os.environ.get("SQUASH_LIVES", "2"))
"""Of each version; SQUASH_LIVES=500 for a long run."""

ENVIRONMENTS = 4
VERSIONS = ("3.2", "4.2", "5.2", "6.0", "6.1")
SCRIPT = Path(__file__).with_name("django_script.py")
MIGRATE = ["migrate"]


class Environment:
    """One environment of a drawn project, in a file of its own that each trial copies."""

    def __init__(self, version: str, project: DrawnProject, folder: Path, steps: list[drawn.Step]) -> None:
        self.version, self.project, self.folder = version, project, folder
        self.database = folder / "environment.sqlite3"
        self.recorded = self.ask(self.database, steps)["rows"]

    def ask(self, database: Path, steps: list[drawn.Step]) -> dict:
        return court(self.version, SCRIPT).ask({"database": str(database), "steps": steps})

    def reading(self, release: Release, earlier: tuple[Release, ...] = ()) -> Reading:
        """What we say of its rows, against a release."""
        rows = tuple(Row(MigrationKey(*key), "2026-01-01") for key in self.recorded)
        drift = compare(release, History(rows))
        squashes = squashes_of(release, earlier)
        reader = Reader(release, squashes)
        readings = reader.readings(reader.rows_of(drift.history.recorded, refuses=drift.outcome.refuses))
        return readings[[squash.key for squash in squashes].index(self.project.squash)]

    def after(self, release: Release, *commands: list[str]) -> dict:
        """What comes of these commands with the code of a release, on a copy of its database."""
        copy = self.folder / "copy.sqlite3"
        shutil.copy(self.database, copy)
        files = self.project.files(release)
        return self.ask(copy, [{"files": files, "arguments": each} for each in commands])

    def is_well(self, release: Release) -> tuple[bool, dict]:
        """Whether `migrate` runs, nothing is left to run or was passed over, and every table is there."""
        answer = self.after(release, MIGRATE, ["migrate", "--check"], ["showmigrations"])
        errors = [step["error"] for step in answer["steps"]]
        listing = answer["steps"][2]["printed"]
        is_run = "[ ]" not in listing and any(f"[X] {key.name}" in listing for key in self.project.squashes)
        return not any(errors) and is_run and answer["tables"] == self.project.tables, answer


def gone(project: DrawnProject) -> tuple[MigrationKey, ...]:
    squash = next(each for each in squashes_of(project.release) if each.key == project.squash)
    return squash.files


def stages(project: DrawnProject) -> tuple[Release, Release, Release]:
    """The release with the squash, once the files are gone, and once `replaces` is gone."""
    files = code.without_files(project.release, project.squash, gone(project))
    return project.release, files, code.without_replaces(files, project.squash)


def judge_files(environment: Environment, counts: Counter[str]) -> None:
    first, second, _ = stages(environment.project)
    reading = environment.reading(first)
    hold = reading.gates[Gate.FILES]
    was_well, _ = environment.is_well(first)
    is_well, answer = environment.is_well(second)
    count(counts, Gate.FILES, reading, hold)
    context = (reading, environment.recorded, environment.project, answer)
    if hold.effect is Effect.FREE:
        assert is_well or not was_well, context
    elif hold.effect is Effect.HOLDS:
        assert not is_well, context
    passed = environment.reading(second, (first,))
    if hold.effect is Effect.HOLDS and hold.reason is Reason.HALF_APPLIED:
        assert passed.gates[Gate.FILES].effect is Effect.HOLDS, context


def judge_replaces(environment: Environment, counts: Counter[str]) -> None:
    first, _, third = stages(environment.project)
    reading = environment.reading(first)
    hold = reading.gates[Gate.REPLACES]
    was_well, _ = environment.is_well(first)
    is_well, answer = environment.is_well(third)
    count(counts, Gate.REPLACES, reading, hold)
    context = (reading, environment.recorded, environment.project, answer)
    if hold.effect is Effect.FREE:
        assert is_well or not was_well, context
    elif hold.effect is Effect.HOLDS:
        assert not is_well, context
    after = environment.reading(third, (first,))
    if after.phase is Phase.LEFT_BEHIND:
        assert not is_well, context


def judge_rows(environment: Environment, counts: Counter[str]) -> None:
    first, _, third = stages(environment.project)
    reading = environment.reading(third, (first,))
    hold = reading.gates[Gate.ROWS]
    was_well, _ = environment.is_well(third)
    answer = environment.after(
        third, ["migrate", "a", "--prune"], MIGRATE, ["migrate", "--check"], ["showmigrations"]
    )
    errors = [step["error"] for step in answer["steps"]]
    is_well = not any(errors) and answer["tables"] == environment.project.tables
    rows = {MigrationKey(*key) for key in answer["rows"]}
    before = {MigrationKey(*key) for key in environment.recorded}
    taken = before - rows
    count(counts, Gate.ROWS, reading, hold)
    context = (reading, environment.recorded, environment.project, answer)
    if hold.effect is Effect.FREE and reading.phase is Phase.RESIDUE:
        assert is_well or not was_well, context
        assert "Pruning a." in answer["steps"][0]["printed"], context
        assert MigrationKey("a", "odd") not in taken, context
    elif hold.effect is Effect.HOLDS:
        is_refused = bool(errors[0]) or "Cannot use --prune" in answer["steps"][0]["printed"]
        assert is_refused or not is_well or taken & set(hold.rows), context


def count(counts: Counter[str], gate: Gate, reading: Reading, hold: Hold) -> None:
    counts[f"{gate} {reading.phase} {hold.effect} {hold.reason or ''}".strip()] += 1


@pytest.mark.parametrize("version", VERSIONS)
def test_what_is_said_of_each_gate_is_what_django_does(version: str, tmp_path: Path):
    counts: Counter[str] = Counter()
    for seed in range(LIVES):
        random = Random(f"{version} {seed}")
        project = drawn.project(random, version)
        for number, steps in enumerate(drawn.environments(random, project, ENVIRONMENTS)):
            folder = tmp_path / f"{seed}-{number}"
            folder.mkdir()
            environment = Environment(version, project, folder, steps)
            judge_files(environment, counts)
            judge_replaces(environment, counts)
            if version != "3.2":
                judge_rows(environment, counts)
            shutil.rmtree(folder)
    print(*(f"{number:5} {what}" for what, number in sorted(counts.items())), sep="\n")
    assert sum(number for what, number in counts.items() if "holds" in what)
    assert sum(number for what, number in counts.items() if "free" in what)


def in_court(version: str, folder: Path, *steps: tuple[Release, str]) -> dict:
    """What comes of some commands, each with the code of a release, on a new database."""
    made = {key("a.s"): (key("a.1"), key("a.2"))}
    return court(version, SCRIPT).ask(
        {
            "database": str(folder / "db.sqlite3"),
            "steps": [
                {"files": code.texts(each, made), "arguments": shlex.split(command)}
                for each, command in steps
            ],
        }
    )


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(("done", "reason"), [("a 1", Reason.HALF_APPLIED), ("a", Reason.NOT_RECORDED)])
def test_what_is_typed_in_an_environment_that_holds_a_gate_records_the_squash(
    version: str, done: str, reason: Reason, tmp_path: Path
):
    old = release("a: 1 < 2 < 3", django=version)
    new = release("a: 1 < 2 < 3", "a: s = 1+2", django=version)
    rows = in_court(version, tmp_path, (old, f"migrate {done}"))["rows"]
    (found,) = lives(new, [sighting("here", new, " ".join(map(".".join, rows)))])
    assert reason in found.gate(Gate.REPLACES).held

    (command,) = remedy(found, reason)
    after = in_court(version, tmp_path, (new, command.removeprefix("python manage.py ")))
    (found,) = lives(new, [sighting("here", new, " ".join(map(".".join, after["rows"])))])
    assert found.gate(Gate.REPLACES).answer is GateAnswer.OPEN


@pytest.mark.parametrize("version", VERSIONS[1:])
@pytest.mark.parametrize("option", ["", "--plan", "--check"])
def test_prune_has_no_dry_run_and_runs_nothing(version: str, option: str, tmp_path: Path):
    old, new = release("a: 1", django=version), release("a: other < 2", django=version)

    answer = in_court(
        version,
        tmp_path,
        (old, "migrate"),
        (new, "migrate a other --fake"),
        (new, f"migrate a --prune {option}"),
    )
    assert ["a", "1"] not in answer["rows"]
    assert ["a", "2"] not in answer["rows"]


@pytest.mark.parametrize("version", VERSIONS[1:])
def test_prune_deletes_the_further_rows_that_are_named(version: str, tmp_path: Path):
    branch = release("a: 1 < 2 < odd", django=version)
    was = release("a: 1 < 2", "a: s = 1+2", django=version)
    now = release("a: s", django=version)
    rows = in_court(version, tmp_path, (branch, "migrate"), (was, "migrate"))["rows"]
    (found,) = lives(now, [sighting("here", now, " ".join(map(".".join, rows)))], known=(was,))
    assert found.gate(Gate.ROWS).held == {Reason.OTHER_ROWS: ("here",)}
    assert found.gate(Gate.ROWS).rows == (key("a.odd"),)

    after = in_court(version, tmp_path, (now, "migrate a --prune"))
    assert after["rows"] == [["a", "s"]]
