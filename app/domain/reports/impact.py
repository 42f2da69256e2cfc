"""What a candidate means for environments, as a document (`driftboard-check/1`), and as lines for a terminal."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.domain.english import absolute, count, visible
from app.domain.findings import VERDICT_WORDS, Finding, Verdict
from app.domain.impact.harm import Harm
from app.domain.impact.headline import HARM_WORDS, headline, is_stopped_already
from app.domain.impact.impact import Impact
from app.domain.impact.moving import MovingDependency
from app.domain.impact.part import EnvironmentImpact, ImpactAnswer, PartImpact
from app.domain.impact.place import EditedPlace
from app.domain.impact.spot import NOWHERE, Spot
from app.domain.provenance.code_history import ChangedPart
from app.domain.table_location import DEFAULT_LOCATION

FORMAT = "driftboard-check/1"

MAX_ENVIRONMENTS = 20
"""The text for a terminal names so many environments of one kind and counts the others; the document has all."""

MAX_HARMS = 10
"""It names so many harms of one environment."""

ANSWER_WORDS = {ImpactAnswer.NO: "No", ImpactAnswer.UNKNOWN: "Cannot tell", ImpactAnswer.YES: "Yes"}
"""An answer in words."""

Spots = Mapping[EditedPlace, Spot]
"""Where the edits stand, as far as it is known."""


def report(impact: Impact, spots: Spots) -> dict[str, Any]:
    """
    The document. Keys of migrations are written `app.name`. Environments are sorted; the causes of
    each come worst first.

    `path`, `line` and `commit` of a cause are those of the edit that tells most, and `edits` has all. `base` and
    `candidate` are verdicts: `unseen` where there is no history, `not-judged` where the release is not known whole.
    """
    candidate = impact.candidate
    return {
        "format": FORMAT,
        "answer": impact.answer.value,
        "sentence": headline(impact),
        "release": {
            "name": impact.name,
            "fingerprint": candidate.fingerprint,
            "commit": candidate.commit,
            "unreadable": [
                {"file": place.path, "line": place.line, "reason": place.reason}
                for place in candidate.unreadable
            ],
        },
        "environments": [_environment(each, spots) for each in impact.environments],
        "moving": [_moving(each, bases) for each, bases in impact.moving.items()],
    }


def _environment(environment: EnvironmentImpact, spots: Spots) -> dict[str, Any]:
    part = environment.worst.part
    return {
        "environment": environment.environment,
        "answer": environment.answer.value,
        "base": environment.base.value,
        "candidate": environment.candidate.value,
        "reason": environment.reason,
        "base_release": part.base_name or None,
        "seen_at": None if part.seen_at is None else part.seen_at.isoformat(),
        "causes": [_cause(harm, spots) for harm in environment.harms],
        "already": [_finding(finding) for finding in environment.already],
        **({"parts": [_part(each) for each in environment.parts]} if _has_parts(environment) else {}),
    }


def _has_parts(environment: EnvironmentImpact) -> bool:
    return len(environment.parts) > 1 or environment.worst.part.location != DEFAULT_LOCATION


def _part(part: PartImpact) -> dict[str, Any]:
    return {
        "database": part.part.location.alias,
        "schema": part.part.location.schema,
        "schemas": list(part.part.schemas),
        "answer": part.answer.value,
        "base": part.base.value,
        "candidate": part.candidate.value,
        "reason": part.reason,
    }


def _cause(harm: Harm, spots: Spots) -> dict[str, Any]:
    spot = spots.get(harm.place, NOWHERE)
    commit = commit_of(harm, spots)
    return {
        "kind": harm.kind.value,
        "code": harm.code.value,
        "migration": str(harm.migration),
        "needs": None if harm.needs is None else str(harm.needs),
        "sentence": harm.sentence,
        "path": spot.path,
        "line": spot.line,
        "commit": commit,
        "by_chance": harm.by_chance,
        "edits": [_edit(place, spots.get(place, NOWHERE)) for place in harm.places],
    }


def commit_of(harm: Harm, spots: Spots) -> str | None:
    """The id of the commit of the edit that tells most, of those whose commit is known."""
    commits = (spots.get(place, NOWHERE).commit for place in harm.edits)
    return next((commit.id for commit in commits if commit is not None), None)


def _edit(place: EditedPlace, spot: Spot) -> dict[str, Any]:
    return {
        "kind": place.kind.value,
        "migration": str(place.migration),
        "part": place.part.value,
        "entry": None if place.entry is None else str(place.entry),
        "path": spot.path,
        "line": spot.line,
        "commit": None if spot.commit is None else spot.commit.id,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code.value,
        "subject": str(finding.subject),
        "related": [str(key) for key in finding.related],
    }


def _moving(moving: MovingDependency, bases: Sequence[str]) -> dict[str, Any]:
    return {
        "migration": str(moving.child),
        "entry": str(moving.entry),
        "before": str(moving.before),
        "after": str(moving.after),
        "path": moving.path,
        "bases": list(bases),
    }


def plain(impact: Impact, spots: Spots) -> str:
    """The text for a terminal: the answer, then each environment that it is not yes for, and what moved."""
    lines = [f"{ANSWER_WORDS[impact.answer]}. {headline(impact)}"]
    for answer in (ImpactAnswer.NO, ImpactAnswer.UNKNOWN):
        shown = impact.of_answer(answer)
        for each in shown[:MAX_ENVIRONMENTS]:
            lines += ["", *_environment_lines(each, spots)]
        lines += _more(len(shown), MAX_ENVIRONMENTS, ANSWER_WORDS[answer])
    already = [each for each in impact.environments if is_stopped_already(each)]
    lines += [""] if already else []
    lines += [
        f"{each.environment} was refused already, for {', '.join(sorted({f.code.value for f in each.already}))}"
        for each in already[:MAX_ENVIRONMENTS]
    ]
    drifting = [harm for each in impact.of_answer(ImpactAnswer.YES) for harm in each.harms]
    if drifting:
        lines += ["", f"{count(len(drifting), 'difference')} that stops nobody; --format json has them."]
    lines += [""] if impact.moving else []
    lines += [moving_line(each, bases) for each, bases in list(impact.moving.items())[:MAX_HARMS]]
    lines += _more(len(impact.moving), MAX_HARMS, "Dependencies that moved")
    return "\n".join(map(visible, lines))


def _environment_lines(environment: EnvironmentImpact, spots: Spots) -> Iterator[str]:
    part = environment.worst.part
    seen = f", seen {absolute(part.seen_at)}" if part.seen_at else ""
    where = "" if part.location == DEFAULT_LOCATION else f" ({part.location})"
    yield f"{environment.environment}{where}: {_verdicts(environment)}{seen}"
    if environment.reason:
        yield f"  {environment.reason}"
    for harm in environment.harms[:MAX_HARMS]:
        yield f"  {harm.code.value}  {HARM_WORDS[harm.kind]}: {harm.sentence}"
        for line in edit_lines(harm, spots):
            yield f"        {line}"
    yield from _more(len(environment.harms), MAX_HARMS, "  causes")


def _verdicts(environment: EnvironmentImpact) -> str:
    """`in step with v1.1, blocked with the candidate`."""
    part = environment.worst.part
    if environment.base is Verdict.UNSEEN:
        return verdict_words(environment.base, "")
    after = verdict_words(environment.candidate, "the candidate")
    if part.base is not None:
        return f"{verdict_words(environment.base, part.base_name or 'the base')}, {after}"
    known = f"no release {part.base_name} is known" if part.base_name else "what runs there is not known"
    return f"{after}; {known}"


def verdict_words(verdict: Verdict, release: str) -> str:
    """`in step with v1.1`, `blocked with the candidate`; `unseen` where no release counts."""
    words = VERDICT_WORDS[verdict].lower()
    return words if verdict is Verdict.UNSEEN or not release else f"{words} with {release}"


def edit_lines(harm: Harm, spots: Spots) -> Iterator[str]:
    """What was edited, a line for each edit: `orders/migrations/0001_initial.py:12 added users.0010 (3f2c1a4 …)`."""
    for place in harm.places:
        spot = spots.get(place, NOWHERE)
        commit = spot.commit
        who = "" if commit is None else f", commit {commit}"
        by = f" by {commit.author}" if commit is not None and commit.author else ""
        position = str(spot) or str(place.migration)
        yield f"{position}: {edit_words(place)}{who}{by}"


def edit_words(place: EditedPlace) -> str:
    """`dependencies: users.0010 added`, `file removed`."""
    if place.part is ChangedPart.FILE:
        return f"the file of {place.migration}, {place.kind.value}"
    entry = "" if place.entry is None else f"{place.entry} "
    return f"{place.part.value}: {entry}{place.kind.value}"


def moving_line(moving: MovingDependency, bases: Sequence[str]) -> str:
    """A dependency that stands for another migration now, in one line."""
    return (
        f"{moving.child} needs {moving.entry}: {moving.after} in the candidate, {moving.before} in "
        f"{', '.join(bases)}"
    )


def _more(total: int, shown: int, what: str) -> list[str]:
    return [f"{what}: {total - shown:,} more"] if total > shown else []
