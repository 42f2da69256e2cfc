"""
The life of squashes: how far each environment is with each of them, and what may be taken away.

    squash       the squashes of a release, and those that were some in an earlier one
    family       the squashes that share keys with one, and how Django settles them on some rows
    phase        how far one database is with one squash
    gates        the three things that are taken away, and what holds each of them shut
    rows         what the rows of one database say of every squash
    life         one squash over all environments
    words        the words for gates, answers and reasons
    sentences    what is said of it
    commands     what is typed where a gate is open, or where an environment holds it
"""

from app.domain.squashes.gates import Gate, GateAnswer
from app.domain.squashes.life import GateLife, SquashLife, lives
from app.domain.squashes.phase import Phase
from app.domain.squashes.squash import Squash, squashes_of

__all__ = ["Gate", "GateAnswer", "GateLife", "Phase", "Squash", "SquashLife", "lives", "squashes_of"]
