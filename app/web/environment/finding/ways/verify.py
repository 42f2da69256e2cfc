"""How to verify that a way out worked: commands with their exit codes, nothing left to fill in."""

from collections.abc import Iterator
from shlex import quote

from app.domain.findings import Severity
from app.domain.table_location import DEFAULT_ALIAS
from app.web.environment.finding.facts import FindingFacts
from app.web.environment.finding.ways.views import VerifyLine

REFUSED = "Exit code 0: Django accepts this history, and prints what it would run. 1: it still refuses."
CHECK = "Exit code 0: nothing is left to run. 1: migrations are left to run{refused}."
COLLECTED = "Exit code 0: the new history is here, and the page of {slug} shows it. 1: it could not be read."
FINDING_GONE = "Exit code 2, and “There is no finding”: it is gone. 0 or 1: it is still there."


def verify_lines(facts: FindingFacts) -> tuple[VerifyLine, ...]:
    """The commands in the order in which one types them; nothing where nothing has to be mended."""
    return () if facts.finding.code.severity is Severity.INFORMATION else tuple(_lines(facts))


def _lines(facts: FindingFacts) -> Iterator[VerifyLine]:
    environment, alias = facts.environment, facts.environment.alias
    slug, is_blocking = environment.environment.slug, facts.finding.code.severity is Severity.BLOCKING
    database = "" if alias == DEFAULT_ALIAS else f" --database {quote(alias)}"
    if is_blocking:
        yield VerifyLine(f"python manage.py migrate --plan{database}", REFUSED)
    refused = ", or Django still refuses" if is_blocking else ""
    yield VerifyLine(f"python manage.py migrate --check{database}", CHECK.format(refused=refused))
    name = quote(f"{environment.project.slug}/{slug}")
    yield VerifyLine(f"driftboard collect {name}", COLLECTED.format(slug=slug))
    finding = quote(f"{facts.finding.code.value}:{facts.finding.subject}")
    project = f" --project {quote(environment.project.slug)}"
    yield VerifyLine(f"driftboard ways {quote(slug)}{project}{database} --finding {finding}", FINDING_GONE)
