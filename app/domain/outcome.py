"""What `manage.py migrate` would do: Django's first error in its own words, or the plan."""

from dataclasses import dataclass

from app.domain.keys import MigrationKey


@dataclass(frozen=True, slots=True)
class Outcome:
    """
    Either `raises` (the exception's class name) with every text it could carry, sorted; or the `plan`, in the
    order in which Django would run it.

    Which of several texts Django prints depends on chance (it names one pair, at random); all are given.
    `alternatives` is filled where even the answer depends on chance: then Django's behaviour is undefined.
    """

    raises: str | None = None
    messages: tuple[str, ...] = ()
    plan: tuple[MigrationKey, ...] | None = None
    alternatives: tuple["Outcome", ...] = ()
