"""
Summaries: what the list says of a release against the one before it.

Two labels and their fingerprints decide a summary for ever, so it stays in memory. It is small, and the list reads
neither release again to show it.
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

CACHE_SIZE = 4096
"""In summaries."""

FIRST_RELEASE = "The first release that is known."


@dataclass(frozen=True, slots=True)
class Summary:
    """
    How large a release is, whether it was written inside the project (`complete`), and what it changed.

    `edited` are the keys of edited migrations, `keys` those that the sentence may name. `is_edited` and `is_whole`
    are None for the first release, which changed nothing.
    """

    django: str
    migrations: int
    apps: int
    unreadable: int
    complete: bool
    sentence: str = FIRST_RELEASE
    keys: tuple[MigrationKey, ...] = ()
    edited: tuple[MigrationKey, ...] = ()
    counts: str = ""
    is_edited: bool | None = None
    is_whole: bool | None = None


_Key = tuple[str, ...]
_cache: WeightedCache[_Key, Summary] = WeightedCache(CACHE_SIZE, lambda _: 1)


def from_cache(pointer: Label, before: Label | None) -> Summary | None:
    """The summary, if it is still in memory."""
    return _cache.get(_key(pointer, before))


def summarize(pointer: Label, before: Label | None, release: Release, earlier: Release | None) -> Summary:
    """The summary of `release`, to which `pointer` points, against `earlier`, to which `before` points."""
    size = (
        release.django,
        len(release.migrations),
        len(release.apps),
        len(release.unreadable),
        release.complete,
    )
    summary = Summary(*size)
    if before is not None and earlier is not None:
        difference = comparisons.difference_of(earlier, release)
        summary = Summary(
            *size,
            difference_sentences.headline(difference, ReleaseNames(before.label, pointer.label)),
            headline_keys(difference),
            tuple(edit.key for edit in difference.edited),
            _counts(difference),
            difference.is_edited,
            difference.is_whole,
        )
    _cache.put(_key(pointer, before), summary)
    return summary


def headline_keys(difference: Difference) -> tuple[MigrationKey, ...]:
    """The keys that the headline of a difference may name."""
    limit = difference_sentences.MAX_NAMED
    return (
        *(edit.key for edit in difference.edited[:limit]),
        *(key for rename in difference.renamed[:limit] for key in (rename.before, rename.after)),
        *sorted({edge.child for edge in difference.edges_without_edit})[:limit],
        *difference.coverage.unread[:limit],
        *difference.operations_not_compared[:limit],
    )


def _counts(difference: Difference) -> str:
    """`1 edited, 5 new`."""
    marks = release_strips.difference_marks(difference)
    return ", ".join(f"{len(keys):,} {word}" for word, keys in marks.by_word if keys)


def _key(pointer: Label, before: Label | None) -> _Key:
    earlier = () if before is None else (before.label, before.fingerprint)
    return (pointer.label, pointer.fingerprint, *earlier)
