"""The sentence over a fleet: what is the matter with its environments."""

from collections.abc import Iterator, Mapping, Sequence

from app.domain.drift.headline import not_judged
from app.domain.english import absolute, count, listed, plural
from app.domain.findings import Verdict
from app.domain.fleet.causes import blockers, causes
from app.domain.fleet.sighting import Sighting, is_untried, verdict_counts

Counts = Mapping[Verdict, int]


def headline(sightings: Sequence[Sighting], *, label: str | None) -> str:
    """
    One or two sentences that answer "what is the matter?" for a fleet compared with the release `label`.

    Without a label each environment is compared with the release that runs in it, and they have several.
    The worst verdict comes first. What is not known is always said: an environment that was not seen, or not judged, is
    never counted as fine.
    """
    total, numbers = len(sightings), verdict_counts(sightings)
    if not total:
        return "No environment yet."
    untried = sum(is_untried(sighting) for sighting in sightings)
    if is_first_reading(sightings):
        return f"{_first_reading(total, total - untried)}{_blocked_among(numbers)}"
    if numbers[Verdict.UNSEEN] == total:
        return f"{_none_seen(sightings)}{_blocked_then(sightings)}"
    if numbers[Verdict.NOT_JUDGED] == total:
        who = plural(total, "The environment cannot", "No environment can")
        return f"{who} be judged: {_unreadable(sightings, label)}."
    if numbers[Verdict.BLOCKED]:
        blocked = numbers[Verdict.BLOCKED]
        environments = plural(total, "environment", "environments")
        return (
            f"{blocked:,} of {total:,} {environments} {plural(blocked, 'is', 'are')} blocked{_by(sightings)}."
        )
    was_blocked = _blocked_when_last_seen(sightings)
    if numbers[Verdict.DRIFTED] or numbers[Verdict.BEHIND]:
        differing = _differing(numbers, total, label)
        others = (*_unknown(numbers, f" of {total:,}"), *_ahead(numbers, f" of {total:,}"))
        return f"{was_blocked or _nothing_blocked(numbers)} {listed((*differing, *others))}."
    return f"{was_blocked} {_in_step(numbers, total, label)}".lstrip()


def is_first_reading(sightings: Sequence[Sighting]) -> bool:
    """
    Whether most of a fleet is still to be read for the first time; or a part of it, and nothing is known to be blocked.

    A sentence that sounds calm would then be one about what nobody has looked at.
    """
    untried = sum(map(is_untried, sightings))
    is_blocked = any(sighting.verdict is Verdict.BLOCKED for sighting in sightings)
    return untried * 2 > len(sightings) or (untried * 10 > len(sightings) and not is_blocked)


def _first_reading(total: int, read: int) -> str:
    return f"Reading {count(total, 'environment')} for the first time: {read or 'none'} read."


def _blocked_among(numbers: Counts) -> str:
    blocked = numbers[Verdict.BLOCKED]
    return f" {blocked:,} of them {plural(blocked, 'is', 'are')} blocked." if blocked else ""


def _none_seen(sightings: Sequence[Sighting]) -> str:
    """That no environment is seen now, and since when."""
    seen_at = [sighting.seen_at for sighting in sightings if sighting.seen_at]
    total = len(sightings)
    who = plural(total, "The environment has not", f"None of the {total:,} environments has")
    return f"{who} been read since {absolute(max(seen_at))}." if seen_at else f"{who} been read yet."


def _blocked_then(sightings: Sequence[Sighting]) -> str:
    blocked = sum(sighting.last_verdict is Verdict.BLOCKED for sighting in sightings)
    if not blocked:
        return ""
    return (
        " It was blocked then."
        if len(sightings) == 1
        else f" {blocked:,} {plural(blocked, 'was', 'were')} blocked then."
    )


def _blocked_when_last_seen(sightings: Sequence[Sighting]) -> str:
    """That some of what is not seen now was blocked when it was; empty where none was."""
    number = sum(
        sighting.verdict is Verdict.UNSEEN and sighting.last_verdict is Verdict.BLOCKED
        for sighting in sightings
    )
    if not number:
        return ""
    was, is_ = plural(number, "was", "were"), plural(number, "is", "are")
    return f"{number:,} of {len(sightings):,} {was} blocked when last seen and {is_} unseen now."


def _nothing_blocked(numbers: Counts) -> str:
    if numbers[Verdict.NOT_JUDGED]:
        return "Nothing that could be judged is blocked."
    return "Nothing that was seen is blocked." if numbers[Verdict.UNSEEN] else "Nothing is blocked."


def _differing(numbers: Counts, total: int, label: str | None) -> Iterator[str]:
    drifted, behind = numbers[Verdict.DRIFTED], numbers[Verdict.BEHIND]
    if drifted:
        yield f"{drifted:,} of {total:,} {plural(drifted, 'has', 'have')} drifted"
    if behind:
        yield f"{behind:,} of {total:,} {plural(behind, 'is', 'are')} behind {_release(behind, label)}"


def _unknown(numbers: Counts, of_total: str = "") -> Iterator[str]:
    not_judged, unseen = numbers[Verdict.NOT_JUDGED], numbers[Verdict.UNSEEN]
    if not_judged:
        yield f"{not_judged:,}{of_total} cannot be judged"
    if unseen:
        yield f"{unseen:,}{of_total} {plural(unseen, 'is', 'are')} unseen"


def _ahead(numbers: Counts, of_total: str = "") -> Iterator[str]:
    ahead = numbers[Verdict.AHEAD]
    if ahead:
        yield f"{ahead:,}{of_total} {plural(ahead, 'is', 'are')} ahead"


def _in_step(numbers: Counts, total: int, label: str | None) -> str:
    """The sentence of a fleet in which no environment is known to lack something of the release."""
    whole = numbers[Verdict.IN_STEP] + numbers[Verdict.AHEAD]
    if numbers[Verdict.AHEAD] == total:
        who = "The environment is" if total == 1 else f"All {total:,} environments are"
        return f"{who} ahead of {_release(total, label)}."
    if not whole:
        return f"Nothing is known: {listed(_unknown(numbers, f' of {total:,}'))}."
    who = "The environment has" if total == 1 else f"All {total:,} environments have"
    if whole < total:
        who = f"{whole:,} of {total:,} {plural(whole, 'has', 'have')}"
    further = listed((*_unknown(numbers), *_ahead(numbers)))
    have = "have" if label is None and whole > 1 else "has"
    everything = f"{who} everything {_release(whole, label)} {have}"
    return f"{everything}, {further}." if further else f"{everything}."


def _release(number: int, label: str | None) -> str:
    """The release of some environments: its label, or a word for the releases of each."""
    return plural(number, "its release", "their releases") if label is None else label


def _unreadable(sightings: Sequence[Sighting], label: str | None) -> str:
    """Why the first of some environments that are not judged is not."""
    first = next(sighting for sighting in sightings if sighting.verdict is Verdict.NOT_JUDGED)
    if first.drift is None:
        return f"no release {first.unknown_release} is known here"
    return not_judged(first.drift, label or first.drift.release.label or "its release")


def _by(sightings: Sequence[Sighting]) -> str:
    """
    What blocks, as the end of a sentence.

    `, all by one missing row` for one cause, which then blocks every blocked environment; `, by 2 causes` for several.
    """
    shared = causes(sightings)
    blocked = {sighting.environment for sighting in sightings if sighting.blockers}
    if len(shared) != 1:
        return f", by {len(shared)} causes" if shared else ""
    number, name = blockers(shared[0].finding)
    thing = f"{'one' if number == 1 else number} {name}"
    return f", all by {thing}" if len(blocked) > 1 else f", by {thing}"
