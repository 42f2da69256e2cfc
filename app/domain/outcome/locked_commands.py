"""
Which commands end with an error where `migrate` does, and which run as if nothing were the matter.

`migrate` builds the graph, then looks at the rows, then at forks, then makes its plan, then computes the models of the
project. `--plan` and `--check` end with the plan, `--fake` comes after all of it. `makemigrations` looks at the same
with every squash in place. `showmigrations` and `sqlmigrate` only build the graph.

Source: `handle` in `django/core/management/commands/` of these commands, the same from Django 3.2 to 6.1.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.domain.english import listed
from app.domain.history import History
from app.domain.outcome.commands import (
    MIGRATE_ALL,
    cycle_error,
    first_error,
    graph_error,
    key_error,
    makemigrations,
    migrate,
    migrate_on,
    plan_error,
)
from app.domain.outcome.outcome import Outcome, one_or_undefined
from app.domain.outcome.plan import forwards
from app.domain.outcome.showmigrations import showmigrations
from app.domain.release import Release
from app.domain.resolution import Resolution
from app.domain.resolution.declared import declarations
from app.domain.resolution.squash import resolutions

PLAN, CHECK, FAKE = "migrate --plan", "migrate --check", "migrate --fake"
MAKEMIGRATIONS, SHOWMIGRATIONS, SQLMIGRATE = "makemigrations", "showmigrations", "sqlmigrate"
SHOWMIGRATIONS_PLAN = "showmigrations --plan"


@dataclass(frozen=True, slots=True)
class LockedCommands:
    """
    The commands beside `migrate` that end with an error too, those that run, and those of which chance decides.

    Each is written as it is typed: `migrate --plan`, `makemigrations`.
    """

    locked: tuple[str, ...]
    open: tuple[str, ...] = ()
    by_chance: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """`Also for --plan, --check, --fake and makemigrations.`, and what looks normal all the same."""
        words = []
        if self.locked:
            words.append(f"Also for {listed(map(_short, self.locked))}.")
        if self.by_chance:
            words.append(f"Chance decides it for {listed(map(_short, self.by_chance))}.")
        if MAKEMIGRATIONS in self.open:
            words.append("makemigrations does not end with it.")
        if SHOWMIGRATIONS in self.open:
            words.append("showmigrations looks normal and exits with 0: do not trust it here.")
        return " ".join(words)


def _short(command: str) -> str:
    """A form of `migrate` by its option alone, `--plan`; any other command whole."""
    return command.removeprefix("migrate ")


def is_looked_at(release: Release, alias: str) -> bool:
    """
    Whether `makemigrations` looks at the rows of a database: those of `default`, and of all others with routers.

    Without a word about DATABASE_ROUTERS it is taken for empty, as it is in nearly all projects. Source:
    `aliases_to_check` in `makemigrations.py`.
    """
    return alias == "default" or (release.settings.get("DATABASE_ROUTERS") or "0") != "0"


def locked_commands(release: Release, history: History, *, is_looked_at: bool = True) -> LockedCommands:
    """
    What each command does where `migrate` may end with an error.

    `is_looked_at` says that `makemigrations` looks at the rows of this database.
    """
    listings = showmigrations(release, history)
    answers = {
        PLAN: _answer(_of_plan(release, history)),
        CHECK: _answer(_of_check(release, history)),
        FAKE: _answer([migrate(release, history)]),
        MAKEMIGRATIONS: _answer([makemigrations(release, history if is_looked_at else History())]),
        SHOWMIGRATIONS: _answer(each if isinstance(each, Outcome) else None for each in listings),
        SHOWMIGRATIONS_PLAN: _answer(_of_plan_listing(release, history)),
        SQLMIGRATE: _answer(_of_sqlmigrate(release)),
    }
    return LockedCommands(
        tuple(command for command, answer in answers.items() if answer is True),
        tuple(command for command, answer in answers.items() if answer is False),
        tuple(command for command, answer in answers.items() if answer is None),
    )


def _of_plan(release: Release, history: History) -> Iterator[Outcome | None]:
    """`migrate --plan`, which ends before the models of the project are computed."""
    for resolution in resolutions(release, history.recorded):
        yield _planning_error(release, history, resolution)


def _of_check(release: Release, history: History) -> Iterator[Outcome | None]:
    """`migrate --check`. Before Django 4.2 it goes on like `migrate` where nothing is to run."""
    for resolution in resolutions(release, history.recorded):
        error = _planning_error(release, history, resolution)
        goes_on = release.version < (4, 2) and error is None
        if goes_on and not forwards(resolution.graph, resolution.applied):
            error = migrate_on(release, history, resolution, MIGRATE_ALL, "default")
        yield error


def _planning_error(release: Release, history: History, resolution: Resolution) -> Outcome | None:
    graph = resolution.graph
    error = first_error(release, history, resolution, "default")
    return error or plan_error(graph, resolution.applied, graph.leaf_nodes)


def _of_plan_listing(release: Release, history: History) -> Iterator[Outcome | None]:
    """`showmigrations --plan`: it wants what is referred to, and comes to every migration that is needed."""
    for resolution in resolutions(release, history.recorded):
        refusal, graph = resolution.refusal, resolution.graph
        error = Outcome(refusal.raises, refusal.messages) if refusal else graph_error(graph)
        if error is None and graph.is_endless:
            error = cycle_error(graph)
        dropped = (
            () if error or not graph.dropped else [key for key in graph.full_plan if key in graph.dropped]
        )
        yield key_error(graph, dropped[0]) if dropped else error


def _of_sqlmigrate(release: Release) -> Iterator[Outcome | None]:
    """`sqlmigrate`, which lets every squash stand beside what it replaces."""
    for declaration in declarations(release):
        if declaration.lookup_errors:
            yield Outcome("ValueError", tuple(text for _, text in declaration.lookup_errors))
        else:
            yield graph_error(declaration.graph)


def _answer(outcomes: Iterable[Outcome | None]) -> bool | None:
    """Whether a command ends with an error; None where chance decides."""
    outcome = one_or_undefined(each or Outcome(plan=()) for each in outcomes)
    refusing = {each.refuses for each in outcome.alternatives or (outcome,)}
    return refusing.pop() if len(refusing) == 1 else None
