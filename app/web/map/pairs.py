"""The findings on a narrow screen, where no map is drawn: a title and a diagram each."""

from collections.abc import Iterator
from itertools import islice

from app.domain.drift import Drift
from app.domain.map.bands import Band
from app.web.diagram import sketch_of
from app.web.diagram.narrow import narrow
from app.web.map import words as map_words
from app.web.map.marks import Link
from app.web.map.values import MapPair
from app.web.map.words import weight_of

MAX_PAIRS = 8
"""A narrow screen shows so many findings, each with its diagram."""


def pairs_of(drift: Drift, link: Link) -> Iterator[MapPair]:
    """The findings whose migration is on the map, the worst first."""
    on_map = (finding for finding in drift.findings if finding.subject in drift.statuses)
    for finding in islice(on_map, MAX_PAIRS):
        band = Band((finding,), (finding.subject,), frozenset(), ())
        sketch = sketch_of(drift, finding)
        yield MapPair(
            title=map_words.band_title(band, drift),
            weight=weight_of(finding.code),
            href=link(finding.subject),
            name="" if sketch is None else sketch.name,
            drawing=None if sketch is None else narrow(sketch),
        )
