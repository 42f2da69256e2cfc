"""The lists of a fleet, as their templates show them."""

from dataclasses import dataclass

from app.web.fleet.row_views import CauseCard, FleetRow
from app.web.layout.left_out import LeftOut
from app.web.layout.views import Link, VerdictView


@dataclass(frozen=True, slots=True)
class ListLink:
    """A link that shows another part of a list: the page with it, its address for the bar, and the list by itself."""

    text: str
    href: str
    address: str
    part: str


@dataclass(frozen=True, slots=True)
class ListPages:
    """What an open list says of its pages: which of how many rows these are, and the ways to the others."""

    words: str
    previous: ListLink | None
    next: ListLink | None
    fewer: ListLink


@dataclass(frozen=True, slots=True)
class EnvironmentList:
    """
    Some environments as rows or as tiles: the first ones with the link to `more`, or one of its `pages`.

    `here` is what is shown now. An open list of a live page has the address where it asks whether it changed since
    `version`. `reading` says how many of the rows have no days yet, as these are still worked out; empty where all do.
    """

    id: str
    rows: tuple[FleetRow, ...]
    tiles: tuple[FleetRow, ...]
    more: ListLink | None
    pages: ListPages | None
    here: ListLink
    version: str
    ask: str | None
    reading: str = ""


@dataclass(frozen=True, slots=True)
class Cluster:
    """
    The environments that share one history: how many, some names, and the list of all.

    `history` leads to one of them with this history for ever, `others` to a comparison with the history that most have.
    """

    words: str
    names: str
    shape: str
    history: Link
    others: Link | None
    list: EnvironmentList


@dataclass(frozen=True, slots=True)
class Block:
    """A list, under the card of its cause if it has one, or under some words."""

    cause: CauseCard | None
    list: EnvironmentList
    words: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """
    A heading with lists; those in step are shown by the histories that they share, where they are many.

    Without `has_heading` the title is for screen readers alone: the card of the cause says it.
    """

    id: str
    title: str
    number: int
    meaning: str
    verdict: VerdictView | None = None
    clusters: tuple[Cluster, ...] = ()
    blocks: tuple[Block, ...] = ()
    has_heading: bool = True
    left_out: LeftOut | None = None


@dataclass(frozen=True, slots=True)
class ListPart:
    """One list by itself, and whether its rows say which release runs there."""

    list: EnvironmentList
    has_releases: bool
