"""The removal of a label: what would bring it back, and what it leaves without a release."""

from app.config import Project
from app.config.errors import dotted_key
from app.domain.english import listed
from app.jobs.follow import matching_refs
from app.sources import SourceError
from app.sources.git import Repository

MAX_KEYS = 5
"""A sentence names this many keys and counts the others."""


def comes_back(project: Project, label: str, *, file: str) -> str:
    """A sentence on what would add the label again, and what to do about it; empty where nothing would."""
    if any(source.label == label for source in project.releases):
        key = dotted_key(("projects", project.slug, "releases", label))
        return f"{label} would come back: {file} names it as {key}. Take it out there, then remove it."
    if _is_followed(project, label):
        key = dotted_key(("projects", project.slug, "repository", "follow"))
        return (
            f"{label} would come back: it is a branch or a tag of the repository, and {key} in {file} follows it. "
            "Delete it in the repository or follow others, then remove it."
        )
    return ""


def left_without_a_release(project: Project, label: str, *, file: str) -> str:
    """A sentence on what is compared with nothing when the label is gone; empty where nothing is."""
    paths: list[tuple[str, ...]] = [("projects", project.slug, "release")] if project.release == label else []
    paths += [
        ("projects", project.slug, "environments", environment.slug, "release")
        for environment in project.environments
        if environment.release == label
    ]
    if not paths:
        return ""
    verb = "say" if len(paths) > 1 else "says"
    return (
        f"{listed([dotted_key(path) for path in paths], MAX_KEYS)} in {file} still {verb} {label}. "
        "What is to be held against it is compared with nothing: name another label."
    )


def _is_followed(project: Project, label: str) -> bool:
    """Whether the label is a branch or a tag that is followed now. A repository that cannot be read brings nothing."""
    source = project.repository
    if source is None:
        return False
    try:
        with Repository(source.reading.path, folder=source.reading.folder) as repository:
            return any(ref.label == label for ref in matching_refs(repository.refs(), source))
    except SourceError:
        return False
