"""
The databases of the story, each made by Django's own commands, run for real at the shop's commits.

    v1.0 ──────────┬── v1.1 ── merge ── edit ── v1.2        orders.0001_initial is *edited* to depend
      └─ unique-id ┴─────────────┘                └─ gift-cards       on what unique-id brought
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from app.jobs.demo.shop import DemoError, Shop

RECORD_AGAIN = """
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
MigrationRecorder(connection).record_applied("catalog", "0003_product_slug")
"""
"""What two `migrate` at the same time leave behind: the table has no unique constraint."""

HOURS_AFTER_COMMIT = {"qa": 2, "sandbox": 6, "staging": 20, "production": 44}
"""So many hours after its commit a deploy reaches an environment of a tier."""

DEPLOY = """
from datetime import datetime, timedelta
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

begun = datetime.now().astimezone()
call_command(*{arguments!r})
recorder = MigrationRecorder(connection)
new = recorder.migration_qs.filter(applied__gte=begun).order_by("id") if recorder.has_table() else ()
for number, row in enumerate(new):
    applied = datetime.fromisoformat({deployed!r}) + number * timedelta(milliseconds=83)
    recorder.migration_qs.filter(id=row.id).update(applied=applied)
"""
"""A command of Django's; its rows get the time of the deploy, as if it had run then."""

MAX_PARALLEL = 4
"""So many processes of Django at a time."""


@dataclass(frozen=True, slots=True)
class SandboxStep:
    """One `manage.py` command at one checkout of the shop."""

    checkout: str
    arguments: tuple[str, ...] = ("migrate",)

    def __str__(self) -> str:
        if RECORD_AGAIN in self.arguments:
            return "a second row by hand"
        return f"{' '.join(self.arguments)} at {self.checkout}"


@dataclass(frozen=True, slots=True)
class Sandbox:
    """One database, and how it came about. Without a step it is empty; `gone` has not even a file."""

    slug: str
    tier: str
    region: str
    steps: tuple[SandboxStep, ...]
    gone: bool = False


def _at(*checkouts: str) -> tuple[SandboxStep, ...]:
    return tuple(SandboxStep(checkout) for checkout in checkouts)


HALF_WAY = (SandboxStep("v1.2", ("migrate", "catalog")), SandboxStep("v1.2", ("migrate", "users", "0006")))
TWICE = (SandboxStep("v1.2"), SandboxStep("v1.2", ("shell", "-c", RECORD_AGAIN)))

SANDBOXES = (
    # In step with v1.2, by three ways. The last has run everything, in an order that v1.2 no longer allows.
    Sandbox("production-eu", "production", "eu", _at("v1.0", "v1.2")),
    Sandbox("staging", "staging", "eu", _at("v1.2")),
    Sandbox("production-us", "production", "us", _at("v1.0", "v1.1", "merge", "v1.2")),
    # Behind.
    Sandbox("production-apac", "production", "apac", _at("v1.0")),
    Sandbox("sandbox-1", "sandbox", "eu", _at("v1.0", "unique-id")),
    Sandbox("sandbox-2", "sandbox", "us", HALF_WAY),
    # Blocked, all by one cause: in step with v1.1, and v1.2 has edited a migration that they have run.
    Sandbox("sandbox-3", "sandbox", "eu", _at("v1.0", "v1.1")),
    Sandbox("sandbox-7", "sandbox", "us", _at("v1.1")),
    Sandbox("qa-eu", "qa", "eu", _at("v1.1")),
    # Drifted.
    Sandbox("sandbox-4", "sandbox", "eu", _at("v1.2", "gift-cards")),
    Sandbox("sandbox-5", "sandbox", "apac", TWICE),
    # Empty, and gone.
    Sandbox("sandbox-6", "sandbox", "us", ()),
    Sandbox("sandbox-8", "sandbox", "us", (), gone=True),
)

LONGEST_FIRST = tuple(sorted(SANDBOXES, key=lambda sandbox: -len(sandbox.steps)))


def make_databases(shop: Shop, folder: Path, *, report: Callable[[str], None]) -> None:
    """
    Make every database, `folder`/<slug>.sqlite3. `report` gets a line for each.

    Raises `DemoError` when a command of Django fails.
    """
    folder.mkdir(parents=True)
    with ThreadPoolExecutor(MAX_PARALLEL) as threads:
        made = {threads.submit(_make_database, shop, sandbox, folder): sandbox for sandbox in LONGEST_FIRST}
        for done in as_completed(made):
            done.result()
            report(f"{made[done].slug}: {_description(made[done])}")


def _make_database(shop: Shop, sandbox: Sandbox, folder: Path) -> None:
    path = folder / f"{sandbox.slug}.sqlite3"
    if not sandbox.gone:
        path.touch()
    for hours, step in enumerate(sandbox.steps, HOURS_AFTER_COMMIT[sandbox.tier]):
        deployed = shop.committed(step.checkout) + timedelta(hours=hours)
        deploy = DEPLOY.format(arguments=step.arguments, deployed=deployed.isoformat())
        done = shop.manage(step.checkout, f"sqlite:///{path}", "shell", "-c", deploy)
        if done.returncode:
            said = done.stderr.strip().splitlines() or ["nothing was printed"]
            raise DemoError(f"The demo could not be built: {sandbox.slug}, {step} failed: {said[-1]}")


def _description(sandbox: Sandbox) -> str:
    if sandbox.gone:
        return "no file, as if it had been deleted"
    return ", ".join(map(str, sandbox.steps)) or "an empty database"
