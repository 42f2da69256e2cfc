"""
The databases of the demo, each made by Django's own commands at commits of the shop.

    v1.0 ──────────┬── v1.1 ── merge ── edit ── v1.2        orders.0001_initial is *edited* to depend
      └─ unique-id ┴─────────────┘                └─ gift-cards       on what unique-id brought
"""

from collections.abc import Callable, Iterable
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
    """
    One environment and the commands that made its database. Without a step that is empty; with `gone` it has no file.

    `release` is the one that runs there; empty for the project's. `archive` made a second database, in which only the
    app `catalog` lives. With `pushed` its history is handed over from inside the project, and nobody reads the file.
    """

    slug: str
    tier: str
    region: str
    steps: tuple[SandboxStep, ...]
    gone: bool = False
    release: str = ""
    archive: tuple[SandboxStep, ...] = ()
    pushed: bool = False


def _at(*checkouts: str) -> tuple[SandboxStep, ...]:
    return tuple(SandboxStep(checkout) for checkout in checkouts)


ARCHIVE = "archive"
"""The alias of the second database."""

ARCHIVED_APP = "catalog"

HALF_WAY = (SandboxStep("v1.2", ("migrate", "catalog")), SandboxStep("v1.2", ("migrate", "users", "0006")))
TWICE = (SandboxStep("v1.2"), SandboxStep("v1.2", ("shell", "-c", RECORD_AGAIN)))

SANDBOXES = (
    # In step with v1.2, by three ways. The last has run everything, in an order that v1.2 no longer allows.
    Sandbox(
        "production-eu",
        "production",
        "eu",
        _at("v1.0", "v1.2"),
        archive=(SandboxStep("v1.2", ("migrate", ARCHIVED_APP)),),
    ),
    Sandbox("staging", "staging", "eu", _at("v1.2")),
    Sandbox("production-us", "production", "us", _at("v1.0", "v1.1", "merge", "v1.2")),
    Sandbox("staging-2", "staging", "us", _at("v1.2"), pushed=True),
    # Ahead: old code on a database that has run the newer release.
    Sandbox("edge-1", "production", "us", _at("v1.0", "merge", "v1.2"), release="v1.0"),
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
        jobs = {threads.submit(_make_sandbox, shop, sandbox, folder): sandbox for sandbox in LONGEST_FIRST}
        for job in as_completed(jobs):
            job.result()
            report(f"{jobs[job].slug}: {_description(jobs[job])}")


def _make_sandbox(shop: Shop, sandbox: Sandbox, folder: Path) -> None:
    path = folder / f"{sandbox.slug}.sqlite3"
    if not sandbox.gone:
        path.touch()
    _run(shop, sandbox, sandbox.steps, path)
    if sandbox.archive:
        _run(shop, sandbox, sandbox.archive, folder / f"{sandbox.slug}-{ARCHIVE}.sqlite3")
    if sandbox.pushed:
        checkout = sandbox.steps[-1].checkout
        shop.hand_over(checkout, f"sqlite:///{path}", sandbox.slug, path.with_suffix(".json"))


def _run(shop: Shop, sandbox: Sandbox, steps: Iterable[SandboxStep], path: Path) -> None:
    """Run the steps on one database, each at the time of a deploy."""
    for hours, step in enumerate(steps, HOURS_AFTER_COMMIT[sandbox.tier]):
        deployed = shop.commit_time(step.checkout) + timedelta(hours=hours)
        deploy = DEPLOY.format(arguments=step.arguments, deployed=deployed.isoformat())
        process = shop.manage(step.checkout, f"sqlite:///{path}", "shell", "-c", deploy)
        if process.returncode:
            lines = process.stderr.strip().splitlines() or ["nothing was printed"]
            raise DemoError(f"The demo could not be built: {sandbox.slug}, {step} failed: {lines[-1]}")


def _description(sandbox: Sandbox) -> str:
    if sandbox.gone:
        return "no file, as if it had been deleted"
    lines = [*map(str, sandbox.steps), *(f"{step} on {ARCHIVE}" for step in sandbox.archive)]
    return (
        ", ".join((*lines, *(["handed over from inside"] if sandbox.pushed else []))) or "an empty database"
    )
