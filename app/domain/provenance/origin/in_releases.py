"""The origins of a key that the known releases tell, oldest first; `release` is the one in which it has no file."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from app.domain.difference.coverage import Coverage
from app.domain.difference.renames import renames
from app.domain.keys import MigrationKey
from app.domain.provenance.origin.value import Origin, OriginKind, labels_have_it
from app.domain.release import Release


def passed_over(key: MigrationKey, release: Release, releases: Sequence[Release]) -> Iterator[Origin]:
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


def squashes(key: MigrationKey, releases: Sequence[Release]) -> Iterator[Origin]:
    """An origin for each squash of a known release that replaces the key."""
    for release in releases:
        for squash in release.squashes:
            if key in squash.replaces:
                labels = (release.label,) if release.label else ()
                in_label = f" in {release.label}" if release.label else ""
                text = f"{squash.key} replaced it{in_label}."
                yield Origin(key, OriginKind.SQUASH, text, None, squash.key, labels)


def rename(key: MigrationKey, release: Release, releases: Sequence[Release]) -> Iterator[Origin]:
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


def other_releases(key: MigrationKey, release: Release, releases: Sequence[Release]) -> Iterator[Origin]:
    """One origin for all known releases with another label that have the migration, if any."""
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
        text = f"{labels_have_it(labels)}{newer}."
        yield Origin(key, OriginKind.RELEASE, text, labels=labels, is_newer=is_newer)


def _is_newer(key: MigrationKey, release: Release, releases: Sequence[Release]) -> bool:
    """
    Whether every known release that has a migration comes after this one, which is among them too.

    The order of receipt alone does not tell: such a release also has every other migration of the app. Of an app that
    this release does not hold, it has all of the release; where that is not known to be whole, nothing is told.
    """
    fingerprints = [known_release.fingerprint for known_release in releases]
    if release.fingerprint not in fingerprints:
        return False
    position = fingerprints.index(release.fingerprint)
    if key.app_label in release.apps:
        own_keys = {own_key for own_key in release.migrations if own_key.app_label == key.app_label}
    elif release.complete:
        own_keys = set(release.migrations)
    else:
        return False
    return all(
        place > position and own_keys <= known_release.keys_to_record
        for place, known_release in enumerate(releases)
        if key in known_release.migrations
    )


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
