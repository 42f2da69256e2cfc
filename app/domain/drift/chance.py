"""
What chance decides: findings that only some of the graphs have, between which chance chooses.

    one graph     a.2 forked                     D104, in every run
    another       a.2 forked, b.1 before a.s     D104, in every run; D101, in some runs

Django meets squashes in the order of a set. Where that order matters, each process may come to another graph.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.domain.findings import Code, Finding
from app.domain.keys import MigrationKey

PAIRED = frozenset({Code.MISSING_DEPENDENCY, Code.MISSING_PARENT, Code.ONLY_MAKEMIGRATIONS})
"""The codes of findings that say something of the subject with each related migration by itself."""


@dataclass(frozen=True, slots=True)
class PossibleFindings:
    """What at least one graph has, one finding for each code and subject; `by_chance` are those that not all have."""

    findings: tuple[Finding, ...] = ()
    by_chance: frozenset[Finding] = frozenset()


def possible_findings(of_each_graph: Sequence[Sequence[Finding]]) -> PossibleFindings:
    """
    Put together the findings of every graph to which Django could come.

    Where the graphs differ in what is related to a subject, a code of pairs gets every related migration, and is no
    matter of chance as long as there is some in each. Any other code gets those of the first graph that has it.
    """
    first, *others = of_each_graph
    if not others:
        return PossibleFindings(tuple(first))
    in_all = frozenset(first).intersection(*others)
    subjects_in_all = _subjects(first).intersection(*map(_subjects, others))
    merged: dict[tuple[Code, MigrationKey], Finding] = {}
    for finding in (finding for findings in of_each_graph for finding in findings if finding not in in_all):
        before = merged.setdefault((finding.code, finding.subject), finding)
        if finding.code in PAIRED:
            related = tuple(sorted({*before.related, *finding.related}))
            merged[finding.code, finding.subject] = replace(before, related=related)
    findings = (*(finding for finding in first if finding in in_all), *merged.values())
    # Where each graph fails by some squash, chance decides only which of them Django names.
    certain_code = Code.SQUASH_CIRCLE if all(map(_has_squash_circle, of_each_graph)) else None
    by_chance = (
        finding
        for about, finding in merged.items()
        if finding.code is not certain_code and not (finding.code in PAIRED and about in subjects_in_all)
    )
    return PossibleFindings(findings, frozenset(by_chance))


def _subjects(findings: Sequence[Finding]) -> frozenset[tuple[Code, MigrationKey]]:
    return frozenset((finding.code, finding.subject) for finding in findings)


def _has_squash_circle(findings: Sequence[Finding]) -> bool:
    return any(finding.code is Code.SQUASH_CIRCLE for finding in findings)
