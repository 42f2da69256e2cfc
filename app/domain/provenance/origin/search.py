"""The search for where rows without a file come from: in the history of the code, and in the known releases."""

from collections.abc import Iterator, Mapping, Sequence

from app.domain.drift import Drift
from app.domain.findings import Code, Finding
from app.domain.keys import MigrationKey
from app.domain.provenance.code_history import CodeHistory
from app.domain.provenance.origin import in_code, in_releases
from app.domain.provenance.origin.value import Origin, OriginKind
from app.domain.release import Release


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
    yield from in_releases.passed_over(key, release, releases)
    yield from in_code.squashes(history, key, head)
    yield from in_releases.squashes(key, releases)
    yield from in_code.last_rename(history, key, head)
    yield from in_releases.rename(key, release, releases)
    yield from in_code.removal(history, key, head)
    yield from in_code.other_branches(history, key, head)
    yield from in_releases.other_releases(key, release, releases)
    yield Origin(key, OriginKind.NOWHERE, _nowhere(history, key, head))


def _nowhere(history: CodeHistory, key: MigrationKey, head: str | None) -> str:
    """Why nothing was found, or nothing that counts."""
    if head is not None and in_code.has_file(history, key, head):
        return (
            "Its file is in the code of this release, and not one of the release's migrations: its app is switched "
            "off, not installed, or could not be read."
        )
    if not history.commits:
        return "No release known here contains it. Follow the repository to find the branch it came from."
    is_shallow = any(commit.is_cut for commit in history.commits.values())
    end = "; but the clone is shallow, and what was before it is not known" if is_shallow else ""
    return f"No followed branch, tag or known manifest has ever had it{end}."
