"""
What a list says of a release against the one before it, remembered: two fingerprints and two names decide it.

A summary is small. Once it is known, neither release has to be read again for a list.
"""

from dataclasses import dataclass

from app.cache import WeightedCache
from app.domain.difference import Difference
from app.domain.difference import sentences as difference_sentences
from app.domain.difference.consequences import ReleaseNames
from app.domain.keys import MigrationKey
from app.domain.label import Label
from app.domain.release import Release
from app.web.facts import comparisons
from app.web.releases import strips as release_strips

REMEMBERED = 4096
FIRST = "The first release that is known."


@dataclass(frozen=True, slots=True)
class Summary:
    """
    How large a release is, and what it changed.

    `edited` are the keys of what was edited, `keys` those that the sentence can name; `is_edited` and `is_whole` are
    None for the first release, which changed nothing.
    """

    django: str
    migrations: int
    apps: int
    unreadable: int
    sentence: str = FIRST
    keys: tuple[MigrationKey, ...] = ()
    edited: tuple[MigrationKey, ...] = ()
    counts: str = ""
    is_edited: bool | None = None
    is_whole: bool | None = None


_Key = tuple[str, ...]
_kept: WeightedCache[_Key, Summary] = WeightedCache(REMEMBERED, lambda _: 1)


def known(pointer: Label, before: Label | None) -> Summary | None:
    """The summary, if it was made already."""
    return _kept.get(_key(pointer, before))


def made(pointer: Label, before: Label | None, release: Release, earlier: Release | None) -> Summary:
    """The summary of what `pointer` points to, against what `before` points to."""
    size = (release.django, len(release.migrations), len(release.apps), len(release.unreadable))
    summary = Summary(*size)
    if before is not None and earlier is not None:
        found = comparisons.difference_of(earlier, release)
        summary = Summary(
            *size,
            difference_sentences.headline(found, ReleaseNames(before.label, pointer.label)),
            keys_of(found),
            tuple(edit.key for edit in found.edited),
            _counts(found),
            found.is_edited,
            found.is_whole,
        )
    _kept.put(_key(pointer, before), summary)
    return summary


def keys_of(difference: Difference) -> tuple[MigrationKey, ...]:
    """The keys that the sentence over a difference can name."""
    most = difference_sentences.NAMED
    return (
        *(edit.key for edit in difference.edited[:most]),
        *(key for rename in difference.renamed[:most] for key in (rename.before, rename.after)),
        *sorted({edge.child for edge in difference.moved})[:most],
    )


def _counts(difference: Difference) -> str:
    """`1 edited, 5 new`."""
    marks = release_strips.changed(difference)
    return ", ".join(f"{len(keys)} {word}" for word, keys in marks.said if keys)


def _key(pointer: Label, before: Label | None) -> _Key:
    older = () if before is None else (before.label, before.fingerprint)
    return (pointer.label, pointer.fingerprint, *older)
