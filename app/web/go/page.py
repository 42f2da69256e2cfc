"""What a text leads to as the view of its page."""

from dataclasses import replace

from app.web.go.dependencies import Asked
from app.web.go.views import GoPage
from app.web.layout.frame import frame_in
from app.web.urls import pages as addresses

TITLE = "Go to…"
DESCRIPTION = (
    "Finds an environment, a migration, a release, a commit or a code, and the findings of a pasted error."
)


def page(asked: Asked) -> GoPage:
    """The page in one project, or in all of them."""
    project = asked.project
    title = TITLE if project is None else f"{TITLE} · {project.name}"
    frame = replace(frame_in(project, title), description=DESCRIPTION)
    action = addresses.go(None if project is None else project.slug)
    return GoPage(frame, asked.found.headline or TITLE, action, asked.question.text, asked.found)
