"""
The table of docs/real-projects.md, as measured now: `python -m tests.real.report [heavy]`.

Each project's figures are printed when it is done.
"""

import sys
import tempfile
from collections import Counter
from pathlib import Path

from app.domain.drift import Drift, compare
from app.domain.findings import Severity
from tests.real.histories import ProjectHistories, make_histories
from tests.real.projects import HEAVY, LEAN

HEAD = "| project | versions (Django) | migrations | squashes | rows | fresh | upgraded | seconds |"


def line(made: ProjectHistories) -> str:
    """One row of the table."""
    last = made.releases[-1]
    versions = " → ".join(
        f"{version} ({release.django})"
        for version, release in zip(made.project.versions, made.releases, strict=True)
    )
    counts = " → ".join(str(len(release.migrations)) for release in made.releases)
    squashes = " → ".join(str(len(release.squashes)) for release in made.releases)
    rows = f"{len(made.fresh.rows)}; {' → '.join(str(len(history.rows)) for history in made.upgraded)}"
    fresh, upgraded = compare(last, made.fresh), compare(last, made.upgraded[-1])
    cells = (made.project, versions, counts, squashes, rows, summary(fresh), summary(upgraded), round(made.seconds))
    return f"| {' | '.join(map(str, cells))} |"


def summary(drift: Drift) -> str:
    """The verdict, the findings by code and the odd orders by reason."""
    codes = Counter(finding.code.value for finding in drift.findings)
    reasons = Counter(odd.reason.value for odd in drift.inversions)
    notes = [f"{code} × {count}" for code, count in sorted(codes.items())]
    notes += [f"{reason} × {count}" for reason, count in sorted(reasons.items())]
    return "; ".join([drift.verdict.value, *notes])


def in_trouble(made: ProjectHistories) -> bool:
    """Whether a healthy history of this project is called anything but in step."""
    drifts = [compare(made.releases[-1], history) for history in (made.fresh, made.upgraded[-1])]
    return any(
        drift.verdict != "in-step"
        or any(finding.code.severity is not Severity.INFORMATION for finding in drift.findings)
        for drift in drifts
    )


def main() -> None:
    """Print the table; end with 1 when a project is in trouble."""
    wrong = False
    print(HEAD, "|---" * HEAD.count(" |") + "|", sep="\n", flush=True)
    for project in (*LEAN, *HEAVY) if "heavy" in sys.argv[1:] else LEAN:
        with tempfile.TemporaryDirectory() as folder:
            made = make_histories(project, Path(folder))
        print(line(made), flush=True)
        wrong = wrong or in_trouble(made)
    sys.exit(wrong)


if __name__ == "__main__":
    main()
