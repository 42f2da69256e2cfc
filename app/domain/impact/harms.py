"""
What becomes worse for one history: the findings of its comparison with the candidate that that with the base lacks.

A finding of pairs is told pair by pair: a migration that lacked one dependency with the base, and lacks two with the
candidate, is harmed once. What the base has already is no harm.
"""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace

from app.domain.drift import Drift
from app.domain.drift.chance import PAIRED
from app.domain.drift.circumstances import circumstances_of
from app.domain.findings import Code, Finding, Severity, Verdict
from app.domain.impact.harm import HARM_KINDS, Harm, HarmKind
from app.domain.impact.never_run import never_run
from app.domain.impact.places import PlaceSearch
from app.domain.keys import MigrationKey
from app.domain.runbook import sentence
from app.domain.runbook.circumstances import STANDS_ALONE

RUNS_AGAIN = frozenset({Code.STARTS_ANEW, Code.RENAMED, Code.RELABELLED, Code.RUNS_AGAIN})
"""The codes that say that `migrate` runs something once more."""

SQUASH_THAT_HIDES = frozenset({Code.HOLLOW_SQUASH_ROW, Code.STALE_SQUASH_ROW, Code.PARTIAL_SQUASH})
"""The codes that may say of a squash why something is passed over."""

About = tuple[Code, MigrationKey, MigrationKey | None]
"""What a finding, or one pair of it, is about."""


def abouts(finding: Finding) -> tuple[About, ...]:
    """What a finding says, pair by pair where it speaks of pairs: its code, a migration, and what that needs."""
    if finding.code is Code.MISSING_PARENT:
        return tuple((finding.code, child, finding.subject) for child in finding.related)
    if finding.code is Code.FORKED:
        return tuple((finding.code, leaf, None) for leaf in (finding.subject, *finding.related))
    if finding.code in PAIRED and finding.related:
        return tuple((finding.code, finding.subject, parent) for parent in finding.related)
    return ((finding.code, finding.subject, None),)


def known_before(before: Drift | None, after: Drift, apps: AbstractSet[str] | None) -> frozenset[About]:
    """
    What was so with the base already, as far as that is certain; nothing without a base.

    A squash that replaces itself stops nobody on Django up to 5.2 until something needs it: where the candidate does,
    it was not so before.
    """
    if before is None:
        return frozenset()
    is_judged = before.verdict is not Verdict.NOT_JUDGED
    stops_now = after.outcome.refuses and not before.outcome.refuses
    certain = (
        finding
        for finding in before.findings
        if (is_judged or finding.code in STANDS_ALONE)
        and not (stops_now and finding.code is Code.SQUASH_CIRCLE)
    )
    about = {each for finding in certain for each in abouts(finding)}
    hidden = {(Code.SILENT_SKIP, key, None) for key in never_run(before, apps)}
    return frozenset(about | hidden)


def harms_of(
    before: Drift | None, after: Drift, search: PlaceSearch, apps: AbstractSet[str] | None
) -> tuple[Harm, ...]:
    """The harms of one history, the worst first; none where the candidate could not be judged."""
    if after.verdict is Verdict.NOT_JUDGED:
        return ()
    known = known_before(before, after, apps)
    hidden = never_run(after, apps)
    found = dict.fromkeys(
        (*_of_findings(after, search, known, hidden.keys()), *_of_hidden(after, search, known, hidden))
    )
    return tuple(sorted(found, key=lambda harm: (HARM_KINDS.index(harm.kind), harm.by_chance, harm.key)))


def _of_findings(
    after: Drift, search: PlaceSearch, known: AbstractSet[About], hidden: AbstractSet[MigrationKey]
) -> Iterator[Harm]:
    """The harms that the findings tell, but those of what is passed over."""
    for finding in after.findings:
        kind = _kind(after, finding, hidden)
        new = [about for about in abouts(finding) if about not in known]
        if kind is None or not new:
            continue
        if finding.code is Code.FORKED:
            yield _of_fork(after, search, finding, [leaf for _, leaf, _ in new])
            continue
        for _, child, parent in new:
            needs = parent or next(iter(finding.related), None)
            yield _harm(kind, after, search, finding, (child, parent), needs)


def _kind(after: Drift, finding: Finding, hidden: AbstractSet[MigrationKey]) -> HarmKind | None:
    """What a finding does to an environment; None where it does nothing, or another harm tells it."""
    keys = (finding.subject, *finding.related)
    match finding.code:
        case Code.FORKED:
            return HarmKind.FORKED
        case Code.SILENT_SKIP:
            return HarmKind.SKIPPED
        case Code.SQUASH_CIRCLE if not after.outcome.refuses:
            return HarmKind.SKIPPED
        case code if code in SQUASH_THAT_HIDES and not hidden.isdisjoint(keys):
            return None
        case Code.HOLLOW_SQUASH_ROW if finding.subject in (after.outcome.plan or ()):
            return HarmKind.AGAIN
        case code if code in RUNS_AGAIN:
            return HarmKind.AGAIN
    severities = {Severity.BLOCKING: HarmKind.REFUSED, Severity.TROUBLE: HarmKind.DRIFTS}
    return severities.get(finding.code.severity)


def _of_fork(after: Drift, search: PlaceSearch, finding: Finding, new_leaves: list[MigrationKey]) -> Harm:
    """The harm of a fork: it is about the leaf that the candidate adds, and another leaf is what stands beside it."""
    added = [leaf for leaf in new_leaves if leaf not in search.before]
    leaf = (added or new_leaves)[0]
    others = [key for key in (finding.subject, *finding.related) if key != leaf]
    return _harm(HarmKind.FORKED, after, search, finding, (leaf, None), others[0])


def _of_hidden(
    after: Drift,
    search: PlaceSearch,
    known: AbstractSet[About],
    hidden: Mapping[MigrationKey, MigrationKey],
) -> Iterator[Harm]:
    """The harms of what Django passes over, each with the finding that tells of it, where one does."""
    telling: dict[MigrationKey, Finding] = {}
    for finding in after.findings if hidden else ():
        if finding.code in SQUASH_THAT_HIDES:
            for key in (finding.subject, *finding.related):
                telling.setdefault(key, finding)
    for key, applied in hidden.items():
        if (Code.SILENT_SKIP, key, None) in known:
            continue
        if key in telling:
            yield _harm(HarmKind.SKIPPED, after, search, telling[key], (telling[key].subject, None), key)
        else:
            finding = Finding(Code.MISSING_DEPENDENCY, applied, (key,))
            places = search.places_of(finding, applied, key)
            yield Harm(HarmKind.SKIPPED, finding, applied, key, _passed_over(key, applied), places)


def _passed_over(key: MigrationKey, applied: MigrationKey) -> str:
    return (
        f"{key} comes before {applied}, which counts as applied and has no row: migrate passes over {key} "
        "without a word, and refuses from the next run on."
    )


def _harm(  # noqa: PLR0913, PLR0917 - a finding, and what of it is meant
    kind: HarmKind,
    after: Drift,
    search: PlaceSearch,
    finding: Finding,
    pair: tuple[MigrationKey, MigrationKey | None],
    needs: MigrationKey | None,
) -> Harm:
    child, parent = pair
    by_chance = finding in after.by_chance
    told = finding
    if parent is not None and finding.code in PAIRED and finding.code is not Code.MISSING_PARENT:
        told = replace(finding, related=(parent,))
    circumstances = replace(circumstances_of(after, told), is_by_chance=by_chance)
    places = search.places_of(finding, child, parent)
    return Harm(kind, finding, child, needs, sentence(told, circumstances), places, by_chance)
