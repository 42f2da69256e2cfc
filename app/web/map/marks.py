"""The marks of one map: cards, capsules and chips, with their texts and addresses."""

from collections.abc import Callable

from app.domain.drift import Drift
from app.domain.keys import MigrationKey
from app.domain.map.overlay import Overlay
from app.domain.map.routing import PlacedItem
from app.domain.map.sizes import label_of
from app.domain.status import STATUS_WORDS, Status
from app.web.map import words as map_words
from app.web.map.elements import MapNode

Link = Callable[[MigrationKey], str]
"""Returns the address of the page with a migration in focus."""


class MarkFactory:
    """
    Makes the marks of one comparison.

    Each mark gets an id of its own, because a migration may have a mark in several bands. `left` and `top` are the
    position of the band on the map, in pixels. `overlay` gives the second marks, `lit` are the selected migrations.
    """

    def __init__(
        self, drift: Drift, link: Link, *, overlay: Overlay | None = None, lit: frozenset[MigrationKey]
    ) -> None:
        self.link, self.overlay, self.lit = link, overlay, lit
        self.statuses, self.migrations = drift.statuses, drift.release.migrations
        self.ids: set[str] = set()

    def mark(self, placed: PlacedItem, left: int, top: int) -> MapNode:
        """The card or capsule of a placed item."""
        return self._card(placed, left, top) if placed.item.is_shown else self._capsule(placed, left, top)

    def _card(self, placed: PlacedItem, left: int, top: int) -> MapNode:
        item, x, y, w, h, is_focus = placed
        key = item.keys[0]
        text = str(key)
        number, rest = map_words.card_lines(key.name, w)
        return MapNode(
            id=self._id(text),
            key=text,
            app=item.app,
            name=key.name,
            kind="focus" if is_focus else "card",
            x=left + x,
            y=top + y,
            w=w,
            h=h,
            status=item.status.value,
            word=STATUS_WORDS[item.status],
            marks=self._migration_marks(key),
            href=self.link(key),
            number=number,
            rest=rest,
            title=text,
            stands_for=1,
            other=self._other(key),
            lit=key in self.lit,
        )

    def _capsule(self, placed: PlacedItem, left: int, top: int) -> MapNode:
        item, x, y, w, h, _ = placed
        key = item.keys[-1]
        differing = 0 if self.overlay is None else len(self.overlay.differing.intersection(item.keys))
        return MapNode(
            id=self._id(f"{item.app}:{item.keys[0].name}"),
            key=str(key),
            app=item.app,
            name=key.name,
            kind="capsule",
            x=left + x,
            y=top + y,
            w=w,
            h=h,
            status=item.status.value,
            word=STATUS_WORDS[item.status],
            marks=(),
            href=self.link(key),
            number=label_of(item),
            rest="",
            title=map_words.capsule_title(item) + (map_words.also_differing(differing, self.overlay)),
            stands_for=len(item.keys),
            differing=differing,
            lit=any(key in self.lit for key in item.keys),
        )

    def neighbour_chip(
        self, placed: PlacedItem, left: int, top: int, count: int, *, are_parents: bool
    ) -> MapNode:
        """The chip on a card with the number of its parents, or children, that have no mark."""
        key = placed.item.keys[0]
        text = f"+{count}"
        width = 14 + 7 * len(text)
        inset = placed.w // 2 - 26 - width // 2
        verb = "it needs" if are_parents else "need it"
        return MapNode(
            id=self._id(f"{key}{'-' if are_parents else '+'}"),
            key=str(key),
            app=key.app_label,
            name=key.name,
            kind="more",
            x=left + placed.x + (-inset if are_parents else inset),
            y=top + placed.y + placed.h // 2,
            w=width,
            h=16,
            status=placed.item.status.value,
            word="",
            marks=(),
            href=self.link(key),
            number=text,
            rest="",
            title=f"{key}: {count} more that {verb}",
            stands_for=count,
        )

    def _id(self, text: str) -> str:
        """An id that no other mark has: the text, with `#2`, `#3`, … if it is used already."""
        id_, number = text, 1
        while id_ in self.ids:
            number += 1
            id_ = f"{text}#{number}"
        self.ids.add(id_)
        return id_

    def _other(self, key: MigrationKey) -> str:
        """The status in the other environment where it differs; a row that is not there is missing there."""
        if self.overlay is None or key not in self.overlay.differing:
            return ""
        return self.overlay.statuses.get(key, Status.MISSING).value

    def _migration_marks(self, key: MigrationKey) -> tuple[str, ...]:
        migration = self.migrations.get(key)
        return ("irreversible",) if migration and migration.irreversible else ()
