"""What is wrong in each project, the command that fails there, and where its text belongs."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.advice import troubled_projects as troubled
from tests.advice.project import Project, migration, model
from tests.advice.troubled_projects import CHAIN, FIRST, SQUASH, USER, add

MIGRATE = "python manage.py migrate --no-color"
UNAPPLIED = (
    "python -c \"import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'conf.settings'; import django; django.setup(); "
    'from django.core.management.base import BaseCommand; BaseCommand(no_color=True).check_migrations()"'
)
"""What `runserver` says before it serves."""


@dataclass(frozen=True)
class Situation:
    """
    One failing command. `lands` is the finding in the address, `missing-dependency/orders.0001_initial`; what begins
    with `?` is the page of the environment itself. `database` is the kind of server, empty for SQLite.
    """

    django: str
    make: Callable[[Project], None]
    lands: str
    wrapped: str
    names: tuple[str, str]
    command: str = MIGRATE
    database: str = ""
    options: dict[str, str] = field(default_factory=dict)


def file_gone(project: Project) -> None:
    files = CHAIN | {"orders/0001_initial": migration(["users.0002_a"], [model("Order")])}
    project.release("v1", files)
    project.must("python manage.py migrate users 0001")
    project.release("v2", {key: text for key, text in files.items() if key in (USER, "orders/0001_initial")})


def child_gone(project: Project) -> None:
    before = "    run_before = [('orders', '0009_gone')]\n"
    project.release("v1", {USER: migration(does=[model("User")], more=before)} | orders())


def orders(*needs: str) -> dict[str, str]:
    return {"orders/0001_initial": migration(needs, [model("Order")])}


def circle(project: Project) -> None:
    project.release(
        "v1", {USER: migration(["orders.0001_initial"], [model("User")])} | orders("users.0001_initial")
    )


def longer_circle(project: Project) -> None:
    files = (
        orders("users.0003_b")
        | CHAIN
        | {"users/0002_a": add("a", "users.0001_initial", "orders.0001_initial")}
    )
    project.release("v1", files)


def squash_circle(project: Project) -> None:
    squashes = {
        "users/0001_squashed": migration(does=[model("User")], replaces=["users.0002_squashed"]),
        "users/0002_squashed": migration(does=[model("User")], replaces=["users.0001_squashed"]),
    }
    project.release("v1", CHAIN | squashes)


def unknown_app(project: Project) -> None:
    project.release("v1", {USER: migration(["orders.__first__"], [model("User")])})


def squash_skipped(project: Project) -> None:
    project.release("v1", CHAIN)
    project.must("python manage.py migrate users 0001")
    total = migration(["users.0001_squashed"], ["migrations.RunSQL('SELECT b FROM users_user')"])
    project.release("v2", {USER: FIRST, "users/0001_squashed": SQUASH, "orders/0001_initial": total})


def behind(project: Project) -> None:
    project.release("v1", CHAIN | orders())
    project.must("python manage.py migrate users 0001")


def fresh(project: Project) -> None:
    project.release("v1", CHAIN)


SITUATIONS = {
    "01-compose": Situation(
        "5.2", troubled.missing_dependency, "missing-dependency/orders.0001_initial", "docker compose",
        ("users", "orders"),
    ),
    "02-kubernetes": Situation(
        "3.2", troubled.missing_dependency, "missing-dependency/orders.0001_initial", "kubectl logs --timestamps",
        ("accounts", "billing"), "python manage.py migrate --plan --no-color",
    ),
    "03-azure": Situation(
        "6.1", troubled.missing_dependency, "missing-dependency/orders.0001_initial", "a CI job of Azure",
        ("members", "carts"), "python manage.py migrate --check --no-color",
    ),
    "04-sentry": Situation(
        "6.0", troubled.missing_dependency, "missing-dependency/orders.0001_initial", "a title of Sentry",
        ("people", "invoices"),
    ),
    "05-terminal": Situation(
        "4.2", troubled.missing_dependency, "missing-dependency/orders.0001_initial", "a terminal of 80 columns",
        ("customers", "shipments"),
    ),
    "06-json-line": Situation(
        "5.2", troubled.missing_parent, "missing-parent/users.0002_a", "a line of JSON", ("profiles", "payments"),
    ),
    "07-html": Situation("4.2", file_gone, "missing-parent/users.0002_a", "HTML", ("logins", "refunds")),
    "08-colours": Situation(
        "6.1", child_gone, "missing-parent/orders.0009_gone", "colours", ("staff", "tickets"),
    ),
    "09-syslog": Situation("3.2", circle, "cycle/orders.0001_initial", "syslog", ("teams", "quotes")),
    "10-gitlab": Situation(
        "6.1", longer_circle, "cycle/orders.0001_initial", "a CI job of GitLab", ("tenants", "leases"),
    ),
    "11-build": Situation("5.2", troubled.forked, "forked/users.0002_a", "a build of Docker", ("pages", "menus")),
    "12-heroku": Situation(
        "4.2", troubled.same_number, "forked/users.0002_a", "Heroku", ("posts", "tags"),
        "python manage.py makemigrations --no-color",
    ),
    "13-containerd": Situation(
        "6.0", squash_circle, "squash-circle/users.0002_squashed", "containerd", ("stores", "shelves"),
    ),
    "14-mail": Situation("5.2", unknown_app, "unknown-app/users.0001_initial", "a mail", ("events", "venues")),
    "15-logging": Situation(
        "3.2", troubled.starts_anew, "starts-anew/users.0001_squashed", "logging", ("articles", "authors"),
    ),
    "16-postgresql": Situation(
        "5.2", troubled.tables_without_rows, "tables-without-rows/users.0001_initial", "kubectl logs --prefix",
        ("products", "prices"), database="postgresql",
    ),
    "17-mariadb": Situation(
        "4.2", troubled.tables_without_rows, "tables-without-rows/users.0001_initial", "Docker's JSON",
        ("suppliers", "contracts"), database="mysql",
    ),
    "18-journal": Situation(
        "6.1", troubled.hollow_squash_row, "hollow-squash-row/users.0001_squashed", "journalctl",
        ("devices", "readings"),
    ),
    "19-squash": Situation(
        "5.2", squash_skipped, "silent-skip/users.0001_squashed", "docker compose", ("jobs", "runs"),
    ),
    "20-renamed": Situation("6.0", troubled.renamed, "renamed/users.0002_a", "nothing", ("notes", "folders")),
    "21-chat": Situation(
        "4.2", troubled.missing_dependency, "missing-dependency/orders.0001_initial", "a chat", ("guests", "rooms"),
    ),
    "22-runserver": Situation(
        "5.2", behind, "?focus=orders.0001_initial", "docker compose", ("songs", "albums"), UNAPPLIED,
    ),
    "23-schema": Situation(
        "6.0", fresh, "", "kubectl logs --timestamps", ("films", "seats"), database="postgresql",
        options={"options": "-c search_path=nowhere"},
    ),
}  # fmt: skip
"""Every situation by the name of its files."""
