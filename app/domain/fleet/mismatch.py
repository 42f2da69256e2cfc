"""The sentence where the release that runs in an environment and its rows do not belong together."""

from app.domain.findings import Verdict
from app.domain.fleet.running_release import ReleaseBasis, RunningRelease
from app.domain.fleet.standing import Standing

CONSEQUENCES = {
    Verdict.BEHIND: "it has not migrated since the deploy",
    Verdict.AHEAD: "its code is older than the database",
}
"""What that means, where it is plain: of code that is newer than its rows, and of code that is older."""


def mismatch(running: RunningRelease | None, verdict: Verdict, standing: Standing | None) -> str:
    """
    `Runs v1.2, its rows stand at v1.1: it has not migrated since the deploy.`

    Empty where they belong together, where nobody told what runs, and where the rows tell nothing. `verdict` is the one
    against the running release.
    """
    if running is None or running.basis is not ReleaseBasis.TOLD or standing is None:
        return ""
    if not stand_elsewhere(running, verdict, standing):
        return ""
    said = f"Runs {running.name}, its rows {place(standing)}"
    consequence = CONSEQUENCES.get(verdict, "")
    return f"{said}: {consequence}." if consequence else f"{said}."


def stand_elsewhere(running: RunningRelease | None, verdict: Verdict, standing: Standing | None) -> bool:
    """Whether the rows stand somewhere else than at the release that was told or declared."""
    if running is None or running.basis is ReleaseBasis.NEWEST or running.label is None or standing is None:
        return False
    if verdict in (Verdict.IN_STEP, Verdict.NOT_JUDGED, Verdict.UNSEEN):
        return False
    return verdict is Verdict.AHEAD or running.label.label not in standing.alike


def place(standing: Standing) -> str:
    """`stand at v1.1`, of the rows."""
    return standing.sentence.replace("stands", "stand", 1)
