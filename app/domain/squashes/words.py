"""The words for gates, answers and reasons: what every sentence about squashes is made of."""

from collections.abc import Mapping

from app.domain.squashes.gates import Gate, GateAnswer, Reason

GATE_TITLES = {
    Gate.FILES: "Delete the replaced files",
    Gate.REPLACES: "Take replaces out",
    Gate.ROWS: "Prune the rows",
}

ANSWER_WORDS = {
    GateAnswer.PASSED: "done",
    GateAnswer.OPEN: "open",
    GateAnswer.NOT_KNOWN: "not known",
    GateAnswer.SHUT: "shut",
}
"""An answer in words, as pages and terminal say it."""

CONDITIONS = {
    Gate.FILES: "Every environment must have run all that it replaces, or nothing of it.",
    Gate.REPLACES: "Every environment must have the squash's own row, or nothing of it.",
    Gate.ROWS: "replaces must be gone, and no environment may go back to a release that has the old files.",
}
"""What must hold before each, after Django's documentation ("Squashing migrations")."""

DONE = {
    Gate.FILES: "None of the files is in this release.",
    Gate.REPLACES: "This release has no replaces in it any more.",
    Gate.ROWS: "No environment has a row of what it replaced.",
}

OPEN = {
    Gate.FILES: "Every environment has run all of it, or nothing.",
    Gate.REPLACES: "Every environment has recorded it, or has nothing of it.",
}

REASON_WORDS: Mapping[Reason, tuple[str, str]] = {
    Reason.SKIPPED: (
        "is half applied, and the rest has no files any more: Django skips it in silence",
        "are half applied, and the rest has no files any more: Django skips it in silence",
    ),
    Reason.LEFT_BEHIND: (
        "has no row of it, but rows of what it replaced: Django would run it on what is there",
        "have no row of it, but rows of what it replaced: Django would run it on what is there",
    ),
    Reason.HALF_APPLIED: ("is half applied", "are half applied"),
    Reason.UNCOUNTED_ROW: ("has a row of it that does not count", "have a row of it that does not count"),
    Reason.NOT_RECORDED: ("has not recorded it yet", "have not recorded it yet"),
    Reason.OTHER_SQUASH: (
        "counts it, or a squash beside it, by rows that would not count then",
        "count it, or a squash beside it, by rows that would not count then",
    ),
    Reason.REFUSED: (
        "is blocked, and Django refuses this like every migrate",
        "are blocked, and Django refuses this like every migrate",
    ),
    Reason.STILL_REPLACED: (
        "has rows that another squash still replaces, for which Django refuses to prune",
        "have rows that another squash still replaces, for which Django refuses to prune",
    ),
    Reason.OTHER_ROWS: (
        "has further rows without a file, which --prune would delete as well",
        "have further rows without a file, which --prune would delete as well",
    ),
    Reason.DOUBTFUL_ROW: (
        "has a row of it that would count then, whatever has run",
        "have a row of it that would count then, whatever has run",
    ),
    Reason.UNDECIDED: (
        "has half applied another squash of the same migrations",
        "have half applied another squash of the same migrations",
    ),
    Reason.CHANCE: (
        "has rows that Django settles by chance, or not at all",
        "have rows that Django settles by chance, or not at all",
    ),
    Reason.NO_ROWS: (
        "has a table that does not tell what has run",
        "have a table that does not tell what has run",
    ),
    Reason.UNSEEN: ("was not seen lately", "were not seen lately"),
}
"""What is said of one environment that holds a gate, or of which nobody can tell; and of several."""

NEXT_STEPS: Mapping[Reason, str] = {
    Reason.SKIPPED: "Ship the files again, and run migrate there.",
    Reason.LEFT_BEHIND: "Run migrate there once with a release that still has replaces and the files.",
    Reason.HALF_APPLIED: "Run migrate there while the files are here, and look again.",
    Reason.UNCOUNTED_ROW: "Find out whether what has no row was unapplied, before anything is taken away.",
    Reason.NOT_RECORDED: "Run migrate there once: it writes the row, also where nothing is to run.",
    Reason.OTHER_SQUASH: "Run migrate there once: it writes the rows of both squashes.",
    Reason.REFUSED: "GateAnswer what blocks it first.",
    Reason.STILL_REPLACED: "Take replaces out of the other squash first.",
    Reason.OTHER_ROWS: "Find out where these rows come from before they go.",
    Reason.DOUBTFUL_ROW: "Find out whether what has no row was unapplied, before anything is taken away.",
    Reason.UNDECIDED: "Run migrate there, so that the other squash is recorded.",
    Reason.CHANCE: "Squashes of squashes are safe from Django 6.0 on.",
    Reason.NO_ROWS: "Find its table first.",
    Reason.UNSEEN: "Look at it again, or take it out of the settings if it is gone.",
}
"""What to do next about such an environment."""

RESTORES = (
    "A backup is as old as its rows: one from before it was recorded needs a release that still has replaces and the "
    "files, once, before it runs this one."
)
FRESH = "A fresh database needs none of it: it runs the squash as any other migration."
NO_DRY_RUN = "migrate --prune deletes at once, with --plan and --check too, and it runs no migration."
