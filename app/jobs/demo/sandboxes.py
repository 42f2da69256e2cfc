"""
The databases of the demo, each made by Django's own commands at commits of the shop.

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
"""A second row for one migration, as two `migrate` at the same time leave it: nothing makes rows unique."""

HOURS_AFTER_COMMIT = {"qa": 2, "sandbox": 6, "staging": 20, "production": 44}
"""By tier: the hours from a commit to its deploy."""

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
"""Runs a command of Django's, and sets the time of its new rows to that of the deploy."""

MAX_PARALLEL = 4
"""Processes of Django at the same time."""


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
    """One database and the commands that made it. Without a step it is empty; with `gone` it has no file."""

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
    Make every database as `folder`/<slug>.sqlite3. `report` gets a line for each.

    Raises `DemoError` when a command of Django fails.
    """
    folder.mkdir(parents=True)
    with ThreadPoolExecutor(MAX_PARALLEL) as threads:
        jobs = {threads.submit(_make_database, shop, sandbox, folder): sandbox for sandbox in LONGEST_FIRST}
        for job in as_completed(jobs):
            job.result()
            report(f"{jobs[job].slug}: {_description(jobs[job])}")


def _make_database(shop: Shop, sandbox: Sandbox, folder: Path) -> None:
    path = folder / f"{sandbox.slug}.sqlite3"
    if not sandbox.gone:
        path.touch()
    for hours, step in enumerate(sandbox.steps, HOURS_AFTER_COMMIT[sandbox.tier]):
        deployed = shop.commit_time(step.checkout) + timedelta(hours=hours)
        deploy = DEPLOY.format(arguments=step.arguments, deployed=deployed.isoformat())
        process = shop.manage(step.checkout, f"sqlite:///{path}", "shell", "-c", deploy)
        if process.returncode:
            lines = process.stderr.strip().splitlines() or ["nothing was printed"]
            raise DemoError(f"The demo could not be built: {sandbox.slug}, {step} failed: {lines[-1]}")


def _description(sandbox: Sandbox) -> str:
    if sandbox.gone:
        return "no file, as if it had been deleted"
    return ", ".join(map(str, sandbox.steps)) or "an empty database"
