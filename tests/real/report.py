"""
Prints the table of docs/real-projects.md, measured anew: `python -m tests.real.report [heavy]`.

The row of each project is printed as soon as it is measured.
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


def line(histories: ProjectHistories) -> str:
    """The row of one project."""
    last = histories.releases[-1]
    versions = " → ".join(
        f"{version} ({release.django})"
        for version, release in zip(histories.project.versions, histories.releases, strict=True)
    )
    counts = " → ".join(str(len(release.migrations)) for release in histories.releases)
    squashes = " → ".join(str(len(release.squashes)) for release in histories.releases)
    rows = (
        f"{len(histories.fresh.rows)}; {' → '.join(str(len(history.rows)) for history in histories.upgraded)}"
    )
    fresh, upgraded = compare(last, histories.fresh), compare(last, histories.upgraded[-1])
    cells = (
        histories.project,
        versions,
        counts,
        squashes,
        rows,
        summary(fresh),
        summary(upgraded),
        round(histories.seconds),
    )
    return f"| {' | '.join(map(str, cells))} |"


def summary(drift: Drift) -> str:
    """The verdict, the number of findings of each code and of inversions for each reason."""
    codes = Counter(finding.code.value for finding in drift.findings)
    reasons = Counter(inversion.reason.value for inversion in drift.inversions)
    notes = [f"{code} × {count}" for code, count in sorted(codes.items())]
    notes += [f"{reason} × {count}" for reason, count in sorted(reasons.items())]
    return "; ".join([drift.verdict.value, *notes])


def in_trouble(histories: ProjectHistories) -> bool:
    """Whether a healthy history of this project is not in step, or has a finding above information."""
    drifts = [
        compare(histories.releases[-1], history) for history in (histories.fresh, histories.upgraded[-1])
    ]
    return any(
        drift.verdict != "in-step"
        or any(finding.code.severity is not Severity.INFORMATION for finding in drift.findings)
        for drift in drifts
    )


def main() -> None:
    """Print the table. The exit code is 1 when a project is in trouble."""
    has_trouble = False
    print(HEAD, "|---" * HEAD.count(" |") + "|", sep="\n", flush=True)
    for project in (*LEAN, *HEAVY) if "heavy" in sys.argv[1:] else LEAN:
        with tempfile.TemporaryDirectory() as folder:
            histories = make_histories(project, Path(folder))
        print(line(histories), flush=True)
        has_trouble = has_trouble or in_trouble(histories)
    sys.exit(has_trouble)


if __name__ == "__main__":
    main()
