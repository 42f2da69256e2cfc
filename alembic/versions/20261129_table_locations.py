"""
Several databases and schemas of an environment: a row of `environments` is now one django_migrations table of one.

What was stored before is that of the alias `default`. A snapshot of one of many schemas keeps a digest of its rows,
by which the next collection sees that nothing changed, and the shape by which schemas are put together.

The rule: the previous version of Driftboard must still run on the new schema. So a new column has a default or may be
NULL. A column is dropped one version after the last code that uses it. A renamed column is a new column.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text

revision = "d3a90c5e7f12"
down_revision = "b7d2f4c9a510"
branch_labels = None
depends_on = None

OLD_KEY, NEW_KEY = "uq_environments_project_slug", "uq_environments_project_slug_alias_schema"
OTHERS = "SELECT id FROM environments WHERE alias <> 'default' OR schema <> ''"


def upgrade() -> None:
    with op.batch_alter_table("environments") as table:
        table.add_column(sa.Column("alias", Text(), nullable=False, server_default="default"))
        table.add_column(sa.Column("schema", Text(), nullable=False, server_default=""))
        table.drop_constraint(OLD_KEY, type_="unique")
        table.create_unique_constraint(NEW_KEY, ["project", "slug", "alias", "schema"])
    op.add_column("snapshots", sa.Column("digest", sa.String(length=64), nullable=True))
    op.add_column("snapshots", sa.Column("shape", sa.String(length=64), nullable=True))


def downgrade() -> None:
    op.execute(
        f"DELETE FROM changes WHERE snapshot_id IN (SELECT id FROM snapshots WHERE environment_id IN ({OTHERS}))"  # noqa: S608
    )
    for table_name in ("snapshots", "failures"):
        op.execute(f"DELETE FROM {table_name} WHERE environment_id IN ({OTHERS})")  # noqa: S608
    op.execute("DELETE FROM environments WHERE alias <> 'default' OR schema <> ''")
    op.drop_column("snapshots", "shape")
    op.drop_column("snapshots", "digest")
    with op.batch_alter_table("environments") as table:
        table.drop_constraint(NEW_KEY, type_="unique")
        table.create_unique_constraint(OLD_KEY, ["project", "slug"])
        table.drop_column("schema")
        table.drop_column("alias")
