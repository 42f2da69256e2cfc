"""
Which release each environment of a pinned page is held against, as its address says it and back: the parameters `on=`.

    on=told~5d0a77c1e2                  the release that a deployment had told by the moment; the digits check it
    on=v1.1~9c0e11d2bb:edge-1,edge-2    these environments, whatever was told of them
    on=v9:qa                            the same with a name that no release was known by
    on=v9:*                             all that nothing else is said of; without it they have the release of the path

So an address has what the store cannot tell: what the settings declared, and what came within the last second.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from app.store.sessions import ReadSession
from app.web.facts.chosen import ChosenRelease
from app.web.facts.pinned.release import pinned_release
from app.web.facts.told import Told, settled_before, told_releases
from app.web.server.errors import NotFound
from app.web.urls import labels as label_segments
from app.web.urls.labels import pinned_segment, segment_of
from app.web.urls.segments import AddressError, MomentSegment, short

ALL_OTHERS = "*"
FEW = 3
"""So many environments are named rather than called all others."""

NOBODY = "="
"""The label of what runs where nobody says what does."""

_TOLD = "told~"


@dataclass(frozen=True, slots=True)
class Assignment:
    """The release of each environment, by slug, and what deployments told where the address leaves that to them."""

    releases: Mapping[str, ChosenRelease]
    told: Mapping[str, Told]


def assigned(  # noqa: PLR0913 - all that decides it
    session: ReadSession,
    project: str,
    on: Sequence[str],
    *,
    usual: ChosenRelease,
    slugs: Sequence[str],
    moment: MomentSegment,
) -> Assignment:
    """
    What the parameters `on=` say of the environments `slugs`; `usual` is the release of the path.

    Raises as `pinned_release`, and `NotFound` where the store no longer has what was told by the moment.
    """
    named, others, digits = _named(session, project, on, usual)
    if digits is None:
        return Assignment({slug: named.get(slug, others) for slug in slugs}, {})
    before = settled_before(moment.start)
    by_slug = told_releases(session, project, before)
    told = {slug: Told(by_slug[slug].identity, before) for slug in slugs if slug in by_slug}
    if _digest({slug: each for slug, each in told.items() if slug not in named}, usual) != digits:
        raise NotFound(
            "What ran in each environment then is not in the store any more.",
            explanation="This page is held against the releases that deployments had told by its moment. "
            "Some of these deployments, or of what was seen of their environments, are gone.",
        )
    return Assignment({slug: named.get(slug) or by_slug.get(slug, others) for slug in slugs}, told)


def on_values(
    held: Mapping[str, ChosenRelease],
    usual: ChosenRelease,
    told: Mapping[str, Told],
    settled: Mapping[str, Told],
) -> tuple[str, ...]:
    """
    The values of `on=` for the environments that are `held` against another release than `usual`, that of the path.

    `told` is what was told of them; `settled` is what of it the moment of the address tells by itself.
    """
    by_told = {
        slug: settled[slug]
        for slug, each in held.items()
        if slug in settled and settled[slug].identity == each.identity
    }
    if all(each.identity == usual.identity for each in by_told.values()):
        by_told, told = {}, {}
    rest = {slug: each for slug, each in sorted(held.items()) if slug not in by_told}
    others = _others(usual, [each for slug, each in rest.items() if slug not in told], is_told=bool(by_told))
    lists: dict[str, list[str]] = {}
    for slug, each in rest.items():
        if slug in told or each.identity != others.identity:
            lists.setdefault(_name(each), []).append(slug)
    longest_first = sorted(lists.items(), key=lambda named: (-len(named[1]), named[0]))
    return (
        *(f"{name}:{','.join(slugs)}" for name, slugs in longest_first),
        *([] if others is usual else [f"{_name(others)}:{ALL_OTHERS}"]),
        *([_TOLD + _digest(by_told, usual)] if by_told else []),
    )


def _named(
    session: ReadSession, project: str, on: Sequence[str], usual: ChosenRelease
) -> tuple[dict[str, ChosenRelease], ChosenRelease, str | None]:
    """What is said of environments by their names, of all others, and the digits of what was told."""
    by_slug: dict[str, ChosenRelease] = {}
    digits = None
    for text in on:
        segment, _, slugs = text.rpartition(":")
        if not segment and text.startswith(_TOLD):
            digits = text.removeprefix(_TOLD)
            continue
        if not segment:
            raise AddressError(f"{text} names no environments; one looks like v1.1~9c0e11d2bb:edge-1,edge-2.")
        if "~" in segment:
            chosen = ChosenRelease(*pinned_release(session, project, segment))
        else:
            chosen = ChosenRelease(None, label_segments.label_of(segment) or segment)
        by_slug.update(dict.fromkeys(slugs.split(","), chosen))
    return by_slug, by_slug.pop(ALL_OTHERS, usual), digits


def _others(usual: ChosenRelease, rest: Sequence[ChosenRelease], *, is_told: bool) -> ChosenRelease:
    """The release of most of these, where that is another than the usual one and of more than a few."""
    by_identity = {each.identity: each for each in rest}
    counts = Counter(each.identity for each in rest)
    most = min(counts, key=lambda identity: (-counts[identity], identity), default=usual.identity)
    if counts[most] <= max(FEW, counts[usual.identity]):
        return usual
    return by_identity[most] if is_told or by_identity[most].release is None else usual


def _name(chosen: ChosenRelease) -> str:
    release = chosen.release
    if release is None and chosen.label == NOBODY:
        return NOBODY
    return segment_of(chosen.label) if release is None else pinned_segment(chosen.label, release.fingerprint)


def _digest(told: Mapping[str, Told], usual: ChosenRelease) -> str:
    """What names the environments that another release than the usual one was told of, each with its release."""
    lines = (
        f"{slug} {each.identity}\n" for slug, each in sorted(told.items()) if each.identity != usual.identity
    )
    return short(sha256("".join(lines).encode("utf-8", "surrogatepass")).hexdigest())
