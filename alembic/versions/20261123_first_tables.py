"""
The first tables.

The rule: the previous version of Driftboard must still run on the new schema. So a new column has a default or may be
NULL. A column is dropped one version after the last code that uses it. A renamed column is a new column.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text

revision = "6a5b1935efb1"
down_revision = None
branch_labels = None
depends_on = None

Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)
Fingerprint = sa.String(length=64)


def upgrade() -> None:
    op.create_table(
        "environments",
        sa.Column("id", Number, nullable=False),
        sa.Column("project", Text(), nullable=False),
        sa.Column("slug", Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_environments")),
        sa.UniqueConstraint("project", "slug", name=op.f("uq_environments_project_slug")),
    )
    op.create_table(
        "releases",
        sa.Column("id", Number, nullable=False),
        sa.Column("project", Text(), nullable=False),
        sa.Column("fingerprint", Fingerprint, nullable=False),
        sa.Column("content", Text(), nullable=False),
        sa.Column("added_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_releases")),
        sa.UniqueConstraint("project", "fingerprint", name=op.f("uq_releases_project_fingerprint")),
    )
    op.create_table(
        "failures",
        sa.Column("id", Number, nullable=False),
        sa.Column("environment_id", Number, nullable=False),
        sa.Column("cause", Text(), nullable=False),
        sa.Column("since", Moment, nullable=False),
        sa.Column("last_at", Moment, nullable=False),
        sa.Column("unseen_from", Moment, nullable=True),
        sa.Column("ended_at", Moment, nullable=True),
        sa.ForeignKeyConstraint(
            ["environment_id"], ["environments.id"], name=op.f("fk_failures_environment_id_environments")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failures")),
    )
    op.create_index(
        op.f("ix_failures_environment_id_since"), "failures", ["environment_id", "since"], unique=False
    )
    op.create_index(
        "uq_failures_running",
        "failures",
        ["environment_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )

    op.create_table(
        "labels",
        sa.Column("id", Number, nullable=False),
        sa.Column("project", Text(), nullable=False),
        sa.Column("label", Text(), nullable=False),
        sa.Column("commit", Text(), nullable=True),
        sa.Column("release_id", Number, nullable=False),
        sa.Column("added_at", Moment, nullable=False),
        sa.ForeignKeyConstraint(["release_id"], ["releases.id"], name=op.f("fk_labels_release_id_releases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_labels")),
    )
    op.create_index(op.f("ix_labels_project_label"), "labels", ["project", "label"], unique=False)

    op.create_table(
        "snapshots",
        sa.Column("id", Number, nullable=False),
        sa.Column("environment_id", Number, nullable=False),
        sa.Column("number", Number, nullable=False),
        sa.Column("keyframe", Number, nullable=False),
        sa.Column("weight", Number, nullable=False),
        sa.Column("fingerprint", Fingerprint, nullable=False),
        sa.Column("has_table", sa.Boolean(), nullable=False),
        sa.Column("rows", Number, nullable=False),
        sa.Column("received_at", Moment, nullable=False),
        sa.Column("seen_at", Moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["environment_id"], ["environments.id"], name=op.f("fk_snapshots_environment_id_environments")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshots")),
        sa.UniqueConstraint("environment_id", "number", name=op.f("uq_snapshots_environment_id_number")),
    )
    op.create_index(
        op.f("ix_snapshots_environment_id_fingerprint"),
        "snapshots",
        ["environment_id", "fingerprint"],
        unique=False,
    )
    op.create_index(
        op.f("ix_snapshots_environment_id_received_at"),
        "snapshots",
        ["environment_id", "received_at"],
        unique=False,
    )

    op.create_table(
        "changes",
        sa.Column("snapshot_id", Number, autoincrement=False, nullable=False),
        sa.Column("position", Number, autoincrement=False, nullable=False),
        sa.Column("removed", Number, nullable=False),
        sa.Column("inserted", Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["snapshot_id"], ["snapshots.id"], name=op.f("fk_changes_snapshot_id_snapshots")
        ),
        sa.PrimaryKeyConstraint("snapshot_id", "position", name=op.f("pk_changes")),
    )


def downgrade() -> None:
    for table in ("changes", "snapshots", "labels", "failures", "releases", "environments"):
        op.drop_table(table)
