"""
Random pairs of releases and histories: what is taken away from a release, or put back, makes the older one.

The newer one is drawn as `tests.oracle.strategies` does, with squashes, forks and edges between apps. The older one
lacks the last migrations, or any, or some squashes in place of which it has the originals. The database has run the
older one, or nothing, or whatever is drawn.
"""

from dataclasses import dataclass, replace

from hypothesis import strategies as st

from app.domain.history import History, Row
from app.domain.keys import MigrationKey
from app.domain.release import Migration, Release
from app.domain.resolution import declare
from app.domain.rollback import Rollback
from tests.oracle.strategies import rarely, releases, rows


@dataclass(frozen=True)
class Drawn:
    """A way back, with the rows that it starts from."""

    way: Rollback
    rows: tuple[MigrationKey, ...]


@st.composite
def ways_back(draw: st.DrawFn, *, django: str) -> Drawn:
    """Draw a way back for one Django version."""
    new = draw(releases(django=django))
    old = draw(_older(new))
    recorded = draw(_recorded(old, new))
    history = History(tuple(Row(key, "2026-01-05 12:00:00+00", n) for n, key in enumerate(recorded, 1)))
    return Drawn(Rollback(old, new, history), tuple(recorded))


@st.composite
def _older(draw: st.DrawFn, new: Release) -> Release:
    keys = sorted(new.migrations)
    cut = draw(st.sets(st.sampled_from(keys), min_size=1, max_size=3))
    if not draw(rarely(4)):
        cut = _with_children(new, cut)
    kept = {key: migration for key, migration in new.migrations.items() if key not in cut}
    for squash in new.squashes:
        if squash.key in kept and draw(st.booleans()):
            del kept[squash.key]
            for key in squash.replaces:
                if key.app_label in new.apps and not draw(rarely(8)):
                    kept.setdefault(key, Migration(key))
    return replace(Release.of(kept.values(), django=new.django), settings=new.settings)


def _with_children(release: Release, keys: set[MigrationKey]) -> set[MigrationKey]:
    """These migrations and everything that needs them."""
    children = declare(release).graph.children
    found: set[MigrationKey] = set()
    waiting = list(keys)
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting += children.get(key, ())
    return found


@st.composite
def _recorded(draw: st.DrawFn, old: Release, new: Release) -> list[MigrationKey]:
    kind = draw(st.sampled_from(["old", "old", "old", "empty", "any"]))
    if kind == "any":
        return draw(rows(new))
    return sorted(old.keys_to_record) if kind == "old" else []
