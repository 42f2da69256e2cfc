"""
How a database gets to a release: at once, over other releases, or not at all.

    stop       a known release, and which ones a path may lead over
    halt       the rows between two steps, and which file wrote those that the steps wrote
    obstacle   why a run of `migrate` does not arrive
    arrival    one run of `migrate` of one release on one halt: where it leads, and whether it arrives
    search     the path over the fewest releases, breadth first
    answer     the answer: the steps, or why there are none

A run *arrives* at a release when Django's own loader has every migration of it applied afterwards, and none of them was
passed over: `arrival` has the exact words.
"""

from app.domain.upgrade.answer import Reach, Upgrade
from app.domain.upgrade.search import upgrade
from app.domain.upgrade.stop import Stop, stops_of

__all__ = ["Reach", "Stop", "Upgrade", "stops_of", "upgrade"]
