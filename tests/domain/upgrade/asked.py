"""An upgrade as tests ask for it: releases by their names, the oldest first, the goal last."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.domain.history import History
from app.domain.provenance import Knowledge
from app.domain.release import Release
from app.domain.upgrade import Stop, Upgrade, upgrade
from app.domain.ways import Situation


def line_of(releases: Mapping[str, Release]) -> tuple[Release, ...]:
    return tuple(replace(release, label=name) for name, release in releases.items())


def situation_of(rows: History, releases: tuple[Release, ...], **facts: Any) -> Situation:
    return Situation(releases[-1], rows, releases, knowledge=Knowledge(releases=releases), **facts)


def numbered(releases: tuple[Release, ...]) -> tuple[Stop, ...]:
    """The stops, the newest first."""
    stops = (Stop(str(release.label), release, number) for number, release in enumerate(releases))
    return tuple(reversed(tuple(stops)))


def ask(rows: History, releases: Mapping[str, Release], **facts: Any) -> Upgrade:
    line = line_of(releases)
    return upgrade(situation_of(rows, line), str(line[-1].label), numbered(line[:-1]), **facts)
