"""The first steps of a new user, shown where there is no project, no environment or no release yet."""

from pathlib import PurePath
from shlex import quote

from app.web.layout.views import Step

ADD_PROJECT = (Step("Name one in driftboard.toml", '[projects.shop]\ntitle = "Shop"'),)


READER_ROLE = (
    "CREATE ROLE driftboard_reader LOGIN PASSWORD '…';\n"
    "GRANT USAGE ON SCHEMA public TO driftboard_reader;\n"
    "GRANT SELECT ON django_migrations TO driftboard_reader;"
)
"""The statements for PostgreSQL that make a role which may read the one table."""

READER_ACCOUNT = (
    "CREATE USER 'driftboard_reader'@'%' IDENTIFIED BY '…' WITH MAX_USER_CONNECTIONS 4;\n"
    "GRANT SELECT ON shop.django_migrations TO 'driftboard_reader'@'%';"
)
"""The same for MySQL and MariaDB."""


def add_environment(project: str) -> tuple[Step, ...]:
    """The steps to the first environment of a project, which is named by its slug."""
    return (
        Step("Give Driftboard a role that may only read the table", READER_ROLE),
        Step(
            "Name the environment in driftboard.toml",
            f"[projects.{project}.environments.sandbox-1]\n"
            'database = "postgresql://driftboard_reader:${SANDBOX_1_PASSWORD}@db.example/shop"',
        ),
        Step("Collect its history", collect_by_hand(project, "sandbox-1")),
    )


def collect_by_hand(project: str, environment: str) -> str:
    """The command that reads one environment at once, where driftboard.toml is."""
    return f"driftboard collect {project}/{environment}"


def add_release(project: str) -> tuple[Step, ...]:
    """The steps to the first release of a project."""
    return (
        Step(
            "From a manifest file, or from a directory of source",
            f"driftboard releases add PATH --label LABEL --project {project}",
        ),
    )


def make_release(label: str, path: str) -> tuple[Step, ...]:
    """How a manifest file comes about that the settings name and that is not there."""
    return (
        Step(
            "Where manage.py is, with driftboard_reporter in INSTALLED_APPS; put the file where driftboard.toml says",
            f"python manage.py driftboard_release --label {quote(label)} -o {quote(PurePath(path).name)}",
        ),
    )


def read_release(label: str, path: str, project: str) -> tuple[Step, ...]:
    """How a release of the settings is read at once; it says why where it cannot be."""
    return (
        Step(
            "Read it, which says what is wrong where it cannot be read",
            f"driftboard releases add {quote(path)} --label {quote(label)} --project {project}",
        ),
    )
