"""A bar per app: where one environment differs, at a glance."""

from collections.abc import Sequence

from app.domain.drift import Drift
from app.domain.findings import Severity
from app.domain.status import Status
from app.web.fleet.views import Barcode


def barcode(drift: Drift, lanes: Sequence[str]) -> Barcode:
    """Which apps differ, each with the worst that is to be said of it."""
    worst: dict[str, int] = {}
    for key, status in drift.statuses.items():
        if status is Status.PENDING:
            worst.setdefault(key.app_label, 2)
    for finding in drift.findings:
        weight = {Severity.BLOCKING: 0, Severity.TROUBLE: 1, Severity.INFORMATION: 3}[finding.code.severity]
        for key in (finding.subject, *finding.related):
            worst[key.app_label] = min(weight, worst.get(key.app_label, 3))
    places = {
        weight: tuple(i for i, app in enumerate(lanes) if worst.get(app) == weight) for weight in range(3)
    }
    words_of = ("blocked", "drifted", "to run")
    said = [
        f"{words_of[weight]}: {', '.join(app for app in lanes if worst.get(app) == weight)}"
        for weight in range(3)
        if places[weight]
    ]
    return Barcode(len(lanes), places[0], places[1], places[2], "; ".join(said) or "every app is the same")
