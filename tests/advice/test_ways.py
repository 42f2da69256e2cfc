"""The commands of a way out end as the way promises."""

import os

import pytest

from app.domain.findings import Code
from app.domain.runbook import entry_of, example_of
from app.domain.runbook.variants import VARIANTS
from tests.advice.entries import entry_shown, filled, finding_of
from tests.advice.situations import SITUATIONS

VERSIONS = os.environ.get("ADVICE_DJANGO", "5.2").split()
WAYS = [(name, title) for name, situation in SITUATIONS.items() for title in situation.ways]


@pytest.mark.parametrize("django", VERSIONS)
@pytest.mark.parametrize(("name", "title"), WAYS)
def test_a_way_out_ends_as_promised(made, tmp_path, name, title, django):
    situation, project = made(name, django, tmp_path)
    finding, tried = finding_of(situation, project), situation.ways[title]
    way = next(way for way in entry_shown(situation, project).ways if way.title == title)
    tried.makes_true(project)
    commit = project.run("git rev-parse HEAD").stdout.strip()

    for command in way.commands:
        typed = project.run(filled(situation, command), answers=tried.answers)
        assert typed.returncode == 0, (command, typed.stdout, typed.stderr)
    if any("git checkout" in command for command in way.commands):
        project.must(f"git checkout -q {commit}")

    if situation.finding is None:
        after = [other for other in project.drift().findings if other.code is finding.code]
        assert finding.subject not in {other.subject for other in after}, after
    if tried.migrates:
        project.must("python manage.py migrate")
    tried.holds(project)


def test_every_way_that_has_commands_is_tried():
    tried = {(situation.code, title) for situation in SITUATIONS.values() for title in situation.ways}
    entries = [(code, entry_of(example_of(code))) for code in Code]
    entries += [(code, entry) for (code, _), entry in VARIANTS.items()]
    with_commands = {(code, way.title) for code, entry in entries for way in entry.ways if way.commands}

    assert with_commands - tried == set()
