"""The preview pictures of the runbook: of all codes, and of one."""

from app.domain.findings import Code, Severity, Verdict
from app.web.findings.ways_out import general_entry
from app.web.pictures import Picture
from app.web.wording import rich_text as text

PLACE = "Runbook"
VERDICTS = {Severity.BLOCKING: Verdict.BLOCKED, Severity.TROUBLE: Verdict.DRIFTED}
"""The colour of the edge: what a finding of each severity makes of an environment."""


def picture(code: Code) -> Picture:
    """The picture of one code, with the keys of an example."""
    view = general_entry(code)
    verdict = VERDICTS.get(code.severity)
    return Picture(
        f"{PLACE}, {code.value} {view.title}",
        text.flat(view.sentence),
        "",
        (view.consequence,),
        tone="" if verdict is None else verdict.value,
    )


def picture_of_all(headline: str) -> Picture:
    """The picture of the page of all codes."""
    return Picture(PLACE, headline, "")
