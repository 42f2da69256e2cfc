"""The sentence over a fleet: what is the matter with its environments."""

from collections.abc import Mapping, Sequence

from app.domain.english import listed, plural
from app.domain.findings import Code, Verdict
from app.domain.fleet.causes import causes
from app.domain.fleet.sighting import Sighting, counts

BLOCKERS = {
    Code.MISSING_DEPENDENCY: ("missing row", "missing rows"),
    Code.MISSING_PARENT: ("missing file", "missing files"),
    Code.CYCLE: ("cycle", "cycles"),
    Code.FORKED: ("forked app", "forked apps"),
    Code.SQUASH_CIRCLE: ("squash circle", "squash circles"),
    Code.UNKNOWN_APP: ("unknown app", "unknown apps"),
    Code.UNDEFINED: ("squash that chance decides", "squashes that chance decides"),
}
"""What blocks, one and many, in the fleet's sentence."""


def headline(sightings: Sequence[Sighting], *, label: str) -> str:
    """The sentence that answers "what is the matter?" for a fleet held against the release `label`."""
    total, number = len(sightings), counts(sightings)
    if not total:
        return "No environment yet."
    environments = plural(total, "environment", "environments")
    if number[Verdict.UNSEEN] == total:
        return (
            "No environment could be seen lately."
            if total > 1
            else "The environment could not be seen lately."
        )
    if number[Verdict.BLOCKED]:
        are = plural(number[Verdict.BLOCKED], "is", "are")
        return f"{number[Verdict.BLOCKED]} of {total} {environments} {are} blocked{_why(sightings)}."
    unseen = f"{number[Verdict.UNSEEN]} of {total} {plural(number[Verdict.UNSEEN], 'is', 'are')} unseen"
    if number[Verdict.IN_STEP] + number[Verdict.UNSEEN] == total:
        return _in_step(number, total, label)
    parts = []
    if number[Verdict.DRIFTED]:
        parts.append(
            f"{number[Verdict.DRIFTED]} of {total} {plural(number[Verdict.DRIFTED], 'has', 'have')} drifted"
        )
    if number[Verdict.BEHIND]:
        behind = number[Verdict.BEHIND]
        parts.append(f"{behind} of {total} {plural(behind, 'is', 'are')} behind {label}")
    if number[Verdict.UNSEEN]:
        return f"Nothing that was seen is blocked. {listed([*parts, unseen])}."
    return f"Nothing is blocked. {listed(parts)}."


def _in_step(number: Mapping[Verdict, int], total: int, label: str) -> str:
    if not number[Verdict.UNSEEN]:
        who = "The environment has" if total == 1 else f"All {total} environments have"
        return f"{who} everything {label} has."
    have = plural(number[Verdict.IN_STEP], "has", "have")
    unseen = f"{number[Verdict.UNSEEN]} {plural(number[Verdict.UNSEEN], 'is', 'are')} unseen"
    return f"{number[Verdict.IN_STEP]} of {total} {have} everything {label} has, {unseen}."


def _why(sightings: Sequence[Sighting]) -> str:
    found = causes(sightings)
    blocked = {sighting.environment for sighting in sightings if sighting.blockers}
    everywhere = [cause for cause in found if set(cause.environments) == blocked]
    if len(found) != 1 or not everywhere:
        return f", by {len(found)} causes" if len(found) > 1 else ""
    finding = found[0].finding
    number = max(1, len(finding.related)) if finding.code is Code.MISSING_DEPENDENCY else 1
    one, many = BLOCKERS[finding.code]
    thing = f"one {one}" if number == 1 else f"{number} {many}"
    return f", all by {thing}" if len(blocked) > 1 else f", by {thing}"
