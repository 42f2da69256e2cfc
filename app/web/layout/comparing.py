"""Where a page leads to the comparison of an environment with another one."""

from collections.abc import Iterator

from app.config import Project
from app.web.layout.views import Fact
from app.web.urls.compare import choice

COMPARE = "Compare with another"
"""What the line under a headline says of it; in rows it is `compare`."""


def compare_address(project: Project, slug: str, *, live_page: bool) -> str | None:
    """Where one is asked with which other environment to compare it; None without another, and on a pinned page."""
    if not live_page or len(project.environments) < 2:
        return None
    return choice(project.slug, first=slug)


def compare_facts(project: Project, slug: str, *, live_page: bool) -> Iterator[Fact]:
    """Yield the link for the line under the headline of a page of one environment."""
    href = compare_address(project, slug, live_page=live_page)
    if href is not None:
        yield Fact(strong=COMPARE, href=href)
