"""
${message}.

The rule: the previous version of Driftboard still runs on the schema that this leaves behind. So a column comes with
a default or may be NULL; one is dropped a version after the last code that names it; a new name is a new column.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}
