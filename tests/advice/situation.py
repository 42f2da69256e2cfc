"""What a situation is: a project with a finding, and what must hold after each way out of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from app.domain.findings import Code, Finding
from app.domain.keys import MigrationKey
from tests.advice.project import Project


@dataclass(frozen=True)
class TriedWay:
    """How one way out is tried: what is made true before, and what must hold after it."""

    makes_true: Callable[[Project], None] = lambda _: None
    holds: Callable[[Project], None] = lambda _: None
    answers: str = ""
    migrates: bool = True


@dataclass(frozen=True)
class Situation:
    """
    A project with a finding. `finding` is None where a comparison finds it; else it takes more than these two facts.

    `ways` has every way out of the entry that has commands, by its title.
    """

    code: Code
    make: Callable[[Project], None]
    ways: Mapping[str, TriedWay] = field(default_factory=dict)
    fills: Mapping[str, str] = field(default_factory=dict)
    finding: Finding | None = None


def sql(*statements: str) -> Callable[[Project], None]:
    return lambda project: project.must(*statements)


def has(table: str, *columns: str) -> Callable[[Project], None]:
    def check(project: Project) -> None:
        assert project.columns(table).issuperset(columns), project.columns(table)

    return check


def lacks(table: str, *columns: str) -> Callable[[Project], None]:
    def check(project: Project) -> None:
        assert not project.columns(table).intersection(columns), project.columns(table)

    return check


def finding(code: Code, subject: str, *related: str) -> Finding:
    return Finding(code, MigrationKey.parse(subject), tuple(map(MigrationKey.parse, related)))
