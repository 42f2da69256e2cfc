"""
A name of all that the store holds. Triggers change it with each row, whichever version of Driftboard writes it.

The rule: the previous version of Driftboard must still run on the new schema. So a new column has a default or may be
NULL. A column is dropped one version after the last code that uses it. A renamed column is a new column. A table that
is made anew on SQLite loses its triggers: the revision that does it makes them again.
"""

import sqlalchemy as sa
from alembic import op

revision = "c5d84e07b19f"
down_revision = "7a51c0e9d3b8"
branch_labels = None
depends_on = None

TABLES = (
    "changes",
    "code_changes",
    "code_commits",
    "code_readings",
    "code_refs",
    "deployments",
    "environments",
    "failures",
    "handovers",
    "labels",
    "releases",
    "snapshots",
    "tokens",
    "waypoints",
)
EVENTS = ("insert", "update", "delete")
RENAME = "BEGIN UPDATE revisions SET token = hex(randomblob(16)); END"


def upgrade() -> None:
    op.create_table(
        "revisions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revisions")),
    )
    if op.get_bind().dialect.name != "sqlite":
        return
    op.execute("INSERT INTO revisions (token) VALUES (hex(randomblob(16)))")
    for table in TABLES:
        for event in EVENTS:
            when = f"CREATE TRIGGER revise_{table}_{event} AFTER {event.upper()} ON {table}"
            op.execute(f"{when} {RENAME}")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in TABLES:
            for event in EVENTS:
                op.execute(f"DROP TRIGGER revise_{table}_{event}")
    op.drop_table("revisions")
