"""A deployment: somebody told that a release runs in an environment from now on. And which release that is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.label import Label

MIN_COMMIT_DIGITS = 7
"""A shorter abbreviation of a commit id names no commit here; in hex digits."""

COMMIT = re.compile(rf"[0-9a-fA-F]{{{MIN_COMMIT_DIGITS},64}}")
"""Matches a commit as a sender may name it."""

MAX_LABEL_LENGTH = 200
"""In characters."""


@dataclass(frozen=True, slots=True)
class Deployment:
    """
    One deployment of an environment, as it was told: a fact, never edited.

    At least one of `label` and `commit` is there; the commit may be abbreviated. `received_at` is from our clock and
    decides the order; `deployed_at` is what the sender said, or None.
    """

    environment: str
    label: str | None
    commit: str | None
    received_at: datetime
    deployed_at: datetime | None = None

    @property
    def name(self) -> str:
        """What people call what was deployed: its label, else its commit."""
        return self.label or f"commit {(self.commit or '')[:7]}"


def is_label(text: str) -> bool:
    """Whether a text may be the label of what was deployed: one that can stand in a sentence."""
    return bool(text.strip()) and text.isprintable() and len(text) <= MAX_LABEL_LENGTH


def deployed(deployment: Deployment, labels: Sequence[Label]) -> Label | None:
    """
    The label, with the release that it points to, which the deployment names; None while no release is known for it.

    `labels` are all places that labels ever pointed to, newest first. A label that has moved since then means what it
    meant when the deployment was received, else the first release that came later. With a commit, the release is that
    of the commit; one without a commit is taken by its label.
    """
    commit, name = deployment.commit, deployment.label
    if commit is None:
        return _at(deployment.received_at, [label for label in labels if label.label == name])
    of_commit = [label for label in labels if _is_commit(label.commit, commit)]
    by_name = [label for label in of_commit if label.label == name]
    nameless = [label for label in labels if label.label == name and label.commit is None]
    return _at(deployment.received_at, by_name or of_commit or nameless)


def _at(moment: datetime, labels: Sequence[Label]) -> Label | None:
    """The newest of the labels, which come newest first, at that moment; else the first one after it."""
    return next((label for label in labels if label.added_at <= moment), labels[-1] if labels else None)


def _is_commit(commit: str | None, other: str) -> bool:
    """Whether two ids name the same commit; each may be abbreviated."""
    if commit is None or min(len(commit), len(other)) < MIN_COMMIT_DIGITS:
        return False
    return commit.lower().startswith(other.lower()) or other.lower().startswith(commit.lower())
