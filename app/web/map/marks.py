"""The marks of one map: cards, capsules and chips with their words and addresses."""

from collections.abc import Callable

from app.domain.drift import Drift
from app.domain.keys import MigrationKey
from app.domain.map.folding import Item
from app.domain.map.placement import label_of
from app.domain.map.routing import PlacedItem
from app.domain.status import Status
from app.web.map import words as map_words
from app.web.map.values import MapNode

Link = Callable[[MigrationKey], str]
WORDS = {status: map_words.status(status) for status in Status}


class MarkWords:
    """Makes the marks of one comparison. Each gets an id of its own: a migration may stand in several bands."""

    def __init__(self, drift: Drift, link: Link) -> None:
        self.link = link
        self.statuses, self.migrations = drift.statuses, drift.release.migrations
        self.used: set[str] = set()

    def mark(self, place: PlacedItem, left: int, top: int) -> MapNode:
        """The mark of a placed item, moved by so much."""
        item = place.item
        return self._capsule(place, left, top) if not item.is_shown else self._card(place, left, top)

    def _card(self, place: PlacedItem, left: int, top: int) -> MapNode:
        item, x, y, w, h, is_focus = place
        key = item.keys[0]
        text = str(key)
        number, rest = map_words.lines(key.name, w)
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
            word=WORDS[item.status],
            marks=self._one_way(key),
            href=self.link(key),
            number=number,
            rest=rest,
            title=text,
            stands_for=1,
        )

    def _capsule(self, place: PlacedItem, left: int, top: int) -> MapNode:
        item, x, y, w, h, _ = place
        key = item.keys[-1]
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
            word=WORDS[item.status],
            marks=(),
            href=self.link(key),
            number=label_of(item),
            rest="",
            title=map_words.run(item),
            stands_for=len(item.keys),
        )

    def more(self, place: PlacedItem, left: int, top: int, count: int, *, needed: bool) -> MapNode:
        """The chip of a placed migration that counts the neighbours without a mark."""
        key = place.item.keys[0]
        text = f"+{count}"
        width = 14 + 7 * len(text)
        inset = place.w // 2 - 26 - width // 2
        verb = "it needs" if needed else "need it"
        return MapNode(
            id=self._id(f"{key}{'-' if needed else '+'}"),
            key=str(key),
            app=key.app_label,
            name=key.name,
            kind="more",
            x=left + place.x + (-inset if needed else inset),
            y=top + place.y + place.h // 2,
            w=width,
            h=16,
            status=place.item.status.value,
            word="",
            marks=(),
            href=self.link(key),
            number=text,
            rest="",
            title=f"{key}: {count} more that {verb}",
            stands_for=count,
        )

    def stacked(self, key: MigrationKey) -> MapNode:
        """The card of a migration on a narrow screen, where nothing is placed."""
        item = Item((key,), key.app_label, self.statuses[key], 0, is_shown=True)
        return self.mark(PlacedItem(item, 0, 0, 1000, 50, is_focus=True), 0, 0)

    def _id(self, text: str) -> str:
        found, number = text, 1
        while found in self.used:
            number += 1
            found = f"{text}#{number}"
        self.used.add(found)
        return found

    def _one_way(self, key: MigrationKey) -> tuple[str, ...]:
        migration = self.migrations.get(key)
        return ("irreversible",) if migration and migration.irreversible else ()
