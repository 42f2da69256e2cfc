"""Real projects for each code that weighs: those of the advice, and some that take what is known of the code."""

from collections.abc import Callable, Mapping

from tests.advice import troubled_projects as advice
from tests.advice.project import Project, migration, model
from tests.advice.troubled_projects import ALL_OF_CHAIN, CHAIN, FIRST, USER, add, column

USER_TABLE = (
    "migrations.CreateModel('User', [('id', models.AutoField(primary_key=True))], {'db_table': 'users_user'})"
)


def cycle(project: Project) -> None:
    order = {"orders/0001_initial": migration(["users.0001_initial"], [model("Order")])}
    project.release("v1", CHAIN | order)
    project.must("python manage.py migrate")
    project.release("v2", CHAIN | order | {USER: migration(["orders.0001_initial"], [model("User")])})


def squash_circle(project: Project) -> None:
    """Two squashes, of which each replaces the other: since 6.0 Django refuses."""
    one = migration(does=[model("User", "a", "b")], replaces=[*ALL_OF_CHAIN, "users.0001_again"])
    other = migration(does=[model("User", "a", "b")], replaces=["users.0001_squashed"])
    project.release("v1", CHAIN)
    project.must("python manage.py migrate")
    project.release("v2", CHAIN | {"users/0001_squashed": one, "users/0001_again": other})


def unknown_app(project: Project) -> None:
    project.release("v1", CHAIN)
    project.must("python manage.py migrate users 0002_a")
    more = migration(["users.0002_a", "gone.__first__"], [column("user", "b")])
    project.release("v2", CHAIN | {"users/0003_b": more})


def reused_name(project: Project) -> None:
    files = {USER: FIRST, "users/0002_a": add("a", "users.0001_initial")}
    project.release("v1", files)
    project.must("python manage.py migrate")
    project.release("v2", {USER: FIRST})
    project.release("v3", {USER: FIRST, "users/0002_a": add("c", "users.0001_initial")})


def edited(project: Project) -> None:
    project.release("v1", {USER: FIRST, "users/0002_a": add("a", "users.0001_initial")})
    project.must("python manage.py migrate")
    both = migration(["users.0001_initial"], [column("user", "a"), column("user", "c")])
    project.release("v2", {USER: FIRST, "users/0002_a": both})


def relabelled(project: Project) -> None:
    """Its table keeps its name, as with `db_table`."""
    project.release("v1", {USER: FIRST, "users/0002_a": add("a", "users.0001_initial")})
    project.must("python manage.py migrate")
    files = {
        "people/0001_initial": migration(does=[USER_TABLE]),
        "people/0002_a": add("a", "people.0001_initial"),
    }
    project.release("v2", files)


def runs_again(project: Project) -> None:
    rest = ["users.0002_a", "users.0003_b"]
    both = [column("user", "a"), column("user", "b")]
    project.release("v1", CHAIN)
    project.must("python manage.py migrate")
    squash = migration(["users.0001_initial"], both, rest)
    project.release("v2", CHAIN | {"users/0002_squashed": squash})
    project.release("v3", {USER: FIRST, "users/0002_squashed": migration(["users.0001_initial"], both)})


def newer_row(project: Project) -> None:
    project.release("v1", {USER: FIRST})
    project.release("v2", CHAIN)
    project.must(
        "python manage.py migrate",
        "ALTER TABLE users_user DROP COLUMN a",
        "DELETE FROM django_migrations WHERE name = '0002_a'",
        "git checkout -q v1",
    )


def two_missing(project: Project) -> None:
    more = {"bills/0001_initial": migration(["users.0001_initial"], [model("Bill")])}
    order = {"orders/0001_initial": migration(["users.0001_initial"], [model("Order")])}
    project.release("v1", CHAIN | order | more)
    project.must("python manage.py migrate orders", "python manage.py migrate bills")
    needing = {
        "orders/0001_initial": migration(["users.0003_b"], [model("Order")]),
        "bills/0001_initial": migration(["users.0002_a"], [model("Bill")]),
    }
    project.release("v2", CHAIN | needing)


def unknown(project: Project) -> None:
    """The row of a file that was taken out after it had run."""
    project.release("v1", CHAIN)
    project.must("python manage.py migrate")
    project.release("v2", {USER: FIRST, "users/0002_a": CHAIN["users/0002_a"]})


TROUBLES: Mapping[str, Callable[[Project], None]] = {
    "D101": advice.missing_dependency,
    "D101 twice": two_missing,
    "D102": advice.missing_parent,
    "D103": cycle,
    "D104": advice.forked,
    "D104 stale copy": advice.stale_copy,
    "D104 installed package": advice.installed_package,
    "D105": squash_circle,
    "D106": unknown_app,
    "D107": advice.undefined,
    "D201": unknown,
    "D202": advice.duplicate,
    "D203": advice.silent_skip,
    "D204": advice.stale_squash_row,
    "D205": advice.hollow_squash_row,
    "D206": advice.starts_anew,
    "D207": advice.only_makemigrations,
    "D208": reused_name,
    "D209": edited,
    "D210": advice.tables_without_rows,
    "D212": advice.renamed,
    "D213": relabelled,
    "D214": runs_again,
    "D215": newer_row,
}
"""The trouble of each code: a project, brought into it."""

DJANGO = {"D105": "6.0"}
"""The version, where it is not 5.2."""
