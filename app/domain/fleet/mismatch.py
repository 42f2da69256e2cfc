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

    Empty where they belong together, where nobody says what runs, and where the rows tell nothing. `verdict` is the one
    against the running release.
    """
    if running is None or running.basis is ReleaseBasis.NEWEST or running.label is None or standing is None:
        return ""
    if verdict in (Verdict.IN_STEP, Verdict.NOT_JUDGED, Verdict.UNSEEN):
        return ""
    if running.label.label in standing.alike and verdict is not Verdict.AHEAD:
        return ""
    said = f"Runs {running.name}, its rows {standing.sentence.replace('stands', 'stand', 1)}"
    consequence = CONSEQUENCES.get(verdict, "")
    if not consequence or (verdict is Verdict.BEHIND and running.basis is not ReleaseBasis.TOLD):
        return f"{said}."
    return f"{said}: {consequence}."
