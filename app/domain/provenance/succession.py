"""
The order of a project's releases, and which one each is compared with.

    main             branches first: the main one, then the others, by the date of their commit
    gift-cards
    v1.10            then versions: v1.10 after v1.9, whenever somebody read them
    v1.9
    nightly          then other labels, by the date of their commit
    mine             at the end what has neither version nor date, in the order in which it was read

The newest stands first. A release is compared with the next one of its kind: v1.10 with v1.9. A branch is compared with
the main branch, and the main branch with the newest version that it contains. The main branch is the first one that
`follow` names, else the label that the project's `release` names.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domain.label import Label
from app.domain.provenance.code_history import MIN_DIGITS, CodeHistory, RefKind

VersionOf = Callable[[str], Any]
"""The version that a label names, which can be compared with others; None for a label that names none."""

WHOLE_ID = 40
"""The digits of a commit id; a longer one, of SHA-256, is whole too."""

MAX_ASKED = 20
"""The main branch is asked for so many versions, the newest ones, whether it contains them."""


@dataclass(frozen=True, slots=True)
class Place:
    """
    A label in the order of releases, and the one that it is compared with.

    `committed_at` is the date of its commit. Without `is_placed` nothing tells where it belongs. A branch that
    `is_contained` was merged: the main branch has its commit, and others.
    """

    label: Label
    before: Label | None
    committed_at: datetime | None = None
    is_placed: bool = True
    is_contained: bool = False


def succession(
    labels: Iterable[Label], code: CodeHistory, version_of: VersionOf, *, release: str | None = None
) -> tuple[Place, ...]:
    """The order of the labels, the newest first. Labels come as they were read, the newest first."""
    return _Succession(tuple(labels), code, version_of, release).places()


class _Succession:
    """The labels of one project, by kind."""

    def __init__(
        self, labels: tuple[Label, ...], code: CodeHistory, version_of: VersionOf, release: str | None
    ) -> None:
        self.code = code
        self.refs = {ref.label: ref for ref in code.refs}
        heads = {ref.head: ref.committed_at for ref in code.refs}
        self.dates = {label.label: _date(label, heads, code) for label in labels}
        branches = [label for label in labels if self._is_branch(label)]
        others = [label for label in labels if not self._is_branch(label)]
        self.main = min(branches, key=lambda label: (self.refs[label.label].rank, label.label), default=None)
        versions = {label.label: version_of(label.label) for label in others}
        if self.main is None:
            named = (label for label in others if label.label == release and versions[release] is None)
            self.main = next(named, None)
        self.versions = sorted(
            (label for label in others if versions[label.label] is not None),
            key=lambda label: (versions[label.label], label.label),
            reverse=True,
        )
        rest = [label for label in others if versions[label.label] is None and label != self.main]
        self.branches = self._by_date(label for label in branches if label != self.main)
        self.dated = self._by_date(label for label in rest if self.dates[label.label])
        self.unplaced = [label for label in rest if not self.dates[label.label]]

    def places(self) -> tuple[Place, ...]:
        last = next(iter((*self.versions, *self.dated)), None)
        main = [] if self.main is None else [self._place(self.main, self._contained())]
        return (
            *main,
            *(self._branch(label, last) for label in self.branches),
            *(self._place(*pair) for pair in _pairs(self.versions)),
            *(self._place(*pair) for pair in _pairs(self.dated)),
            *(self._place(*pair, is_placed=False) for pair in _pairs(self.unplaced)),
        )

    def _is_branch(self, label: Label) -> bool:
        ref = self.refs.get(label.label)
        return ref is not None and ref.kind is RefKind.BRANCH

    def _by_date(self, labels: Iterable[Label]) -> list[Label]:
        """The newest commit first; behind them what has no date, as it was read."""
        return sorted(labels, key=lambda label: -_seconds(self.dates[label.label]))

    def _contained(self) -> Label | None:
        """The newest version that the main branch contains, else the newest one that is known."""
        known = (*self.versions, *self.dated)
        heads = [self._head(label) for label in known[:MAX_ASKED]]
        main = self._head(self.main) if self.main else None
        contained = (
            label
            for label, head in zip(known, heads, strict=False)
            if main and head and self.code.is_before(head, main)
        )
        return next(contained, next(iter((*known, *self.unplaced)), None))

    def _head(self, label: Label) -> str | None:
        ref = self.refs.get(label.label)
        return self.code.commit_of(label.commit) or (ref.commit if ref else None)

    def _branch(self, label: Label, last: Label | None) -> Place:
        head, main = self._head(label), self._head(self.main) if self.main else None
        is_contained = bool(head and main and head != main and head in self.code.ancestry(main))
        return Place(label, self.main or last, self.dates[label.label], is_contained=is_contained)

    def _place(self, label: Label, before: Label | None, *, is_placed: bool = True) -> Place:
        return Place(label, before, self.dates[label.label], is_placed)


def _pairs(labels: Sequence[Label]) -> Iterable[tuple[Label, Label | None]]:
    """Each label with the one behind it; None behind the last."""
    return zip(labels, [*labels[1:], None], strict=True) if labels else ()


def _date(label: Label, heads: dict[str, datetime | None], code: CodeHistory) -> datetime | None:
    """The date of the commit that a label points to, where it is known."""
    if label.commit is None:
        return None
    stored = code.commits.get(label.commit)
    if label.commit in heads or stored:
        return heads.get(label.commit) or (stored.committed_at if stored else None)
    if not MIN_DIGITS <= len(label.commit) < WHOLE_ID:
        return None
    return next((date for head, date in heads.items() if head.startswith(label.commit)), None)


def _seconds(moment: datetime | None) -> float:
    return moment.timestamp() if moment else float("-inf")
