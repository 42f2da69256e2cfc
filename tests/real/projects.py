"""
Real projects from PyPI, each with the published versions through which a database is upgraded.

`make setup` installs each version with its Django in `.judges/real/<project>-<version>/`, from
`requirements/<project>-<version>.txt`. `make real` does the same for the heavy projects.
"""

from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Project:
    """
    A project: its name on PyPI, our settings module for it, its package, and its versions, oldest first.

    The versions of a project with `beside` hold its own package alone; what it needs lies in the folder of that name.
    """

    name: str
    settings: str
    package: str
    versions: tuple[str, ...]
    beside: str = ""

    def folder(self, version: str) -> Path:
        """The folder in which a version is installed."""
        return CHECKOUT / ".judges" / "real" / f"{self.name}-{version}"

    def folders(self, version: str) -> tuple[Path, ...]:
        """Where the packages of a version lie."""
        beside = (CHECKOUT / ".judges" / "real" / self.beside,) if self.beside else ()
        return (self.folder(version), *beside)

    def __str__(self) -> str:
        return self.name


LEAN = (
    Project("wagtail", "wagtail", "wagtail", ("5.0.5", "6.3.8", "8.0.1")),
    Project("squad", "squad", "squad", ("1.60", "1.78", "1.98")),
    Project("pretalx", "pretalx", "pretalx", ("2023.1.3", "2024.1.0", "2025.2.2")),
    Project("django-oscar", "oscar", "oscar", ("3.2.6", "4.1", "4.2.1")),
    Project("django-machina", "machina", "machina", ("1.2.0", "1.3.0", "1.3.1")),
    Project("django-cms", "cms", "cms", ("3.11.11", "4.1.11", "5.0.13")),
    Project("wiki", "wiki", "wiki", ("0.10.1", "0.11.2", "0.13.0")),
    Project("social-auth-app-django", "social", "social_django", ("5.0.0", "5.4.3", "7.2.0")),
)
"""The projects of `make test`, the slowest first."""

STEPS = (
    Project(
        "steps-social-auth-app-django",
        "social",
        "social_django",
        (
            *("5.0.0", "5.1.0", "5.2.0", "5.3.0", "5.4.0", "5.4.1", "5.4.2", "5.4.3", "5.5.0", "5.5.1"),
            *("7.0.0", "7.1.0", "7.2.0"),
        ),
        beside="popular-2026",
    ),
    Project(
        "steps-django-oauth-toolkit",
        "oauth",
        "oauth2_provider",
        (
            *("1.6.3", "1.7.1", "2.0.0", "2.1.0", "2.2.0", "2.3.0", "2.4.0", "3.0.1", "3.1.0", "3.2.0"),
            "3.4.1",
        ),
        beside="popular-2026",
    ),
    Project(
        "steps-django-taggit",
        "taggit",
        "taggit",
        (
            *("1.1.0", "1.2.0", "1.3.0", "1.4.0", "1.5.1", "2.0.0", "2.1.0", "3.0.0", "3.1.0", "4.0.0"),
            *("5.0.1", "6.0.0", "6.1.0"),
        ),
        beside="../4.2",
    ),
)
"""Projects with many versions each, through which databases are upgraded step by step; only `make real` has them."""

POPULAR = Project("popular", "popular", "", ("2026",))
"""The third-party apps that most projects install, in one project without apps of its own."""

POPULAR_HEAVY = Project("popular-heavy", "popular_heavy", "", ("2026",))
"""The same with Wagtail and the schedule of Celery; only `make real` has it."""

TENANTS = Project("django-tenants", "tests.real.tenants.settings", "", ("4.0.1",))
"""A project of ours with a schema for each tenant, as django-tenants makes them."""

HEAVY = (Project("pretix", "pretix", "pretix", ("4.20.4", "2024.11.0", "2026.8.0")),)
"""The projects that only `make real` adds. It runs on Python 3.11: the oldest version needs Django 3.2."""
