"""
The demo: a shop whose sandbox `migrate` refuses, built in a folder by real Git and real Django.

It has a Git repository of a Django project, its releases as exact manifests, SQLite databases made by Django's own
`migrate` at different commits, and the driftboard.toml that names them all. Only the times are made up: the rows have
the times of deploys in the days after the commits. The ordinary collectors and the ordinary comparison do the rest.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

from app.config import Settings, load
from app.domain.pushed.handover import loads
from app.jobs import handover
from app.jobs.demo.sandboxes import ARCHIVE, ARCHIVED_APP, SANDBOXES, Sandbox, make_databases
from app.jobs.demo.shop import RELEASES, DemoError, Shop
from app.store.engine import Store

__all__ = ["DemoError", "build", "hand_over"]

CONFIG_NAME = "driftboard.toml"


def build(folder: Path, *, report: Callable[[str], None] | None = None) -> Settings:
    """
    Build the demo in `folder` and return its settings. The folder must be empty or missing. Takes about ten seconds.

        folder/driftboard.toml      what the returned settings were read from
        folder/repository           the shop, with the tags v1.0, v1.1 and v1.2
        folder/checkouts/v1.2 …     some of its commits, each in a folder
        folder/releases/v1.2.json … the manifests
        folder/databases/…          a file for each database, and what one environment hands over itself

    `report` gets a line for each thing built. Nothing is collected. Raises `DemoError`, which says what to do.
    """
    folder = folder.resolve()
    report = report or _no_report
    if folder.exists() and any(folder.iterdir()):
        raise DemoError(f"The demo needs a folder of its own, and {folder} is not empty.")
    shop = Shop.create(folder)
    report(f"the shop's repository, with the tags {', '.join(RELEASES)}")
    releases = folder / "releases"
    releases.mkdir()
    with ThreadPoolExecutor() as threads:
        list(threads.map(lambda name: shop.export(name, releases / f"{name}.json"), RELEASES))
    report(f"the manifests of {', '.join(RELEASES)}")
    make_databases(shop, folder / "databases", report=report)
    path = folder / CONFIG_NAME
    path.write_text(_configuration(), encoding="utf-8")
    # Without the environment variables: the demo has a store of its own.
    return load(path, {})


def hand_over(store: Store, folder: Path, settings: Settings, *, at: datetime) -> None:
    """Store what was handed over from inside the demo's project, as a push does."""
    (project,) = settings.projects
    for sandbox in SANDBOXES:
        environment = project.environment(sandbox.slug)
        if sandbox.pushed and environment is not None:
            text = (folder / "databases" / f"{sandbox.slug}.json").read_text(encoding="utf-8")
            handover.receive(store, project.slug, environment, loads(text), at=at)


def _no_report(_line: str) -> None:
    """The report where none is wanted."""


def _configuration() -> str:
    lines = [
        'database = "sqlite:///driftboard.db"',
        "",
        "[projects.shop]",
        'title = "Shop"',
        f'release = "{RELEASES[-1]}"',
        "",
        "[projects.shop.releases]",
        *(f'"{name}" = "releases/{name}.json"' for name in RELEASES),
        "",
        "[projects.shop.repository]",
        'path = "repository"',
        'follow = ["main", "*"]',
        'settings = { AUTH_USER_MODEL = "users.User" }',
    ]
    for sandbox in SANDBOXES:
        lines += ["", f"[projects.shop.environments.{sandbox.slug}]", *_databases(sandbox)]
        lines += [f'tier = "{sandbox.tier}"', f'region = "{sandbox.region}"']
        if sandbox.release:
            lines.append(f'release = "{sandbox.release}"')
    return "\n".join(lines) + "\n"


def _databases(sandbox: Sandbox) -> list[str]:
    """The lines that name the databases of a sandbox, or say that it is pushed."""
    if sandbox.pushed:
        return ["pushed = true"]
    url = f"sqlite:///databases/{sandbox.slug}"
    if not sandbox.archive:
        return [f'database = "{url}.sqlite3"']
    return [
        f'databases.default = "{url}.sqlite3"',
        f'databases.{ARCHIVE} = {{ url = "{url}-{ARCHIVE}.sqlite3", apps = ["{ARCHIVED_APP}"] }}',
    ]
