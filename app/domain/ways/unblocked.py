"""Which other databases an edit of files unblocks."""

from collections.abc import Mapping

from app.domain.history import History
from app.domain.outcome import migrate
from app.domain.ways.way import ProvenWay, Situation


def unblocked(situation: Situation, way: ProvenWay, histories: Mapping[str, History]) -> tuple[str, ...]:
    """
    The names of the histories on which Django refuses this release, and no longer after the way; sorted.

    Scripts and commands change one database, so a way that has some unblocks no other one.
    """
    if not is_edit(way):
        return ()
    before, after = situation.release, way.end.release
    answers: dict[str, bool] = {}
    for history in histories.values():
        if history.shape not in answers:
            answers[history.shape] = (
                migrate(before, history, alias=situation.alias).refuses
                and not migrate(after, history, alias=situation.alias).refuses
            )
    return tuple(sorted(name for name, history in histories.items() if answers[history.shape]))


def is_edit(way: ProvenWay) -> bool:
    """Whether a way edits files alone, so that it changes no single database."""
    return not any(step.change or step.run for step in way.steps)
