"""What a page says where the release that environments should run is not known: why, and what to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from app.config import Project, ReleaseSource
from app.domain.english import listed
from app.web.layout.first_steps import add_release, make_release, read_release
from app.web.layout.views import Step

MAX_LABELS = 5
"""The sentence names this many labels and counts the others."""

SIMILARITY = 0.6
"""How alike two labels are of which one may be meant instead of the other; from 0 to 1."""


@dataclass(frozen=True, slots=True)
class MissingTarget:
    """Why no release is known, in a sentence, and the steps to one."""

    sentence: str
    steps: tuple[Step, ...]


def missing_target(project: Project, label: str, known: Sequence[str]) -> MissingTarget:
    """What is said where `label` names no release; `known` are the labels that do, in the order of the page."""
    source = next((source for source in project.releases if source.label == label), None)
    if source is not None and source.ref is None:
        return _without_file(project, source)
    return MissingTarget(_unknown(project, label, known), add_release(project.slug))


def _without_file(project: Project, source: ReleaseSource) -> MissingTarget:
    label, path = source.label, str(source.path)
    is_target = (
        f"{label} is set as the target release" if label == project.release else f"{label} is in the settings"
    )
    steps = read_release(label, path, project.slug)
    if source.path.exists():
        return MissingTarget(f"{is_target}, but it was not read from {path}.", steps)
    if source.path.suffix != ".json":
        return MissingTarget(f"{is_target}, but its directory {path} does not exist.", steps)
    sentence = f"{is_target}, but its file {path} does not exist."
    return MissingTarget(sentence, (*make_release(label, path), *steps))


def _unknown(project: Project, label: str, known: Sequence[str]) -> str:
    if not label:
        return f"No release is known for {project.name}."
    if not known:
        return f"No release is called {label}, and none is known yet."
    near = get_close_matches(label, known, n=1, cutoff=SIMILARITY)
    hint = f" Did you mean {near[0]}?" if near else ""
    verb = "is" if len(known) == 1 else "are"
    return f"No release is called {label}. Known {verb} {listed(known, MAX_LABELS)}.{hint}"
