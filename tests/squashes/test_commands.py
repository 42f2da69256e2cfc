"""The whole life of a squash in a real checkout: each command that is printed is typed, and does what is said."""

import re
from pathlib import Path

from app import collect, sources
from app.config import Secret
from app.domain.drift import compare
from app.domain.fleet import Sighting
from app.domain.release import Release
from app.domain.squashes import Gate, GateAnswer, SquashLife, lives
from app.domain.squashes.commands import remedy, steps
from app.domain.squashes.gates import Reason
from app.sources import ReadingOptions
from tests.advice.project import Project, migration, model

OLD = {
    "shop/0001_initial": migration((), [model("Item")]),
    "shop/0002_price": migration(["shop.0001_initial"], [model("Price")]),
    "shop/0003_stock": migration(["shop.0002_price"], [model("Stock")]),
    "cms/0001_initial": migration(["shop.0002_price"], [model("Page")]),
}
SQUASH = "0001_squashed_0002"
NEW = OLD | {
    f"shop/{SQUASH}": migration(
        (), [model("Item"), model("Price")], ["shop.0001_initial", "shop.0002_price"]
    ),
}


class Life:
    """The squash of a project as we see it, from its files and its database as they are now."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.known: tuple[Release, ...] = ()

    def now(self) -> tuple[Release, SquashLife]:
        release = sources.read(self.project.folder, ReadingOptions(django=self.project.django))
        history = collect.history(Secret(self.project.url))
        seen = Sighting(environment="here", drift=compare(release, history))
        (found,) = lives(release, [seen], known=self.known)
        self.known = (*self.known, release)
        return release, found

    def commands(self, gate: Gate) -> list[str]:
        """What is typed at an open gate."""
        release, found = self.now()
        assert found.gate(gate).answer is GateAnswer.OPEN
        return [command for step in steps(release, found, found.gate(gate)) for command in step.commands]

    def well(self) -> None:
        """Nothing is to run, and nothing was passed over."""
        typed = self.project.run("python manage.py showmigrations")
        assert typed.returncode == 0, typed.stderr
        assert "[ ]" not in typed.stdout
        assert "[X] 0001_squashed_0002" in typed.stdout


def test_from_the_squash_to_its_end(tmp_path: Path):
    project = Project(tmp_path)
    life = Life(project)
    project.release("v1", OLD)
    project.must("python manage.py migrate shop 0001")
    project.release("v2", NEW)

    _, found = life.now()
    assert found.gate(Gate.FILES).held == {Reason.HALF_APPLIED: ("here",)}
    for command in remedy(found, Reason.HALF_APPLIED):
        project.must(command)
    project.must("python manage.py migrate")

    commands = life.commands(Gate.FILES)
    assert commands == ["git rm -- shop/migrations/0001_initial.py shop/migrations/0002_price.py"]
    for command in commands:
        project.must(command)
    edit(project, "(*)", "'0002_price'", f"'{SQUASH}'")
    life.well()

    assert life.commands(Gate.REPLACES) == []
    edit(project, SQUASH, r"    replaces = .*\n", "")
    life.well()

    commands = life.commands(Gate.ROWS)
    assert commands == ["python manage.py migrate shop --prune"]
    for command in commands:
        assert "Pruning shop.0001_initial OK" in project.run(command).stdout
    life.well()
    _, found = life.now()
    assert found.next_gate is None


def edit(project: Project, name: str, old: str, new: str) -> None:
    """Change the text of a migration, or with (*) of all that are left but the squash."""
    for path in project.folder.glob("*/migrations/0*.py"):
        is_meant = path.stem == name or (name == "(*)" and path.stem != SQUASH)
        if is_meant:
            path.write_text(re.sub(old, new, path.read_text()))
