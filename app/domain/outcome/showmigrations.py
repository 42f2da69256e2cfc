"""
What `showmigrations` prints. It checks neither consistency nor conflicts, so a blocked database looks normal there.

Source: `show_list` in `django/core/management/commands/showmigrations.py`.
"""

from enum import StrEnum

from app.domain.history import History
from app.domain.keys import MigrationKey
from app.domain.outcome.commands import graph_error
from app.domain.outcome.outcome import Outcome
from app.domain.release import Release
from app.domain.resolution import Resolution
from app.domain.resolution.squash import resolutions

Marks = tuple[tuple[MigrationKey, "Mark"], ...]


class Mark(StrEnum):
    """Applied; applied but its own row still to be written (a squash, told apart from 4.0 on); not applied."""

    APPLIED = "X"
    UNFINISHED = "-"
    NOT_APPLIED = " "


def showmigrations(release: Release, history: History) -> tuple[Marks | Outcome, ...]:
    """Every listing that chance may choose from, one in nearly all cases; an outcome where Django raises."""
    found: dict[Marks | Outcome, None] = {}
    for resolution in resolutions(release, history.recorded, lenient=True):
        if resolution.refusal:
            found[Outcome(resolution.refusal.raises, resolution.refusal.messages)] = None
            continue
        graph = resolution.graph
        unbuilt = graph_error(graph)
        if unbuilt:
            found[unbuilt] = None
            continue
        listing: dict[MigrationKey, Mark] = {}
        for app_label in sorted(release.apps):
            for leaf in graph.leaves(app_label):
                if leaf in resolution.dropped:
                    continue
                for key in graph.forwards_plan(leaf):
                    if key.app_label == app_label and key not in listing:
                        listing[key] = _mark(release, history, resolution, key)
        lost = [key for key in listing if key in resolution.dropped]
        found[Outcome("KeyError", (repr(tuple(lost[0])),)) if lost else tuple(listing.items())] = None
    return tuple(found)


def _mark(release: Release, history: History, resolution: Resolution, key: MigrationKey) -> Mark:
    if key not in resolution.applied:
        return Mark.NOT_APPLIED
    is_finished = key in history.recorded or release.version < (4, 0)
    return Mark.APPLIED if is_finished else Mark.UNFINISHED
