"""
Where a row without a file comes from: every commit that is known, and every known release, is searched for its key.

    left by a squash · renamed · removed · in another release · on a branch · on a branch that is gone · nowhere
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.domain.drift import Drift
from app.domain.english import listed, plural
from app.domain.findings import Code, Finding
from app.domain.keys import MigrationKey
from app.domain.provenance.blame import added, of_migration
from app.domain.provenance.code_history import Change, ChangedPart, ChangeKind, CodeHistory, Commit, RefKind
from app.domain.release import Release


class OriginKind(StrEnum):
    """Where it was found."""

    SQUASH = "squash"
    RENAMED = "renamed"
    REMOVED = "removed"
    RELEASE = "release"
    BRANCH = "branch"
    GONE_BRANCH = "gone-branch"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class Origin:
    """
    Where a key comes from, in a sentence, and the facts in it.

    `commit` removed, renamed or added it; `other` is the new name or the squash; `labels` have it, or, where it was
    removed or renamed, the first of them is the first without it.
    """

    key: MigrationKey
    place: OriginKind
    sentence: str
    commit: Commit | None = None
    other: MigrationKey | None = None
    labels: tuple[str, ...] = ()


def origins(
    history: CodeHistory, drift: Drift, releases: Sequence[Release] = ()
) -> Mapping[MigrationKey, Origin]:
    """The origin of every row and every parent without a file; of apps that are not covered only where there is one."""
    found = {}
    for finding in drift.findings:
        for key in _unknown_keys(finding):
            one = origin(history, key, drift.release, releases)
            if finding.code is not Code.NOT_COVERED or one.place is not OriginKind.NOWHERE:
                found[key] = one
    return dict(sorted(found.items()))


def _unknown_keys(finding: Finding) -> tuple[MigrationKey, ...]:
    match finding.code:
        case Code.UNKNOWN | Code.SQUASH_RESIDUE | Code.MISSING_PARENT:
            return (finding.subject,)
        case Code.NOT_COVERED:
            return (finding.subject, *finding.related)
        case Code.STARTS_ANEW:
            return finding.related
        case _:
            return ()


def origin(
    history: CodeHistory, key: MigrationKey, release: Release, releases: Sequence[Release] = ()
) -> Origin:
    """Where a key that the release has no file for comes from; `releases` are the known ones, oldest first."""
    head = history.head_of(release)
    return next(_found(history, key, head, release, releases))


def _found(
    history: CodeHistory, key: MigrationKey, head: str | None, release: Release, releases: Sequence[Release]
) -> Iterator[Origin]:
    """The answers, the one that says most first."""
    yield from _squash(history, key, head, releases)
    yield from _renamed(history, key, head)
    yield from _removed(history, key, head)
    yield from _elsewhere(history, key, head)
    having = tuple(
        dict.fromkeys(
            one.label
            for one in releases
            if one.label and one.label != release.label and key in one.migrations
        )
    )
    if having:
        yield Origin(key, OriginKind.RELEASE, f"{_in(having)}.", labels=having)
    if history.commits:
        cut = any(commit.is_cut for commit in history.commits.values())
        end = "; but the clone is shallow, and what was before it is not known" if cut else ""
        text = f"No followed branch, tag or known manifest has ever had it{end}."
    else:
        text = "No release known here has it; no repository is followed."
    yield Origin(key, OriginKind.NOWHERE, text)


def _squash(
    history: CodeHistory, key: MigrationKey, head: str | None, releases: Sequence[Release]
) -> Iterator[Origin]:
    """A squash once replaced it."""
    within = history.ancestry(head)
    for change in history.squashings.get(key, ()):
        if change.act is not ChangeKind.REMOVED and change.commit in within:
            commit = history.commits[change.commit]
            labels = _first(history, change)
            gone = _last_removal(history, key, head)
            end = f"; its file was removed in {_commit(gone)}" if gone else ""
            text = f"{change.key} replaced it in {_commit(commit)}{_since(labels)}{end}."
            yield Origin(key, OriginKind.SQUASH, text, commit, change.key, labels)
    for release in releases:
        for squash in release.squashes:
            if key in squash.replaces:
                labels = (release.label,) if release.label else ()
                in_it = f" in {release.label}" if release.label else ""
                text = f"{squash.key} replaced it{in_it}."
                yield Origin(key, OriginKind.SQUASH, text, None, squash.key, labels)


def _renamed(history: CodeHistory, key: MigrationKey, head: str | None) -> Iterator[Origin]:
    within = history.ancestry(head)
    changes = [change for change in history.renamings.get(key, ()) if change.commit in within]
    for change in history.last(changes)[:1]:
        commit, labels = history.commits[change.commit], _first(history, change)
        text = f"It was renamed to {change.key} in {_commit(commit)}"
        text += f"; {labels[0]} is the first label with the new name." if labels else "."
        yield Origin(key, OriginKind.RENAMED, text, commit, change.key, labels)


def _removed(history: CodeHistory, key: MigrationKey, head: str | None) -> Iterator[Origin]:
    commit = _last_removal(history, key, head)
    if commit is not None:
        label = history.first_labels.get(commit.id)
        end = f"; {label} is the first label without it" if label else ""
        labels = (label,) if label else ()
        yield Origin(
            key, OriginKind.REMOVED, f"It was removed in {_commit(commit)}{end}.", commit, None, labels
        )


def _elsewhere(history: CodeHistory, key: MigrationKey, head: str | None) -> Iterator[Origin]:
    """On other lines of commits: of a newer release, of a branch, or of a branch that is gone."""
    change = added(history, key, ChangedPart.FILE, within=history.ancestry(None))
    change = change or _any_addition(history, key)
    if change is None or (head is not None and history.is_before(change.commit, head)):
        return
    commit = history.commits[change.commit]
    having = [ref for ref in history.containing(change.commit) if _has(history, key, ref.commit)]
    still = tuple(ref.label for ref in having if ref.kind is not RefKind.BRANCH)
    branches = tuple(ref.label for ref in having if ref.kind is RefKind.BRANCH)
    if still:
        newer = head is not None and any(
            ref.commit and history.is_before(head, ref.commit) for ref in having if ref.label == still[0]
        )
        what = ", a newer release" if newer else ""
        text = f"{_in(still)}{what}: added in {_commit(commit)}."
        yield Origin(key, OriginKind.RELEASE, text, commit, None, still)
    elif branches:
        which = plural(len(branches), "branch", "branches")
        text = f"Only the {which} {listed(branches)} {plural(len(branches), 'has', 'have')} it: "
        yield Origin(key, OriginKind.BRANCH, f"{text}added in {_commit(commit)}.", commit, None, branches)
    else:
        text = f"It was on a branch that is gone: added in {_commit(commit)}."
        yield Origin(key, OriginKind.GONE_BRANCH, text, commit)


def _any_addition(history: CodeHistory, key: MigrationKey) -> Change | None:
    """The last addition anywhere, also where another line of commits has removed it."""
    return next(
        (
            change
            for change in reversed(history.by_key.get(key, ()))
            if change.part is ChangedPart.FILE and change.act is not ChangeKind.REMOVED
        ),
        None,
    )


def _has(history: CodeHistory, key: MigrationKey, commit: str | None) -> bool:
    within = history.ancestry(commit)
    return added(history, key, ChangedPart.FILE, within=within) is not None and not any(
        change.commit in within for change in history.renamings.get(key, ())
    )


def _last_removal(history: CodeHistory, key: MigrationKey, head: str | None) -> Commit | None:
    """The commit that took the file away, where it is away at `head`; of None: on every line that is known."""
    within = history.ancestry(head)
    changes = [
        change for change in of_migration(history, key, within=within) if change.part is ChangedPart.FILE
    ]
    last = history.last(changes)
    if not last or any(change.act is not ChangeKind.REMOVED for change in last):
        return None
    return history.commits[last[-1].commit]


def _first(history: CodeHistory, change: Change) -> tuple[str, ...]:
    label = history.first_labels.get(change.commit)
    return (label,) if label else ()


def _since(labels: Sequence[str]) -> str:
    return f", first in {labels[0]}" if labels else ""


def _in(labels: Sequence[str]) -> str:
    return f"{listed(labels)} {plural(len(labels), 'has', 'have')} it"


def _commit(commit: Commit) -> str:
    return f"{commit} by {commit.author}" if commit.author else str(commit)
