"""
A real project for each finding whose entry has commands, and what must hold after each way out.

A way is tried on a copy of the situation. What its `when` says is made true first (`makes_true`), what stands between
`<` and `>` is filled in (`fills`), and after the commands the same release is checked out again. Then the finding must
be gone, where a comparison alone finds it, and `migrate` must run, unless the way says otherwise.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from app.domain.findings import Code, Finding
from app.domain.keys import MigrationKey
from tests.advice.project import Project, migration, model
from tests.advice.project import field as column

USER = "users/0001_initial"
FIRST = migration(does=[model("User")])


def add(name: str, *needs: str, model_name: str = "user") -> str:
    return migration(needs, [column(model_name, name)])


@dataclass(frozen=True)
class TriedWay:
    """How one way out is tried: what is made true before, and what must hold after it."""

    makes_true: Callable[[Project], None] = lambda _: None
    holds: Callable[[Project], None] = lambda _: None
    answers: str = ""
    migrates: bool = True


@dataclass(frozen=True)
class Situation:
    """
    A project with a finding. `finding` is None where a comparison finds it; else it takes more than these two facts.

    `ways` has every way out of the entry that has commands, by its title.
    """

    code: Code
    make: Callable[[Project], None]
    ways: Mapping[str, TriedWay] = field(default_factory=dict)
    fills: Mapping[str, str] = field(default_factory=dict)
    finding: Finding | None = None


def sql(*statements: str) -> Callable[[Project], None]:
    return lambda project: project.must(*statements)


def has(table: str, *columns: str) -> Callable[[Project], None]:
    def check(project: Project) -> None:
        assert project.columns(table).issuperset(columns), project.columns(table)

    return check


def lacks(table: str, *columns: str) -> Callable[[Project], None]:
    def check(project: Project) -> None:
        assert not project.columns(table).intersection(columns), project.columns(table)

    return check


CHAIN = {
    USER: FIRST,
    "users/0002_a": add("a", "users.0001_initial"),
    "users/0003_b": add("b", "users.0002_a"),
}
ALL_OF_CHAIN = ["users.0001_initial", "users.0002_a", "users.0003_b"]
SQUASH = migration(does=[model("User", "a", "b")], replaces=ALL_OF_CHAIN)
COLUMNS = sql("ALTER TABLE users_user ADD COLUMN a integer", "ALTER TABLE users_user ADD COLUMN b integer")
HAS_ALL = has("users_user", "a", "b")


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


def finding(code: Code, subject: str, *related: str) -> Finding:
    return Finding(code, MigrationKey.parse(subject), tuple(map(MigrationKey.parse, related)))


def drop_later_columns(project: Project) -> None:
    project.must("ALTER TABLE users_user DROP COLUMN a", "ALTER TABLE users_user DROP COLUMN b")


SITUATIONS = {
    "D101": Situation(
        Code.MISSING_DEPENDENCY,
        missing_dependency,
        {
            "Record the row by hand": TriedWay(COLUMNS, HAS_ALL),
            "Run it on the last release without the edge": TriedWay(holds=HAS_ALL),
        },
        {"<the last release in which orders.0001_initial does not need users.0003_b>": "v1"},
    ),
    "D102": Situation(
        Code.MISSING_PARENT,
        missing_parent,
        {"Finish the replaced migrations on the previous release": TriedWay(holds=HAS_ALL)},
        {"<the previous release>": "v1"},
    ),
    "D104": Situation(
        Code.FORKED, forked, {"Make a merge migration": TriedWay(answers="y\n", holds=HAS_ALL)}
    ),
    "D104 same number": Situation(
        Code.FORKED, same_number, {"Make a merge migration": TriedWay(answers="y\n", holds=HAS_ALL)}
    ),
    "D104 stale copy": Situation(
        Code.FORKED, stale_copy, {"Delete the copy": TriedWay(holds=has("users_user", "a"))}
    ),
    "D104 installed package": Situation(
        Code.FORKED,
        installed_package,
        {
            "Delete the file that the package does not bring, and install it again": TriedWay(
                holds=has("kit_kit", "a")
            )
        },
        {
            "<the package>": "kit",
            "<the file that is not in the list>": "../lib/site-packages/kit/migrations/0002_auto.py",
        },
    ),
    "D107": Situation(Code.UNDEFINED, undefined),
    "D201": Situation(
        Code.UNKNOWN,
        unknown,
        {
            "Undo it with the code that has it": TriedWay(holds=lacks("users_user", "b")),
            "Delete the row": TriedWay(sql("ALTER TABLE users_user DROP COLUMN b")),
        },
        {"<the branch>": "branch"},
    ),
    "D202": Situation(Code.DUPLICATE, duplicate, {"Delete the younger row": TriedWay(holds=HAS_ALL)}),
    "D203": Situation(
        Code.SILENT_SKIP,
        silent_skip,
        {
            "Ship the replaced files again, and migrate": TriedWay(
                sql("git checkout -q v1 -- users/migrations"), HAS_ALL
            ),
            "Finish on the previous release": TriedWay(holds=HAS_ALL),
            "Record the missing rows by hand": TriedWay(COLUMNS, HAS_ALL),
        },
        {"<the previous release>": "v1"},
    ),
    "D204": Situation(
        Code.STALE_SQUASH_ROW,
        stale_squash_row,
        {
            "Run the rest": TriedWay(holds=HAS_ALL),
            "Delete the squash's row": TriedWay(holds=lacks("users_user", "b"), migrates=False),
        },
    ),
    "D205": Situation(
        Code.HOLLOW_SQUASH_ROW,
        hollow_squash_row,
        {
            "Put the rows back": TriedWay(holds=HAS_ALL),
            "Run the squash": TriedWay(sql("DROP TABLE users_user"), HAS_ALL),
        },
    ),
    "D206": Situation(
        Code.STARTS_ANEW,
        starts_anew,
        {
            "Go through the release that still has replaces": TriedWay(),
            "Record the new beginning without running it": TriedWay(),
        },
        {"<that release>": "v2"},
    ),
    "D207": Situation(
        Code.ONLY_MAKEMIGRATIONS, only_makemigrations, {"Run migrate first": TriedWay(holds=HAS_ALL)}
    ),
    "D208": Situation(
        Code.REUSED_NAME,
        reused_name,
        {"Take the row out and migrate": TriedWay(holds=has("users_user", "c"))},
        finding=finding(Code.REUSED_NAME, "users.0002_a"),
    ),
    "D209": Situation(Code.EDITED, reused_name, finding=finding(Code.EDITED, "users.0002_a")),
    "D210": Situation(
        Code.TABLES_WITHOUT_ROWS,
        tables_without_rows,
        {
            "Record everything without running it": TriedWay(holds=HAS_ALL),
            "Record the first migrations and run the rest": TriedWay(drop_later_columns, HAS_ALL),
        },
    ),
    "D212": Situation(
        Code.RENAMED,
        renamed,
        {
            "Give the row the new name": TriedWay(),
            "Record the new name beside the former one": TriedWay(),
        },
        finding=finding(Code.RENAMED, "users.0002_a", "users.0002_better"),
    ),
    "D213": Situation(
        Code.RELABELLED,
        relabelled,
        {"Give the rows the new label": TriedWay()},
        finding=finding(Code.RELABELLED, "people.0001_initial", "users.0001_initial"),
    ),
    "D214": Situation(
        Code.RUNS_AGAIN,
        starts_anew,
        {
            "Go through the release that still has replaces": TriedWay(),
            "Record the squash by hand": TriedWay(),
        },
        {"<that release>": "v2"},
        finding=finding(Code.RUNS_AGAIN, "users.0001_squashed", *ALL_OF_CHAIN),
    ),
    "D215": Situation(
        Code.NEWER_RELEASE,
        newer_release,
        {"Undo it with the newer code": TriedWay(holds=lacks("users_user", "b"))},
        {"<the newer release>": "v2", "<the commit that added the file>": "v2"},
        finding=finding(Code.NEWER_RELEASE, "users.0003_b"),
    ),
    "D305": Situation(Code.DOUBTFUL_ROW, reused_name, finding=finding(Code.DOUBTFUL_ROW, "users.0002_a")),
    "D307": Situation(
        Code.EDITED_IN_PLACE, reused_name, finding=finding(Code.EDITED_IN_PLACE, "users.0002_a")
    ),
    "D306": Situation(
        Code.FORMER_NAME,
        former_name,
        {"Delete the row": TriedWay()},
        finding=finding(Code.FORMER_NAME, "users.0002_a", "users.0002_better"),
    ),
    "D302": Situation(Code.PARTIAL_SQUASH, partial_squash, {"Run migrate": TriedWay(holds=HAS_ALL)}),
    "D304": Situation(Code.SQUASH_RESIDUE, squash_residue, {"Delete the row": TriedWay(holds=HAS_ALL)}),
}
"""Every situation, by the code and what is particular to it."""
