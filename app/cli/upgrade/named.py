"""A history and releases that are named on the command line: it needs neither settings nor store."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from app.cli.ways.named import named_situation
from app.domain.label import Label
from app.domain.provenance.succession import succession
from app.domain.table_location import TableLocation
from app.domain.upgrade import stops_of
from app.domain.upgrade.stop import Stops
from app.domain.ways import Situation
from app.sources import ReadingOptions
from app.versions import version_of

READ_AT = datetime(1970, 1, 1, tzinfo=UTC)
"""When a release was read that is named now: the order of the arguments is all that counts."""


@dataclass(frozen=True, eq=False)
class Goal:
    """What is asked: a history with the release it shall get to, the release's name, and what may come before it."""

    situation: Situation
    label: str
    stops: Stops


def named_goal(  # noqa: PLR0913 - what the command names
    history: str,
    to: Path,
    options: ReadingOptions,
    *,
    through: Iterable[Path],
    repository: Path | None,
    ref: str | None,
    folder: str,
    location: TableLocation,
) -> Goal:
    """What is asked of a history. What cannot be read ends the command with a sentence."""
    situation = named_situation(
        to,
        history,
        options,
        known=through,
        repository=repository,
        ref=ref,
        folder=folder,
        location=location,
    )
    label = ref or situation.release.label or (to.stem if to.is_file() else to.resolve().name)
    release = replace(situation.release, label=label)
    named = {each.label: each for each in (*situation.known, release) if each.label}
    labels = [Label(name, each.fingerprint, each.commit, READ_AT) for name, each in named.items()]
    places = succession(reversed(labels), situation.knowledge.history, version_of)
    situation = replace(situation, release=release)
    return Goal(situation, label, stops_of(situation, label, places))
