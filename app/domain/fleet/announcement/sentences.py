"""The sentence of a change of verdict."""

from app.domain.findings import Verdict
from app.domain.fleet.announcement.change import VerdictChange

IS = {
    Verdict.BLOCKED: "is blocked",
    Verdict.DRIFTED: "has drifted",
    Verdict.BEHIND: "is behind",
    Verdict.NOT_JUDGED: "cannot be judged",
    Verdict.UNSEEN: "is not seen any more",
    Verdict.AHEAD: "is ahead",
    Verdict.IN_STEP: "is in step",
}
WAS = {
    Verdict.BLOCKED: "was blocked",
    Verdict.DRIFTED: "had drifted",
    Verdict.BEHIND: "was behind",
    Verdict.NOT_JUDGED: "could not be judged",
    Verdict.UNSEEN: "was not seen",
    Verdict.AHEAD: "was ahead",
    Verdict.IN_STEP: "was in step",
}
WORDS = {
    Verdict.BLOCKED: "blocked",
    Verdict.DRIFTED: "drifted",
    Verdict.BEHIND: "behind",
    Verdict.NOT_JUDGED: "not judged",
    Verdict.UNSEEN: "not seen any more",
    Verdict.AHEAD: "ahead",
    Verdict.IN_STEP: "in step",
}
"""What the title of a message says of several environments."""

NOT_SEEN = "is not seen"
"""Of an environment that never was."""


def change_words(change: VerdictChange) -> str:
    """What follows the name of the environment: `is blocked now, it was in step`."""
    now, before = change.after, change.before
    if before is None:
        return f"{NOT_SEEN if now is Verdict.UNSEEN else IS[now]}, as its first looks say"
    if now is Verdict.UNSEEN:
        return IS[now]
    if change.is_seen_again:
        return _seen_again(change)
    if before is Verdict.UNSEEN:
        return f"is seen now and {IS[now]}"
    if change.is_recovery:
        return f"has recovered: it {WAS[change.judged or before]} and {IS[now]} now"
    return f"{IS[now]} now, it {WAS[before]}"


def _seen_again(change: VerdictChange) -> str:
    judged, now = change.judged, change.after
    if judged is None or now is judged:
        return f"is seen again and {IS[now]}, as before"
    recovered = " and has recovered" if change.is_recovery else ""
    return f"is seen again{recovered}: it {WAS[judged]} before, it {IS[now]} now"


def release_words(change: VerdictChange) -> str:
    """That the environment is held against another release than before; empty where it is not."""
    if not change.is_other_release:
        return ""
    if change.label == change.old_label:
        return f"{change.label} is another release than before." if change.label else ""
    if not change.label or not change.old_label:
        return ""
    return f"It is held against {change.label} now, against {change.old_label} before."


def title_words(change: VerdictChange) -> str:
    """What follows the name of the environment in the title of its message: `is blocked`, `has recovered`."""
    if change.before is None and change.after is Verdict.UNSEEN:
        return NOT_SEEN
    return "has recovered" if change.is_recovery else IS[change.after]
