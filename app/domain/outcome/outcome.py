"""What a command of Django would do: its first error in its own words, or the plan."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.keys import MigrationKey


@dataclass(frozen=True, slots=True)
class Outcome:
    """
    Either `raises` (the exception's class name) with every text it could carry, sorted; or the `plan`, in the
    order in which Django would run it; with `backwards` the plan unapplies.

    Which of several texts Django prints depends on chance (it names one pair, at random); all are given.
    `alternatives` is filled where even the answer depends on chance: then Django's behaviour is undefined.
    """

    raises: str | None = None
    messages: tuple[str, ...] = ()
    plan: tuple[MigrationKey, ...] | None = None
    backwards: bool = False
    alternatives: tuple["Outcome", ...] = ()

    @property
    def refuses(self) -> bool:
        """Whether Django refuses, or may by chance."""
        return self.raises is not None or any(other.refuses for other in self.alternatives)


def one_or_undefined(outcomes: Iterable[Outcome]) -> Outcome:
    """The one outcome, or an undefined one that lists all that chance may choose from."""
    flat = {other for outcome in outcomes for other in (outcome.alternatives or (outcome,))}
    if len(flat) == 1:
        return flat.pop()
    return Outcome(alternatives=tuple(sorted(flat, key=repr)))
