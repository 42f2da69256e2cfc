"""The releases of a project in the order of the code, each with the one that it is compared with."""

from app.config import Project
from app.domain.provenance.succession import Place, succession
from app.store import codehistory, releases
from app.store.revision import remembered
from app.store.sessions import ReadSession
from app.versions import version_of


def places(session: ReadSession, project: Project) -> tuple[Place, ...]:
    """Every label that is known now, the newest first."""

    def make() -> tuple[Place, ...]:
        known, code = releases.labels(session, project.slug), codehistory.of_project(session, project.slug)
        return succession(known, code, version_of, release=project.release)

    return remembered(session, ("places", project.slug, project.release), make)
