"""
The demo: a shop whose sandbox `migrate` refuses, built in a folder by real Git and real Django.

It has a Git repository of a Django project, its releases as exact manifests, SQLite databases made by Django's own
`migrate` at different commits, and the driftboard.toml that names them all. Only the times are made up: the rows have
the times of deploys in the days after the commits. The ordinary collectors and the ordinary comparison do the rest.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from app.config import Settings, load
from app.jobs.demo.sandboxes import SANDBOXES, make_databases
from app.jobs.demo.shop import RELEASES, DemoError, Shop

__all__ = ["DemoError", "build"]

CONFIG_NAME = "driftboard.toml"


def build(folder: Path, *, report: Callable[[str], None] | None = None) -> Settings:
    """
    Build the demo in `folder` and return its settings. The folder must be empty or missing. Takes about ten seconds.

        folder/driftboard.toml      what the returned settings were read from
        folder/repository           the shop, with the tags v1.0, v1.1 and v1.2
        folder/checkouts/v1.2 …     some of its commits, each in a folder
        folder/releases/v1.2.json … the manifests
        folder/databases/…          a file for each environment

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
        lines += [
            "",
            f"[projects.shop.environments.{sandbox.slug}]",
            f'database = "sqlite:///databases/{sandbox.slug}.sqlite3"',
            f'tier = "{sandbox.tier}"',
            f'region = "{sandbox.region}"',
        ]
    return "\n".join(lines) + "\n"
