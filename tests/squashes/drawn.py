"""Draws the life of a squash: a project, and environments at different places of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from app.domain.keys import MigrationKey
from app.domain.release import Migration, Release
from tests.squashes import code
from tests.squashes.code import Files

Step = dict[str, object]


@dataclass(frozen=True)
class DrawnProject:
    """The release with the squashes in it, `squash` being the one of which gates are tried; `made` as for `texts`."""

    release: Release
    squash: MigrationKey
    squashes: tuple[MigrationKey, ...]
    made: dict[MigrationKey, tuple[MigrationKey, ...]]

    @property
    def before(self) -> Release:
        """The release before there was any squash."""
        return code.without(self.release, self.squashes)

    @property
    def tables(self) -> list[str]:
        """Those that a database has when all has run."""
        return code.tables(key for key in self.release.migrations if key not in self.squashes)

    def files(self, release: Release) -> Files:
        return code.texts(release, self.made)


def project(random: Random, django: str) -> DrawnProject:
    """A chain of app `a` with a squash of a stretch, an app that needs it, and sometimes a second squash over it."""
    number = random.randint(3, 6)
    chain = [MigrationKey("a", str(index)) for index in range(1, number + 1)]
    needs_c = random.choice(chain)
    migrations = [Migration(MigrationKey("c", "1"))]
    for index, key in enumerate(chain):
        parents = chain[index - 1 : index] + ([MigrationKey("c", "1")] if key == needs_c else [])
        migrations.append(Migration(key, dependencies=tuple(parents)))
    migrations += [
        Migration(MigrationKey("b", "1"), dependencies=(random.choice(chain),)),
        Migration(MigrationKey("b", "2"), dependencies=(MigrationKey("b", "1"), random.choice(chain))),
    ]
    start = random.choice((0, 0, 1))
    end = random.randint(start + 2, number)
    inner = MigrationKey("a", "s")
    made = {inner: tuple(chain[start:end])}
    parents = tuple(chain[max(0, start - 1) : start])
    needs = (MigrationKey("c", "1"),)
    migrations.append(Migration(inner, dependencies=(*parents, *needs), replaces=tuple(chain[start:end])))
    squashes, squash = [inner], inner
    if end < number and django >= "6.0" and random.random() < 0.4:
        outer = MigrationKey("a", "t")
        replaced = (inner, *chain[end:])
        migrations.append(Migration(outer, dependencies=(*parents, *needs), replaces=replaced))
        made[outer] = tuple(chain[start:])
        squashes.append(outer)
        squash = random.choice((inner, outer))
    return DrawnProject(Release.of(migrations, django=django), squash, tuple(squashes), made)


def environments(random: Random, drawn: DrawnProject, number: int) -> Iterator[list[Step]]:
    """For each environment, what was done in it until now."""
    old, new = drawn.files(drawn.before), drawn.files(drawn.release)
    replaced = list(drawn.made[drawn.squash])
    for _ in range(number):
        steps: list[Step] = []
        kind = random.choice(("fresh", "old", "old", "part", "part", "new", "undone", "dented"))
        if kind == "part":
            goal = random.choice(replaced[:-1])
            steps.append(_migrate(old, "a", goal.name))
        elif kind != "fresh":
            steps.append(_migrate(old if kind in ("old", "dented") else random.choice((old, new))))
        if kind in ("new", "undone") or (kind == "dented" and random.random() < 0.5):
            steps.append(_migrate(new))
        if kind == "undone":
            steps.append(_migrate(old, "a", random.choice(replaced[:-1]).name))
        if kind == "dented":
            key = random.choice([*replaced, drawn.squash])
            steps.append({"sql": f"DELETE FROM django_migrations WHERE app = 'a' AND name = '{key.name}'"})  # noqa: S608
        if random.random() < 0.15 and steps:
            steps.append(
                {
                    "sql": "INSERT INTO django_migrations (app, name, applied) VALUES ('a', 'odd', '2026-01-01')"
                }
            )
        yield steps


def _migrate(files: Files, *arguments: str) -> Step:
    return {"files": files, "arguments": ["migrate", *arguments]}
