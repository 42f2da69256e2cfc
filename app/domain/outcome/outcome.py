"""The outcome of a command: the first error in Django's own words, or the plan."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.keys import MigrationKey


@dataclass(frozen=True, slots=True)
class Outcome:
    """
    What a command would do: an error, a plan, or several alternatives.

    An error has the class name of the exception in `raises` and every text that it could have in `messages`, sorted.
    Django prints one of them, by chance: it may name any of several pairs. A plan is in the order in which it runs;
    with `backwards` it unapplies. With `has_more` there are more texts than `messages` has: those of long cycles.
    `alternatives` are the outcomes from which chance chooses; Django's behaviour is then
    undefined, and the other fields are empty.
    """

    raises: str | None = None
    messages: tuple[str, ...] = ()
    plan: tuple[MigrationKey, ...] | None = None
    backwards: bool = False
    alternatives: tuple["Outcome", ...] = ()
    has_more: bool = False

    @property
    def refuses(self) -> bool:
        """Whether Django ends with an error, at least in one alternative."""
        return self.raises is not None or any(alternative.refuses for alternative in self.alternatives)

    @property
    def refuses_by_chance(self) -> bool:
        """Whether Django ends with an error in one alternative and not in another."""
        return len({alternative.refuses for alternative in self.alternatives}) > 1


def one_or_undefined(outcomes: Iterable[Outcome]) -> Outcome:
    """Return the outcome when all are equal, else an undefined outcome with the distinct ones as alternatives."""
    distinct = {alternative for outcome in outcomes for alternative in (outcome.alternatives or (outcome,))}
    if len(distinct) == 1:
        return distinct.pop()
    return Outcome(alternatives=tuple(sorted(distinct, key=repr)))
