"""How far one database is with one squash."""

from enum import StrEnum


class Phase(StrEnum):
    """
    What the rows of one database say of one squash, the worst first. One word all the way, as with a status.

    While the release has `replaces`:

        UNTOUCHED     nothing that it replaces counts as applied, and it has no row: it will run as a whole
        PARTIAL       some of what it replaces counts as applied, and it has no row: it has stepped aside
        SOFT_APPLIED  all that it replaces counts as applied: so does it, and the next `migrate` writes its row
        RECORDED      the same, and it has its row
        STALE         it has a row that does not count, as not all that it replaces has one (D204, D205)
        LEFT_BEHIND   it would run as a whole, and what a squash replaced has rows whose own file is gone too early

    Once `replaces` is gone, its own row alone counts:

        UNTOUCHED     neither it nor anything that it replaced has a row
        LEFT_BEHIND   something that it replaced has a row, and it has none: Django would run it on what is there
        RESIDUE       it has its row, and rows of what it replaced are left (D304)
        RECORDED      it has its row, and none of those is left

    Source: `build_graph` (3.2 to 5.2) and `replace_migration` (6.0, 6.1) in `django/db/migrations/loader.py`, and
    `check_replacements` in `executor.py`.
    """

    LEFT_BEHIND = "left-behind"
    STALE = "stale"
    PARTIAL = "partial"
    SOFT_APPLIED = "soft-applied"
    RESIDUE = "residue"
    RECORDED = "recorded"
    UNTOUCHED = "untouched"


PHASE_WORDS = {
    Phase.LEFT_BEHIND: "left behind",
    Phase.STALE: "row does not count",
    Phase.PARTIAL: "half applied",
    Phase.SOFT_APPLIED: "own row to come",
    Phase.RESIDUE: "rows to prune",
    Phase.RECORDED: "recorded",
    Phase.UNTOUCHED: "untouched",
}
"""A phase in words, as pages and terminal say it."""

PHASE_MEANINGS = {
    Phase.LEFT_BEHIND: "what it replaced has rows and it has none: Django would run it on what is there",
    Phase.STALE: "it has a row, and not all that it replaces has one: Django does not count it",
    Phase.PARTIAL: "some of what it replaces is recorded and some is not: it has stepped aside",
    Phase.SOFT_APPLIED: "all that it replaces is recorded: the next migrate that runs writes its own row",
    Phase.RESIDUE: "it has its row, and rows of what it replaced are left",
    Phase.RECORDED: "it has its row",
    Phase.UNTOUCHED: "nothing of it is recorded: it runs as a whole",
}
"""What a phase means, in a line."""

PHASE_ORDER = {phase: place for place, phase in enumerate(Phase)}
