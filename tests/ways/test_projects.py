"""The ways out of small troubled projects, executed step by step on real Django: each ends as it promises."""

import re
import sqlite3
from contextlib import closing

import pytest

from app import collect, sources
from app.config import Secret
from app.domain.drift import compare
from app.domain.findings import Verdict
from app.domain.history import History
from app.domain.release import Release
from app.domain.ways import ProvenWay, Situation, ways_out
from app.domain.ways.proof import promise_of
from app.domain.ways.scripts import Dialect, script
from app.domain.ways.way import Step
from tests.advice.project import Project
from tests.advice.situations import SITUATIONS
from tests.oracle.django_versions import judge

DJANGO = "5.2"

COLUMNS = (
    "ALTER TABLE users_user ADD COLUMN a integer",
    "ALTER TABLE users_user ADD COLUMN b integer",
)

WAYS = {
    "D101": ("record-row", "run-elsewhere", "take-edge-back", "unrecord-migrate-record", "drop-and-redo"),
    "D102": ("ship-file", "finish-elsewhere", "record-rows", "point-to-squash", "take-edge-out"),
    "D104": ("follow", "merge", "delete-branch"),
    "D104 stale copy": ("delete-branch",),
    "D104 installed package": ("delete-branch",),
    "D107": ("newer-django",),
    "D201": ("ship-file", "undo-elsewhere", "delete-row"),
    "D202": ("delete-younger",),
    "D203": ("ship-file", "finish-elsewhere", "record-rows"),
    "D204": ("migrate", "delete-row"),
    "D205": ("record-rows", "migrate"),
    "D206": ("run-elsewhere", "fake"),
    "D207": ("migrate",),
    "D210": ("fake",),
}
"""Every way that is offered in these situations."""

MAKES_TRUE = {
    ("D101", "record-row"): COLUMNS,
    ("D102", "record-rows"): COLUMNS,
    ("D203", "record-rows"): COLUMNS,
    ("D201", "delete-row"): ("ALTER TABLE users_user DROP COLUMN b",),
    ("D205", "migrate"): ("DROP TABLE users_user",),
}
"""What the check of a way asks for, where the situation has it not."""

ENDS_THERE = frozenset({("D204", "delete-row"), ("D102", "point-to-squash"), ("D102", "take-edge-out")})
"""After these a part stays undone: migrate would go on over a half of it."""


def without(text: str, entry: str) -> str:
    return text.replace(f"{entry}, ", "").replace(f", {entry}", "").replace(entry, "")


EDITS = (
    (r"In (\S+), take (\(.*?\)) out of [a-z_ ]+\.", without),
    (r"In (\S+), take replaces out\.", lambda text: re.sub(r"replaces = .*", "", text)),
    (r"In (\S+), name (\(.*?\)) in place of (\(.*?\))\.", lambda text, new, old: text.replace(old, new)),
    (
        r"In (\S+), name (\(.*?\)) in dependencies in place of others of the app\.",
        lambda text, new: re.sub(r"dependencies = .*", f"dependencies = [{new}]", text),
    ),
)


def release_of(project: Project) -> Release:
    roots = (project.site,) if project.site.exists() else ()
    return sources.read(project.folder, sources.ReadingOptions(django=project.django, roots=roots))


def history_of(project: Project) -> History:
    return collect.history(Secret(f"sqlite:///{project.database}"))


def situation_of(project: Project) -> Situation:
    tags = project.run("git tag --sort=creatordate").stdout.split()
    options = sources.ReadingOptions(django=project.django)
    known = tuple(sources.read(project.folder, options, ref=tag) for tag in tags)
    return Situation(release_of(project), history_of(project), known)


def ways_in(name: str, project: Project) -> dict[str, ProvenWay]:
    situation = situation_of(project)
    findings = [f for f in situation.drift.findings if f.code is SITUATIONS[name].code]
    assert findings, situation.drift.findings
    return {way.id: way for way in ways_out(situation, findings[-1])}


def follow(project: Project, step: Step) -> None:
    """Do what one step says, in the project's own checkout; what is checked out for a command goes again."""
    if step.change:
        with closing(sqlite3.connect(project.database, isolation_level=None)) as connection:
            connection.executescript(script(step, Dialect.SQLITE))
    elif step.text.startswith(("python", "git")):
        start = project.run("git rev-parse HEAD").stdout.strip()
        tags = project.run("git tag").stdout.split()
        if step.release in tags:
            project.must(f"git checkout -q {step.release}")
        typed = project.run(step.text, answers="y\n")
        assert typed.returncode == 0, (step.text, typed.stdout, typed.stderr)
        if step.release in tags:
            project.must(f"git checkout -q {start}")
    elif step.text.startswith("Delete "):
        (project.site.parent / step.text.removeprefix("Delete ").removesuffix(".")).unlink()
    elif step.edited and "Django" in step.text:
        project.django, project.judge = step.edited.django, judge(step.edited.django)
    elif step.edited:
        edit(project, step.text)


def edit(project: Project, sentence: str) -> None:
    for pattern, change in EDITS:
        match = re.fullmatch(pattern, sentence)
        if match:
            file, *words = (group for group in match.groups() if group)
            path = project.folder / file
            text = path.read_text()
            path.write_text(change(text, *words[: change.__code__.co_argcount - 1]))
            assert path.read_text() != text, sentence
            return
    pytest.fail(f"no edit is known for {sentence}")


@pytest.mark.parametrize("name", WAYS)
def test_the_ways_that_are_offered_are_these(made, tmp_path, name: str):
    _, project = made(name, DJANGO, tmp_path)

    assert tuple(ways_in(name, project)) == WAYS[name]


@pytest.mark.parametrize(("name", "id_"), [(name, id_) for name, ids in WAYS.items() for id_ in ids])
def test_a_way_executed_ends_as_it_promises(made, tmp_path, name: str, id_: str):
    _, project = made(name, DJANGO, tmp_path)
    way = ways_in(name, project)[id_]
    project.must(*MAKES_TRUE.get((name, id_), ()))

    for step in way.steps:
        follow(project, step)

    drift = compare(release_of(project), history_of(project))
    assert promise_of(drift) == way.after
    assert drift.verdict is not Verdict.BLOCKED
    project.must("python manage.py migrate --plan")
    if (name, id_) not in ENDS_THERE:
        project.must("python manage.py migrate")
        assert compare(release_of(project), history_of(project)).outcome.plan == ()
