"""Small projects, each brought into the trouble of one finding. The functions are named for what is wrong."""

from tests.advice.project import Project, migration, model
from tests.advice.project import field as column

USER = "users/0001_initial"
FIRST = migration(does=[model("User")])


def add(name: str, *needs: str, model_name: str = "user") -> str:
    return migration(needs, [column(model_name, name)])


CHAIN = {
    USER: FIRST,
    "users/0002_a": add("a", "users.0001_initial"),
    "users/0003_b": add("b", "users.0002_a"),
}
ALL_OF_CHAIN = ["users.0001_initial", "users.0002_a", "users.0003_b"]
SQUASH = migration(does=[model("User", "a", "b")], replaces=ALL_OF_CHAIN)


def missing_dependency(project: Project) -> None:
    project.release(
        "v1", CHAIN | {"orders/0001_initial": migration(["users.0001_initial"], [model("Order")])}
    )
    project.must("python manage.py migrate orders")
    project.release("v2", CHAIN | {"orders/0001_initial": migration(["users.0003_b"], [model("Order")])})


def missing_parent(project: Project) -> None:
    project.release("v1", CHAIN | {"orders/0001_initial": migration(["users.0002_a"], [model("Order")])})
    project.must("python manage.py migrate users 0001")
    project.release(
        "v2",
        {
            "users/0001_squashed": SQUASH,
            "orders/0001_initial": migration(["users.0002_a"], [model("Order")]),
        },
    )


def forked(project: Project) -> None:
    files = {USER: FIRST, "users/0002_a": add("a", "users.0001_initial")}
    project.release("v1", files)
    project.must("python manage.py migrate")
    project.release("v2", files | {"users/0003_b": add("b", "users.0001_initial")})


def same_number(project: Project) -> None:
    files = {USER: FIRST, "users/0002_a": add("a", "users.0001_initial")}
    project.release("v1", files)
    project.must("python manage.py migrate")
    project.release("v2", files | {"users/0002_b": add("b", "users.0001_initial")})


def stale_copy(project: Project) -> None:
    files = {USER: FIRST, "users/0002_a": add("a", "users.0001_initial")}
    project.release("v1", files)
    project.must("python manage.py migrate")
    project.release("v2", files | {"users/0002_auto": add("a", "users.0001_initial")})


def undefined(project: Project) -> None:
    project.release(
        "v1",
        CHAIN
        | {
            "users/0001_squashed_0002": migration(replaces=ALL_OF_CHAIN[:2], does=[model("User", "a")]),
            "users/0001_squashed_0003": migration(
                replaces=["users.0001_squashed_0002", "users.0003_b"], does=[model("User", "a", "b")]
            ),
        },
    )


def unknown(project: Project) -> None:
    files = {USER: FIRST, "users/0002_a": add("a", "users.0001_initial")}
    project.release("v1", files)
    project.must("python manage.py migrate", "git checkout -q -b branch")
    project.release("unmerged", files | {"users/0003_b": add("b", "users.0002_a")})
    project.must("python manage.py migrate", "git checkout -q main")


def duplicate(project: Project) -> None:
    project.release("v1", CHAIN)
    project.must("python manage.py migrate")
    for _ in range(2):
        project.must(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('users', '0002_a', '2026-05-01 12:00:00')"
        )


def silent_skip(project: Project) -> None:
    project.release("v1", CHAIN)
    project.must("python manage.py migrate users 0001")
    project.release("v2", {USER: FIRST, "users/0001_squashed": SQUASH})


def stale_squash_row(project: Project) -> None:
    project.release("v1", CHAIN | {"users/0001_squashed": SQUASH})
    project.must("python manage.py migrate", "python manage.py migrate users 0002_a")


def hollow_squash_row(project: Project) -> None:
    project.release("v1", CHAIN | {"users/0001_squashed": SQUASH})
    project.must("python manage.py migrate", "DELETE FROM django_migrations WHERE name NOT LIKE '%squashed'")


def hollow_squash_row_below_a_row(project: Project) -> None:
    squash = {"users/0001_squashed": SQUASH, "users/0004_c": add("c", "users.0001_squashed")}
    project.release("v1", CHAIN | squash)
    project.must(
        "python manage.py migrate",
        "DELETE FROM django_migrations WHERE name IN ('0001_initial', '0002_a', '0003_b')",
    )


def starts_anew(project: Project) -> None:
    project.release("v1", CHAIN)
    project.must("python manage.py migrate")
    project.release("v2", {"users/0001_squashed": SQUASH})
    project.release("v3", {"users/0001_squashed": migration(does=[model("User", "a", "b")])})


def only_makemigrations(project: Project) -> None:
    files = CHAIN | {"orders/0001_initial": migration(["users.0001_initial"], [model("Order")])}
    project.release("v1", files)
    project.must("python manage.py migrate orders")
    project.release("v2", files | {"users/0001_squashed": SQUASH})


def partial_squash(project: Project) -> None:
    project.release("v1", CHAIN)
    project.must("python manage.py migrate users 0001")
    project.release("v2", CHAIN | {"users/0001_squashed": SQUASH})


def squash_residue(project: Project) -> None:
    project.release("v1", CHAIN)
    project.must("python manage.py migrate")
    project.release("v2", CHAIN | {"users/0001_squashed_0003": SQUASH})
    project.must("python manage.py migrate")
    project.release("v3", {"users/0001_squashed_0003": migration(does=[model("User", "a", "b")])})


def installed_package(project: Project) -> None:
    """An older version left its 0002_auto behind, and the package was installed over it."""
    files = {
        "0001_initial": migration(does=[model("Kit")]),
        "0002_flow": add("a", "kit.0001_initial", model_name="kit"),
    }
    project.install("kit", files)
    project.release("v1", {USER: FIRST})
    project.must("python manage.py migrate")
    stale = add("a", "kit.0001_initial", model_name="kit")
    (project.site / "kit" / "migrations" / "0002_auto.py").write_text(stale)


def reused_name(project: Project) -> None:
    project.release("v1", {USER: FIRST, "users/0002_a": add("a", "users.0001_initial")})
    project.must("python manage.py migrate")
    project.release("v2", {USER: FIRST, "users/0002_a": add("c", "users.0001_initial")})


def tables_without_rows(project: Project) -> None:
    initial = migration(does=[model("User")], more="    initial = True\n")
    project.release("v1", CHAIN | {USER: initial})
    project.must("python manage.py migrate", "DELETE FROM django_migrations")


def renamed(project: Project) -> None:
    project.release("v1", {USER: FIRST, "users/0002_a": add("a", "users.0001_initial")})
    project.must("python manage.py migrate")
    project.release("v2", {USER: FIRST, "users/0002_better": add("a", "users.0001_initial")})


def relabelled(project: Project) -> None:
    table = "migrations.CreateModel('User', [('id', models.AutoField(primary_key=True))], {'db_table': 'users_user'})"
    project.release("v1", {USER: FIRST})
    project.must("python manage.py migrate")
    project.release("v2", {"people/0001_initial": migration(does=[table])})


def newer_release(project: Project) -> None:
    files = {key: CHAIN[key] for key in (USER, "users/0002_a")}
    project.release("v1", files)
    project.release("v2", CHAIN)
    project.must("python manage.py migrate", "git checkout -q v1")


def former_name(project: Project) -> None:
    renamed(project)
    project.must(
        "INSERT INTO django_migrations (app, name, applied) VALUES ('users', '0002_better', '2026-05-01')"
    )
