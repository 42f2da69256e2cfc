"""The sentence over all environments before a release."""

from collections.abc import Iterator, Mapping

from app.domain.english import plural
from app.domain.readiness.answer import Answer

Counts = Mapping[Answer, int]


def outlook_sentence(label: str, counts: Counts, *, has_nothing_to_run: bool = False) -> str:
    """`34 of 40 environments can take v2.5. 4 cannot, 2 are unknown.` It says every number that is not 0."""
    total, can = sum(counts.values()), counts[Answer.MIND] + counts[Answer.YES]
    if not total:
        return "No environment yet."
    if counts[Answer.UNKNOWN] == total:
        who = "the environment" if total == 1 else f"any of the {total:,} environments"
        return f"It is unknown whether {who} can take {label}."
    if has_nothing_to_run:
        seen = "the seen environment" if can == 1 else f"all {can:,} seen environments"
        return f"{label} adds no migration; {seen} can take it.{_others(counts)}"
    environments = plural(total, "environment", "environments")
    if can == total:
        who = "The environment" if total == 1 else f"All {total:,} {environments}"
        return f"{who} can take {label}."
    if total == 1:
        return f"The environment cannot take {label}."
    who = f"{can:,} of {total:,} {environments}" if can else f"None of the {total:,} {environments}"
    return f"{who} can take {label}.{_others(counts)}"


def _others(counts: Counts) -> str:
    said = ", ".join(_other_words(counts))
    return f" {said}." if said else ""


def _other_words(counts: Counts) -> Iterator[str]:
    if counts[Answer.NO]:
        yield f"{counts[Answer.NO]:,} cannot"
    if counts[Answer.UNKNOWN]:
        yield f"{counts[Answer.UNKNOWN]:,} {plural(counts[Answer.UNKNOWN], 'is', 'are')} unknown"
