"""
Releases, stored by content, and the labels that point to them.

Neither is ever edited nor deleted. Two releases with the same fingerprint are stored once; they may differ in label,
commit and settings module.

    release    the releases themselves: of labels, of a commit, by fingerprint
    labels     where each label points, pointed, and what was removed; a release is added under one
    contents   what releases hold: its id, its size, its text, and how that is read
"""

from app.store.releases.contents import content_id, frozen, measure, sizes, stored_at
from app.store.releases.labels import add, all_labels, known_labels, labels, remove, removed
from app.store.releases.release import keys_of_labels, of_commit, of_labels, with_fingerprint, with_label

__all__ = [
    "add",
    "all_labels",
    "content_id",
    "frozen",
    "keys_of_labels",
    "known_labels",
    "labels",
    "measure",
    "of_commit",
    "of_labels",
    "remove",
    "removed",
    "sizes",
    "stored_at",
    "with_fingerprint",
    "with_label",
]
