"""
Where a row without a file comes from: its key is searched in all known commits and all known releases.

    passed over by Django · replaced by a squash · renamed · removed · in another release · on a branch
    · on a branch that is gone · nowhere
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from app.domain.difference.coverage import Coverage
from app.domain.difference.renames import renames
from app.domain.drift import Drift
from app.domain.english import listed, plural
from app.domain.findings import Code, Finding
from app.domain.keys import MigrationKey
from app.domain.provenance.blame import addition_of, changes_of
from app.domain.provenance.code_history import Change, ChangedPart, ChangeKind, CodeHistory, Commit, RefKind
from app.domain.release import Release


class OriginKind(StrEnum):
    """What happened to a migration, or where its file is."""

    SQUASH = "squash"
    RENAMED = "renamed"
    REMOVED = "removed"
    RELEASE = "release"
    BRANCH = "branch"
    GONE_BRANCH = "gone-branch"
    PASSED_OVER = "passed-over"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class Origin:
    """
    The origin of one migration that has a row but no file: one sentence, and the facts in it.

    `commit` added, removed or renamed the migration, or added the squash that replaces it. `other` is the new key or
    the key of the squash. `labels` are the labels that have the migration; if it was replaced, renamed or removed, they
    hold the first label in which that is so, if any. `is_newer` says that a release which comes after has it.
    """

    key: MigrationKey
    kind: OriginKind
    sentence: str
    commit: Commit | None = None
    other: MigrationKey | None = None
    labels: tuple[str, ...] = ()
    is_newer: bool = False


def origins(
    history: CodeHistory, drift: Drift, releases: Sequence[Release] = ()
) -> Mapping[MigrationKey, Origin]:
    """
    The origins of the rows and parents without a file, sorted by key.

    A key of an app that the release does not cover is left out if nothing is known about it.
    """
    origins_by_key = {}
    for finding in drift.findings:
        for key in _keys_without_file(finding):
            key_origin = origin(history, key, drift.release, releases)
            if finding.code is not Code.NOT_COVERED or key_origin.kind is not OriginKind.NOWHERE:
                origins_by_key[key] = key_origin
    return dict(sorted(origins_by_key.items()))


def _keys_without_file(finding: Finding) -> tuple[MigrationKey, ...]:
    match finding.code:
        case (
            Code.UNKNOWN
            | Code.SQUASH_RESIDUE
            | Code.MISSING_PARENT
            | Code.RENAMED
            | Code.NEWER_RELEASE
            | Code.FORMER_NAME
        ):
            return (finding.subject,)
        case Code.NOT_COVERED:
            return (finding.subject, *finding.related)
        case Code.STARTS_ANEW | Code.RUNS_AGAIN | Code.RELABELLED:
            return finding.related
        case _:
            return ()


def origin(
    history: CodeHistory, key: MigrationKey, release: Release, releases: Sequence[Release] = ()
) -> Origin:
    """The origin of a key without a file in `release`. `releases` are the known releases, oldest first."""
    return next(possible_origins(history, key, release, releases))


def possible_origins(
    history: CodeHistory, key: MigrationKey, release: Release, releases: Sequence[Release] = ()
) -> Iterator[Origin]:
    """The possible answers, the most telling first. The last one always exists."""
    head = history.head_of(release)
    yield from _passed_over_origins(key, release, releases)
    yield from _squash_origins(history, key, head, releases)
    yield from _rename_origin(history, key, head)
    yield from _rename_by_content(key, release, releases)
    yield from _removal_origin(history, key, head)
    yield from _origin_on_other_branches(history, key, head)
    labels = tuple(
        dict.fromkeys(
            known_release.label
            for known_release in releases
            if known_release.label
            and known_release.label != release.label
            and key in known_release.migrations
        )
    )
    if labels:
        is_newer = _is_newer(key, release, releases)
        newer = ", a newer release" if is_newer else ""
        text = f"{_labels_have_it(labels)}{newer}."
        yield Origin(key, OriginKind.RELEASE, text, labels=labels, is_newer=is_newer)
    if head is not None and _has_file(history, key, head):
        text = (
            "Its file is in the code of this release, and not one of the release's migrations: its app is switched "
            "off, not installed, or could not be read."
        )
    elif history.commits:
        is_shallow = any(commit.is_cut for commit in history.commits.values())
        end = "; but the clone is shallow, and what was before it is not known" if is_shallow else ""
        text = f"No followed branch, tag or known manifest has ever had it{end}."
    else:
        text = "No release known here has it; no repository is followed."
    yield Origin(key, OriginKind.NOWHERE, text)


def _passed_over_origins(
    key: MigrationKey, release: Release, releases: Sequence[Release]
) -> Iterator[Origin]:
    """An origin for each file with this key that Django passes over: in this release, then in others."""
    for file in release.passed_over:
        if file.key == key:
            text = f"{file.path} is there, but Django passes over it: {file.reason.words}."
            yield Origin(key, OriginKind.PASSED_OVER, text)
    if any(key in known_release.migrations for known_release in releases):
        return
    for known_release in releases:
        for file in known_release.passed_over:
            if file.key == key and known_release.label:
                text = (
                    f"{known_release.label} has {file.path}, but Django passes over it: {file.reason.words}."
                )
                yield Origin(key, OriginKind.PASSED_OVER, text, labels=(known_release.label,))


def _is_newer(key: MigrationKey, release: Release, releases: Sequence[Release]) -> bool:
    """
    Whether every known release that has a migration comes after this one, which is among them too.

    The order of receipt alone does not tell: such a release also has every other migration of the app.
    """
    fingerprints = [known_release.fingerprint for known_release in releases]
    if release.fingerprint not in fingerprints:
        return False
    position = fingerprints.index(release.fingerprint)
    own_keys = {own_key for own_key in release.migrations if own_key.app_label == key.app_label}
    return all(
        place > position and own_keys <= _all_keys(known_release)
        for place, known_release in enumerate(releases)
        if key in known_release.migrations
    )


def _all_keys(release: Release) -> set[MigrationKey]:
    """The migrations of a release, and what its squashes replace."""
    return {*release.migrations, *(key for squash in release.squashes for key in squash.replaces)}


def _rename_by_content(key: MigrationKey, release: Release, releases: Sequence[Release]) -> Iterator[Origin]:
    """The migration of this release that holds what another one held under the key, by the content alone."""
    for known_release in reversed(releases):
        if key in known_release.migrations:
            new_key = _new_keys(known_release, release).get(key)
            if new_key is not None:
                holds = f"{known_release.label} holds" if known_release.label else "an earlier release holds"
                text = f"{new_key} is the same migration: {holds} its operations under the former name."
                labels = (known_release.label,) if known_release.label else ()
                yield Origin(key, OriginKind.RENAMED, text, None, new_key, labels)
            return


@lru_cache(maxsize=16)
def _new_keys(before: Release, after: Release) -> Mapping[MigrationKey, MigrationKey]:
    """The new key of each migration that was renamed between two releases, if its operations are the same."""
    coverage = Coverage(before, after)
    old_keys, new_keys = coverage.comparable_keys(before), coverage.comparable_keys(after)
    return {
        rename.before: rename.after
        for rename in renames(coverage, old_keys - new_keys, new_keys - old_keys)
        if rename.edit.operations.compared and not rename.edit.operations
    }


def _squash_origins(
    history: CodeHistory, key: MigrationKey, head: str | None, releases: Sequence[Release]
) -> Iterator[Origin]:
    """An origin for each squash that replaces the key: those in commits up to `head`, then those in releases."""
    within = history.ancestry(head)
    for change in history.squashings.get(key, ()):
        if change.kind is not ChangeKind.REMOVED and change.commit in within:
            commit = history.commits[change.commit]
            labels = _first_label(history, change.commit)
            since = f", first in {labels[0]}" if labels else ""
            removal = _removal(history, key, head)
            end = f"; its file was removed in {_by_author(removal)}" if removal else ""
            text = f"{change.key} replaced it in {_by_author(commit)}{since}{end}."
            yield Origin(key, OriginKind.SQUASH, text, commit, change.key, labels)
    for release in releases:
        for squash in release.squashes:
            if key in squash.replaces:
                labels = (release.label,) if release.label else ()
                in_label = f" in {release.label}" if release.label else ""
                text = f"{squash.key} replaced it{in_label}."
                yield Origin(key, OriginKind.SQUASH, text, None, squash.key, labels)


def _rename_origin(history: CodeHistory, key: MigrationKey, head: str | None) -> Iterator[Origin]:
    """The last rename in the commits up to `head`, if any."""
    within = history.ancestry(head)
    changes = [change for change in history.renamings.get(key, ()) if change.commit in within]
    for change in history.latest(changes)[:1]:
        commit, labels = history.commits[change.commit], _first_label(history, change.commit)
        text = f"It was renamed to {change.key} in {_by_author(commit)}"
        text += f"; {labels[0]} is the first label with the new name." if labels else "."
        yield Origin(key, OriginKind.RENAMED, text, commit, change.key, labels)


def _removal_origin(history: CodeHistory, key: MigrationKey, head: str | None) -> Iterator[Origin]:
    """The removal of the file in the commits up to `head`, if any."""
    commit = _removal(history, key, head)
    if commit is not None:
        labels = _first_label(history, commit.id)
        end = f"; {labels[0]} is the first label without it" if labels else ""
        text = f"It was removed in {_by_author(commit)}{end}."
        yield Origin(key, OriginKind.REMOVED, text, commit, None, labels)


def _origin_on_other_branches(history: CodeHistory, key: MigrationKey, head: str | None) -> Iterator[Origin]:
    """The addition of the file in commits that `head` does not contain: a newer release, or a branch."""
    change = addition_of(history, key, ChangedPart.FILE, within=history.ancestry(None))
    change = change or _last_addition(history, key)
    if change is None or (head is not None and history.is_before(change.commit, head)):
        return
    commit = history.commits[change.commit]
    refs = [ref for ref in history.refs_containing(change.commit) if _has_file(history, key, ref.commit)]
    tags = tuple(ref.label for ref in refs if ref.kind is not RefKind.BRANCH)
    branches = tuple(ref.label for ref in refs if ref.kind is RefKind.BRANCH)
    if tags:
        is_newer = head is not None and any(
            ref.commit and history.is_before(head, ref.commit) for ref in refs if ref.label == tags[0]
        )
        newer = ", a newer release" if is_newer else ""
        text = f"{_labels_have_it(tags)}{newer}: added in {_by_author(commit)}."
        yield Origin(key, OriginKind.RELEASE, text, commit, None, tags, is_newer)
    elif branches:
        noun = plural(len(branches), "branch", "branches")
        text = f"Only the {noun} {_labels_have_it(branches)}: added in {_by_author(commit)}."
        yield Origin(key, OriginKind.BRANCH, text, commit, None, branches)
    else:
        text = f"It was on a branch that is gone: added in {_by_author(commit)}."
        yield Origin(key, OriginKind.GONE_BRANCH, text, commit)


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


def _has_file(history: CodeHistory, key: MigrationKey, commit: str | None) -> bool:
    """Whether a commit has the file of a migration under this key."""
    within = history.ancestry(commit)
    is_added = addition_of(history, key, ChangedPart.FILE, within=within) is not None
    return is_added and not any(change.commit in within for change in history.renamings.get(key, ()))


def _removal(history: CodeHistory, key: MigrationKey, head: str | None) -> Commit | None:
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


def _labels_have_it(labels: Sequence[str]) -> str:
    return f"{listed(labels)} {plural(len(labels), 'has', 'have')} it"


def _by_author(commit: Commit) -> str:
    """`3f2c1a4 (2026-05-04) by Mara`."""
    return f"{commit} by {commit.author}" if commit.author else str(commit)
