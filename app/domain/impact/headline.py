"""The answer in one sentence or two."""

from collections.abc import Iterator

from app.domain.english import listed, plural
from app.domain.impact.harm import HarmKind
from app.domain.impact.impact import Impact
from app.domain.impact.part import EnvironmentImpact, ImpactAnswer

MAX_NAMED = 3
"""A sentence names this many environments and counts the others."""

PREDICATES = {
    HarmKind.REFUSED: "would be refused",
    HarmKind.FORKED: "would be refused",
    HarmKind.SKIPPED: "would skip migrations without a word",
    HarmKind.AGAIN: "would run migrations once more",
}
"""What is said of environments by the worst that the candidate does to them."""

HARM_WORDS = {
    HarmKind.REFUSED: "refused",
    HarmKind.FORKED: "forked",
    HarmKind.SKIPPED: "skipped without a word",
    HarmKind.AGAIN: "run once more",
    HarmKind.DRIFTS: "differs",
}
"""A kind of harm in a word or two, before its sentence."""


def headline(impact: Impact) -> str:
    """
    Whom the candidate would harm, of whom that is not known, and who is stopped already.

    `With v1.2, 2 of 5 environments would be refused: sandbox-3 and sandbox-7.`
    """
    return " ".join(_sentences(impact))


def _sentences(impact: Impact) -> Iterator[str]:
    total = len(impact.environments)
    if not total:
        yield "No environment is known, so nothing can be told."
        return
    harmed = impact.of_answer(ImpactAnswer.NO)
    for predicate in dict.fromkeys(PREDICATES.values()):
        slugs = [each.environment for each in harmed if PREDICATES[each.harms[0].kind] == predicate]
        if slugs:
            yield f"With {impact.name}, {_of_all(slugs, total)} {predicate}: {listed(slugs, MAX_NAMED)}."
    unknown = [each.environment for each in impact.of_answer(ImpactAnswer.UNKNOWN)]
    if unknown:
        yield f"For {_of_all(unknown, total)} it cannot be told: {listed(unknown, MAX_NAMED)}."
    if not harmed and not unknown:
        whom = "the one environment" if total == 1 else f"any of {total:,} environments"
        yield f"{impact.name} does no harm to {whom}."
    already = [each.environment for each in impact.environments if is_stopped_already(each)]
    if already:
        was, stays = plural(len(already), "was", "were"), plural(len(already), "stays", "stay")
        yield f"{len(already):,} {was} refused already and {stays} so: {listed(already, MAX_NAMED)}."


def _of_all(slugs: list[str], total: int) -> str:
    """`2 of 5 environments`, `the one environment`."""
    return "the one environment" if total == 1 else f"{len(slugs):,} of {total:,} environments"


def is_stopped_already(environment: EnvironmentImpact) -> bool:
    """Whether the candidate does no harm to it that counts, and it is refused all the same."""
    return environment.answer is not ImpactAnswer.NO and bool(environment.already)
