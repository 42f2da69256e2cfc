"""What was pushed from inside a project, and what a later look from outside finds: are they one database?"""

from datetime import datetime

from app.domain import english
from app.domain.history import History
from app.domain.keys import MigrationKey

MAX_NAMES = 3
"""The most migrations that the sentence names."""


def lost(pushed: History, collected: History) -> tuple[MigrationKey, ...]:
    """
    The migrations that had a row when it was pushed and have none in what was collected later, sorted.

    A database that has run further migrations since has lost none. Ids and times are not compared.
    """
    return tuple(sorted(pushed.recorded - collected.recorded))


def sentence(environment: str, keys: tuple[MigrationKey, ...], *, pushed_at: datetime) -> str:
    """What to say of the migrations that were lost, at least one, and what it can mean."""
    names = english.listed(keys, MAX_NAMES)
    have = english.plural(len(keys), "has", "have")
    return (
        f"{names} {have} no row in the database that driftboard.toml names, and had one when {environment} pushed on "
        f"{english.absolute(pushed_at)}. Somebody migrated back since, or it is not the database of the project."
    )
