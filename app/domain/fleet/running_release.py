"""
Which release an environment is held against, and who says that it is this one.

    told        by the newest deployment
    declared    in driftboard.toml, for the environment or for its project
    newest      nobody says it: the label that moved last

Where a history stands (`standing`) is deduced from its rows and stands beside this. It is never what an environment is
held against: a database that Django refuses stands at an old release, and would look healthy.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.domain.fleet.deployment import Deployment, deployed
from app.domain.label import Label


class ReleaseBasis(StrEnum):
    """Who says that an environment runs a release."""

    TOLD = "told"
    DECLARED = "declared"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True)
class RunningRelease:
    """
    The release that an environment runs, by its name.

    `label` has the release that is known by this name; None where none is. `deployment` is there where it was told.
    """

    name: str
    basis: ReleaseBasis
    label: Label | None = None
    deployment: Deployment | None = None


def running_release(
    declared: str | None,
    deployment: Deployment | None,
    labels: Sequence[Label],
    *,
    places: Sequence[Label] = (),
    besides: str | None = None,
) -> RunningRelease | None:
    """
    The release of one environment; None where nothing is said of it and no label is known.

    `declared` is the label in driftboard.toml, `deployment` the newest one. `labels` are those that there are now, and
    `places` all places that labels ever pointed to; both come newest first. Where nobody says what runs, it is not the
    release with the fingerprint `besides`: one that is asked about is no measure of itself.
    """
    if deployment is not None:
        label = deployed(deployment, places)
        return RunningRelease(deployment.name, ReleaseBasis.TOLD, label, deployment)
    if declared is not None:
        label = next((label for label in labels if label.label == declared), None)
        return RunningRelease(declared, ReleaseBasis.DECLARED, label)
    newest = next((label for label in labels if label.fingerprint != besides), None)
    return None if newest is None else RunningRelease(newest.label, ReleaseBasis.NEWEST, newest)


def running_releases(
    declared: Mapping[str, str | None],
    deployments: Mapping[str, Deployment],
    labels: Sequence[Label],
    *,
    places: Sequence[Label] = (),
    besides: str | None = None,
) -> dict[str, RunningRelease]:
    """The release of each environment of which one is known, by slug; `declared` has every environment."""
    by_slug = {
        slug: running_release(label, deployments.get(slug), labels, places=places, besides=besides)
        for slug, label in declared.items()
    }
    return {slug: release for slug, release in by_slug.items() if release is not None}
