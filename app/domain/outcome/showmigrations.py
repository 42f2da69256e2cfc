"""
What `showmigrations` prints.

It checks neither consistency nor conflicts, so a blocked database looks normal there.

Source: `show_list` in `django/core/management/commands/showmigrations.py`.
"""

from collections.abc import Iterator
from enum import StrEnum

from app.domain.history import History
from app.domain.keys import MigrationKey
from app.domain.outcome.commands import cycle_error, graph_error, key_error
from app.domain.outcome.outcome import Outcome
from app.domain.release import Release
from app.domain.resolution import Resolution
from app.domain.resolution.own_plan import own_plans
from app.domain.resolution.squash import resolutions

Listing = tuple[tuple[MigrationKey, "Mark"], ...]
"""The migrations in the order in which they are printed, each with its mark."""


class Mark(StrEnum):
    """The mark of one migration, as Django prints it between brackets."""

    APPLIED = "X"
    UNFINISHED = "-"
    """A squash that counts as applied and has no row of its own yet. Django marks it like this from 4.0 on."""

    NOT_APPLIED = " "


def showmigrations(release: Release, history: History) -> tuple[Listing | Outcome, ...]:
    """
    Return every listing that Django could print, or the outcome when it ends with an error instead.

    Nearly always it is one; several come from several resolutions.
    """
    answers = (
        answer
        for resolution in resolutions(release, history.recorded, ignore_no_migrations=True)
        for answer in _answers(release, history, resolution)
    )
    return tuple(dict.fromkeys(answers))


def _answers(release: Release, history: History, resolution: Resolution) -> Iterator[Listing | Outcome]:
    if resolution.refusal:
        yield Outcome(resolution.refusal.raises, resolution.refusal.messages)
        return
    graph = resolution.graph
    error = graph_error(graph)
    if error or graph.is_endless:
        yield error or cycle_error(graph)
        return
    if not graph.dropped:
        plans = own_plans(graph)
        yield tuple(
            (key, _mark(release, history, resolution, key))
            for app_label in sorted(release.apps)
            for key in plans.get(app_label, ())
        )
        return
    marks: dict[MigrationKey, Mark] = {}
    for app_label in sorted(release.apps):
        for key in graph.forwards_plan(*graph.leaves(app_label)):
            linked = [name for name in graph.dropped.get(key, ()) if name.app_label == app_label]
            if linked:  # chance may have left these linked to a squash that has left the graph
                yield key_error(graph, key)
            if key.app_label == app_label:
                marks[key] = _mark(release, history, resolution, key)
    dropped = [key for key in marks if key in graph.dropped]
    yield key_error(graph, dropped[0]) if dropped else tuple(marks.items())


def _mark(release: Release, history: History, resolution: Resolution, key: MigrationKey) -> Mark:
    if key not in resolution.applied:
        return Mark.NOT_APPLIED
    is_finished = key in history.recorded or release.version < (4, 0)
    return Mark.APPLIED if is_finished else Mark.UNFINISHED
