"""The bars under the map: apps that have no lane."""

from collections.abc import Callable, Iterator

from app.domain.map import AppKind, Drawing
from app.web.map import words as map_words
from app.web.map.values import MapBar


def bars_of(
    drawing: Drawing, opened: AppKind | None, lanes: Callable[[str | None], str], table: str
) -> Iterator[MapBar]:
    """
    A bar for each kind of hidden apps; the kind that has lanes now keeps the way to hide them again.

    Where there are more of that kind than have room, a further bar leads to the table.
    """
    has_bands = any(panel.band.cards for panel in drawing.panels)
    for kind, folded in ((AppKind.QUIET, drawing.quiet), (AppKind.DIFFERING, drawing.differing)):
        differs = kind is AppKind.DIFFERING
        if kind is opened and drawing.opened.apps:
            heading = map_words.hidden_heading(drawing.opened, kind, more=has_bands)
            yield MapBar(heading, "", differs, lanes(None), map_words.HIDE)
            if folded.apps:
                heading = map_words.hidden_heading(folded, kind, more=True)
                yield MapBar(heading, map_words.hidden_text(folded), differs, table, map_words.IN_TABLE)
        elif folded.apps:
            heading = map_words.hidden_heading(folded, kind, more=has_bands)
            yield MapBar(heading, map_words.hidden_text(folded), differs, lanes(kind.value), map_words.SHOW)
