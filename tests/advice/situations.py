"""
A real project for each finding whose entry has commands, and what must hold after each way out.

A way is tried on a copy of the situation. What its `when` says is made true first (`makes_true`), what stands between
`<` and `>` is filled in (`fills`), and after the commands the same release is checked out again. Then the finding must
be gone, where a comparison alone finds it, and `migrate` must run, unless the way says otherwise.
"""

from dataclasses import replace

from app.domain.findings import Code
from tests.advice import troubled_projects as projects
from tests.advice.situation import Situation, TriedWay, finding, has, lacks, sql
from tests.advice.troubled_projects import ALL_OF_CHAIN

COLUMNS = sql("ALTER TABLE users_user ADD COLUMN a integer", "ALTER TABLE users_user ADD COLUMN b integer")
HAS_ALL = has("users_user", "a", "b")
DROP_LATER_COLUMNS = sql("ALTER TABLE users_user DROP COLUMN a", "ALTER TABLE users_user DROP COLUMN b")

SITUATIONS = {
    "D101": Situation(
        Code.MISSING_DEPENDENCY,
        projects.missing_dependency,
        {
            "Record the row by hand": TriedWay(COLUMNS, HAS_ALL),
            "Run it from the last release before the dependency": TriedWay(holds=HAS_ALL),
        },
        {"<the last release in which orders.0001_initial does not need users.0003_b>": "v1"},
    ),
    "D102": Situation(
        Code.MISSING_PARENT,
        projects.missing_parent,
        {"Finish the replaced migrations on the previous release": TriedWay(holds=HAS_ALL)},
        {"<the previous release>": "v1"},
    ),
    "D104": Situation(
        Code.FORKED, projects.forked, {"Make a merge migration": TriedWay(answers="y\n", holds=HAS_ALL)}
    ),
    "D104 same number": Situation(
        Code.FORKED, projects.same_number, {"Make a merge migration": TriedWay(answers="y\n", holds=HAS_ALL)}
    ),
    "D104 stale copy": Situation(
        Code.FORKED, projects.stale_copy, {"Delete the copy": TriedWay(holds=has("users_user", "a"))}
    ),
    "D104 installed package": Situation(
        Code.FORKED,
        projects.installed_package,
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
    "D107": Situation(Code.UNDEFINED, projects.undefined),
    "D201": Situation(
        Code.UNKNOWN,
        projects.unknown,
        {
            "Drop the change": TriedWay(holds=lacks("users_user", "b")),
            "Delete the row": TriedWay(sql("ALTER TABLE users_user DROP COLUMN b")),
        },
        {"<the branch>": "branch"},
    ),
    "D202": Situation(
        Code.DUPLICATE, projects.duplicate, {"Delete the younger row": TriedWay(holds=HAS_ALL)}
    ),
    "D203": Situation(
        Code.SILENT_SKIP,
        projects.silent_skip,
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
        projects.stale_squash_row,
        {
            "Run the rest": TriedWay(holds=HAS_ALL),
            "Delete the squash's row": TriedWay(holds=lacks("users_user", "b"), migrates=False),
        },
    ),
    "D205": Situation(
        Code.HOLLOW_SQUASH_ROW,
        projects.hollow_squash_row,
        {
            "Put the rows back": TriedWay(holds=HAS_ALL),
            "Run the squash": TriedWay(sql("DROP TABLE users_user"), HAS_ALL),
        },
    ),
    "D205 below a row": Situation(
        Code.HOLLOW_SQUASH_ROW,
        projects.hollow_squash_row_below_a_row,
        {"Put the rows back": TriedWay(holds=HAS_ALL)},
    ),
    "D206": Situation(
        Code.STARTS_ANEW,
        projects.starts_anew,
        {
            "Go through the release that still has replaces": TriedWay(),
            "Record the new beginning without running it": TriedWay(),
        },
        {"<that release>": "v2"},
    ),
    "D207": Situation(
        Code.ONLY_MAKEMIGRATIONS, projects.only_makemigrations, {"Run migrate first": TriedWay(holds=HAS_ALL)}
    ),
    "D208": Situation(
        Code.REUSED_NAME,
        projects.reused_name,
        {"Take the row out and migrate": TriedWay(holds=has("users_user", "c"))},
        finding=finding(Code.REUSED_NAME, "users.0002_a"),
    ),
    "D209": Situation(Code.EDITED, projects.reused_name, finding=finding(Code.EDITED, "users.0002_a")),
    "D210": Situation(
        Code.TABLES_WITHOUT_ROWS,
        projects.tables_without_rows,
        {
            "Record everything without running it": TriedWay(holds=HAS_ALL),
            "Record the first migrations and run the rest": TriedWay(DROP_LATER_COLUMNS, HAS_ALL),
        },
    ),
    "D212": Situation(
        Code.RENAMED,
        projects.renamed,
        {
            "Give the row the new name": TriedWay(),
            "Record the new name beside the former one": TriedWay(),
        },
        finding=finding(Code.RENAMED, "users.0002_a", "users.0002_better"),
    ),
    "D213": Situation(
        Code.RELABELLED,
        projects.relabelled,
        {"Give the rows the new label": TriedWay()},
        finding=finding(Code.RELABELLED, "people.0001_initial", "users.0001_initial"),
    ),
    "D214": Situation(
        Code.RUNS_AGAIN,
        projects.starts_anew,
        {
            "Go through the release that still has replaces": TriedWay(),
            "Record the squash by hand": TriedWay(),
        },
        {"<that release>": "v2"},
        finding=finding(Code.RUNS_AGAIN, "users.0001_squashed", *ALL_OF_CHAIN),
    ),
    "D215": Situation(
        Code.NEWER_RELEASE,
        projects.newer_release,
        fills={"<the commit that added the file>": "v2"},
        finding=replace(finding(Code.NEWER_RELEASE, "users.0003_b"), names=("users.0002_a",)),
    ),
    "D305": Situation(
        Code.DOUBTFUL_ROW, projects.reused_name, finding=finding(Code.DOUBTFUL_ROW, "users.0002_a")
    ),
    "D307": Situation(
        Code.EDITED_IN_PLACE, projects.reused_name, finding=finding(Code.EDITED_IN_PLACE, "users.0002_a")
    ),
    "D306": Situation(
        Code.FORMER_NAME,
        projects.former_name,
        {"Delete the row": TriedWay()},
        finding=finding(Code.FORMER_NAME, "users.0002_a", "users.0002_better"),
    ),
    "D302": Situation(Code.PARTIAL_SQUASH, projects.partial_squash, {"Run migrate": TriedWay(holds=HAS_ALL)}),
    "D304": Situation(
        Code.SQUASH_RESIDUE, projects.squash_residue, {"Delete the row": TriedWay(holds=HAS_ALL)}
    ),
}
"""Every situation, by the code and what is particular to it."""
