"""
The tables, private to the store.

    environments   each table of each environment that was ever collected
    snapshots      a history, when it was received, and when it was last seen; only `seen_at` is updated
    changes        how the history of a snapshot differs from the one before it; rows are only added
    releases       a release by its content; rows are only added
    labels         a label that pointed to a release from a moment on, or was removed then; rows are only added
    failures       stretches of time in which an environment could not be read
    code_commits   a commit that did something to migrations; rows are only added
    code_changes   what a commit did to one migration; rows are only added
    code_refs      where a branch or a tag pointed from a moment on; rows are only added
    tokens         who may hand something over, hashed; only `revoked_at` is updated
    handovers      the newest push of each database from inside its project; updated
    deployments    which release runs in an environment from a moment on, as it was told; rows are only added
    verdicts       the verdict of each environment that counts for what is told; updated
    messages       the outbox: what is to be told through one channel, and what came of it; updated
    revisions      one random name, another one with each row that is written; SQLite alone
"""

from app.store.tables.announcements import MessageRow, VerdictRow
from app.store.tables.base import FINGERPRINT, Base, Number, UtcDateTime
from app.store.tables.code import CodeChangeRow, CodeCommitRow, CodeReadingRow, CodeRefRow
from app.store.tables.histories import ChangeRow, EnvironmentRow, FailureRow, SnapshotRow
from app.store.tables.pushes import DeploymentRow, HandoverRow, TokenRow
from app.store.tables.releases import LabelRow, ReleaseRow, WaypointRow
from app.store.tables.revisions import RevisionRow

__all__ = [
    "FINGERPRINT",
    "Base",
    "ChangeRow",
    "CodeChangeRow",
    "CodeCommitRow",
    "CodeReadingRow",
    "CodeRefRow",
    "DeploymentRow",
    "EnvironmentRow",
    "FailureRow",
    "HandoverRow",
    "LabelRow",
    "MessageRow",
    "Number",
    "ReleaseRow",
    "RevisionRow",
    "SnapshotRow",
    "TokenRow",
    "UtcDateTime",
    "VerdictRow",
    "WaypointRow",
]
