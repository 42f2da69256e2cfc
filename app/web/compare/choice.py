"""The form that asks which two environments, and the page with nothing else."""

from app.config import Project
from app.web.compare.facts import CompareFacts
from app.web.compare.views import CompareForm, ComparePage, TypedSides
from app.web.layout.frame import frame
from app.web.layout.views import Choice, Empty, Head
from app.web.urls.compare import choice as choice_address
from app.web.urls.matrix import matrix as matrix_address
from app.web.urls.pages import below
from app.web.wording import rich_text as text
from app.web.wording.moments import Times

MAX_RELEASES = 100
"""The picker offers this many labels, the newest ones."""

MAX_CHOICES = 200
"""The names of more environments are typed."""

MAX_NAMES = 1_000
"""So many names are offered to who types."""

HEADLINE = "Which two environments?"
TOO_FEW = "This project has fewer than two environments: there is nothing to put beside each other."


def form(facts: CompareFacts) -> CompareForm:
    """The form with the two sides of a page chosen."""
    release = facts.chosen.word if facts.picked else ""
    return _form(facts.project, facts.chosen.labels, facts.first.slug, facts.second.slug, release)


def page(project: Project, labels: tuple[str, ...], first: str | None, second: str | None) -> ComparePage:
    """The page that asks; a side that is known already is chosen."""
    address = choice_address(project.slug)
    slugs = [environment.slug for environment in project.environments]
    chosen_first = first or next(iter(slugs), "")
    others = (slug for slug in slugs if slug != chosen_first)
    return ComparePage(
        frame=frame(
            project,
            "Compare",
            current="Compare",
            share=f"Compare · {project.name}",
            description=HEADLINE,
            times=Times(None),
            twin=below(address, ".json"),
        ),
        head=Head(text.plain(HEADLINE)),
        form=_form(project, labels, chosen_first, second or next(others, ""), ""),
        empty=Empty(TOO_FEW) if len(slugs) < 2 else None,
    )


def _form(project: Project, labels: tuple[str, ...], first: str, second: str, release: str) -> CompareForm:
    slugs = [environment.slug for environment in project.environments]
    newest = labels[:MAX_RELEASES]
    offered = newest if not release or release in newest else (*newest, release)
    typed = TypedSides(first, second, tuple(slugs[:MAX_NAMES])) if len(slugs) > MAX_CHOICES else None
    return CompareForm(
        choice_address(project.slug),
        () if typed else _choices(slugs, first),
        () if typed else _choices(slugs, second),
        (
            Choice("", "the newer one of both", chosen=not release),
            *(Choice(label, label, chosen=label == release) for label in offered),
        ),
        matrix_address(project.slug) if len(slugs) > 2 else None,
        typed,
    )


def _choices(slugs: list[str], chosen: str) -> tuple[Choice, ...]:
    offered = slugs if not chosen or chosen in slugs else [*slugs, chosen]
    return tuple(Choice(slug, slug, chosen=slug == chosen) for slug in offered)
