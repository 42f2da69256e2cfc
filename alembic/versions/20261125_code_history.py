"""
The history of the code: commits, what each did to migrations, and where labels pointed.

The rule: the previous version of Driftboard must still run on the new schema. So a new column has a default or may be
NULL. A column is dropped one version after the last code that uses it. A renamed column is a new column.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text

revision = "c41f0a7d92e3"
down_revision = "6a5b1935efb1"
branch_labels = None
depends_on = None

Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)
Id = sa.String(length=64)


def upgrade() -> None:
    op.create_table(
        "code_commits",
        sa.Column("id", Number, nullable=False),
        sa.Column("project", Text(), nullable=False),
        sa.Column("commit", Id, nullable=False),
        sa.Column("parents", Text(), nullable=False),
        sa.Column("author", Text(), nullable=False),
        sa.Column("authored_at", Text(), nullable=True),
        sa.Column("committed_at", Text(), nullable=True),
        sa.Column("subject", Text(), nullable=False),
        sa.Column("is_cut", sa.Boolean(), nullable=False),
        sa.Column("received_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_commits")),
        sa.UniqueConstraint("project", "commit", name=op.f("uq_code_commits_project_commit")),
    )
    op.create_table(
        "code_changes",
        sa.Column("commit_id", Number, autoincrement=False, nullable=False),
        sa.Column("position", Number, autoincrement=False, nullable=False),
        sa.Column("app_label", Text(), nullable=False),
        sa.Column("name", Text(), nullable=False),
        sa.Column("part", Text(), nullable=False),
        sa.Column("act", Text(), nullable=False),
        sa.Column("other_app_label", Text(), nullable=True),
        sa.Column("other_name", Text(), nullable=True),
        sa.Column("path", Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commit_id"], ["code_commits.id"], name=op.f("fk_code_changes_commit_id_code_commits")
        ),
        sa.PrimaryKeyConstraint("commit_id", "position", name=op.f("pk_code_changes")),
    )
    op.create_table(
        "code_refs",
        sa.Column("id", Number, nullable=False),
        sa.Column("project", Text(), nullable=False),
        sa.Column("label", Text(), nullable=False),
        sa.Column("kind", Text(), nullable=False),
        sa.Column("head", Id, nullable=True),
        sa.Column("commit", Id, nullable=True),
        sa.Column("rank", Number, nullable=False),
        sa.Column("received_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_refs")),
    )
    op.create_index(op.f("ix_code_refs_project_label"), "code_refs", ["project", "label"], unique=False)


def downgrade() -> None:
    for table in ("code_refs", "code_changes", "code_commits"):
        op.drop_table(table)
