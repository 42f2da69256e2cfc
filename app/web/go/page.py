"""What a text leads to as the view of its page."""

from app.web.go.dependencies import Asked
from app.web.go.views import GoPage
from app.web.layout.navigation import navigation
from app.web.layout.views import Frame, Link
from app.web.urls import pages as addresses

TITLE = "Go to…"
DESCRIPTION = (
    "Finds an environment, a migration, a release, a commit or a code, and the findings of a pasted error."
)


def page(asked: Asked) -> GoPage:
    """The page in one project, or in all of them."""
    project = asked.project
    home = None if project is None else addresses.home(project.slug)
    frame = Frame(
        title=TITLE if project is None else f"{TITLE} · {project.name}",
        project=None if project is None or home is None else Link(project.name, home),
        navigation=navigation(home, current=""),
        description=DESCRIPTION,
    )
    action = addresses.go(None if project is None else project.slug)
    return GoPage(frame, asked.found.headline or TITLE, action, asked.question.text, asked.found)
