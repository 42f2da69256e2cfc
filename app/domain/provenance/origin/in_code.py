"""The origins of a key that the history of the code tells; `head` is the commit of the release without its file."""

from collections.abc import Iterator

from app.domain.english import plural
from app.domain.keys import MigrationKey
from app.domain.provenance.blame import addition_of, blamed_change, changes_of
from app.domain.provenance.code_history import Change, ChangedPart, ChangeKind, CodeHistory, Commit, RefKind
from app.domain.provenance.origin.value import Origin, OriginKind, labels_have_it


def squashes(history: CodeHistory, key: MigrationKey, head: str | None) -> Iterator[Origin]:
    """An origin for each squash in the commits up to `head` that replaces the key."""
    within = history.ancestry(head)
    for change in history.squashings.get(key, ()):
        if change.kind is not ChangeKind.REMOVED and change.commit in within:
            commit = history.commits[change.commit]
            labels = _first_label(history, change.commit)
            first_in = blamed_change(history, change).first_in
            removed_in = _commit_of_removal(history, key, head)
            end = f"; its file was removed in {_by_author(removed_in)}" if removed_in else ""
            text = f"{change.key} replaced it in {_by_author(commit)}{first_in}{end}."
            yield Origin(key, OriginKind.SQUASH, text, commit, change.key, labels)


def last_rename(history: CodeHistory, key: MigrationKey, head: str | None) -> Iterator[Origin]:
    """The last rename in the commits up to `head`, if any."""
    within = history.ancestry(head)
    changes = [change for change in history.renamings.get(key, ()) if change.commit in within]
    for change in history.latest(changes)[:1]:
        commit, labels = history.commits[change.commit], _first_label(history, change.commit)
        text = f"It was renamed to {change.key} in {_by_author(commit)}"
        text += f"; {labels[0]} is the first label with the new name." if labels else "."
        yield Origin(key, OriginKind.RENAMED, text, commit, change.key, labels)


def removal(history: CodeHistory, key: MigrationKey, head: str | None) -> Iterator[Origin]:
    """The removal of the file in the commits up to `head`, if any."""
    commit = _commit_of_removal(history, key, head)
    if commit is not None:
        labels = _first_label(history, commit.id)
        end = f"; {labels[0]} is the first label without it" if labels else ""
        text = f"It was removed in {_by_author(commit)}{end}."
        yield Origin(key, OriginKind.REMOVED, text, commit, None, labels)


def other_branches(history: CodeHistory, key: MigrationKey, head: str | None) -> Iterator[Origin]:
    """The addition of the file in commits that `head` does not contain: a newer release, or a branch."""
    change = addition_of(history, key, ChangedPart.FILE, within=history.ancestry(None))
    change = change or _last_addition(history, key)
    if change is None or (head is not None and change.commit in history.ancestry(head)):
        return
    commit = history.commits[change.commit]
    refs = [ref for ref in history.refs_containing(change.commit) if has_file(history, key, ref.commit)]
    tags = tuple(ref.label for ref in refs if ref.kind is not RefKind.BRANCH)
    branches = tuple(ref.label for ref in refs if ref.kind is RefKind.BRANCH)
    first = (*tags, *branches)[:1]
    is_newer = head is not None and any(
        ref.label in first and ref in refs for ref in history.refs_containing(head)
    )
    if tags:
        newer = ", a newer release" if is_newer else ""
        text = f"{labels_have_it(tags)}{newer}: added in {_by_author(commit)}."
        yield Origin(key, OriginKind.RELEASE, text, commit, None, tags, is_newer)
    elif branches:
        noun = plural(len(branches), "branch", "branches")
        text = f"Only the {noun} {labels_have_it(branches)}: added in {_by_author(commit)}."
        is_main = branches[0] in _main_branches(history)
        yield Origin(key, OriginKind.BRANCH, text, commit, None, branches, is_newer and is_main)
    else:
        text = f"It was on a branch that is gone: added in {_by_author(commit)}."
        yield Origin(key, OriginKind.GONE_BRANCH, text, commit)


def _main_branches(history: CodeHistory) -> frozenset[str]:
    """
    The branches of the first glob that is followed: what they hold will be released.

    A row of any other branch may have to go again, as of one that was deployed for a day.
    """
    branches = [ref for ref in history.refs if ref.kind is RefKind.BRANCH]
    first = min((ref.rank for ref in branches), default=0)
    return frozenset(ref.label for ref in branches if ref.rank == first)


def _last_addition(history: CodeHistory, key: MigrationKey) -> Change | None:
    """The last change that added the file in any commit, even if another branch removed it later."""
    return next(
        (
            change
            for change in reversed(history.by_key.get(key, ()))
            if change.part is ChangedPart.FILE and change.kind is not ChangeKind.REMOVED
        ),
        None,
    )


def has_file(history: CodeHistory, key: MigrationKey, commit: str | None) -> bool:
    """Whether a commit has the file of a migration under this key."""
    within = history.ancestry(commit)
    is_added = addition_of(history, key, ChangedPart.FILE, within=within) is not None
    return is_added and not any(change.commit in within for change in history.renamings.get(key, ()))


def _commit_of_removal(history: CodeHistory, key: MigrationKey, head: str | None) -> Commit | None:
    """
    The commit that removed the file, or None if the file exists at `head` or never did.

    If `head` is None, every branch must have removed it.
    """
    within = history.ancestry(head)
    changes = [
        change for change in changes_of(history, key, within=within) if change.part is ChangedPart.FILE
    ]
    latest = history.latest(changes)
    if not latest or any(change.kind is not ChangeKind.REMOVED for change in latest):
        return None
    return history.commits[latest[-1].commit]


def _first_label(history: CodeHistory, commit: str) -> tuple[str, ...]:
    """The first label that contains a commit, in a tuple; empty without one."""
    label = history.first_labels.get(commit)
    return (label,) if label else ()


def _by_author(commit: Commit) -> str:
    """`3f2c1a4 (4 May 2026) by Mara`."""
    return f"{commit} by {commit.author}" if commit.author else str(commit)
