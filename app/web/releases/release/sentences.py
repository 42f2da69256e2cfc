"""Sentences of the page of one release: what it changed, its squashes, its forks."""

from collections.abc import Callable

from app.domain import english
from app.domain.difference import sentences as difference_sentences
from app.domain.keys import MigrationKey
from app.domain.release import Migration
from app.domain.resolution.outline import AppOutline
from app.web.releases import summaries as release_summaries
from app.web.releases.facts import ReleaseStep
from app.web.releases.release.views import SquashLine
from app.web.wording import rich_text as text
from app.web.wording.rich_text import Text


def step_headline(step: ReleaseStep) -> Text:
    """What a release changed against the one before it."""
    if step.difference is None or step.names is None:
        return ()
    headline = difference_sentences.headline(step.difference, step.names)
    return text.with_keys(headline, release_summaries.headline_keys(step.difference))


def squash_line(squash: Migration, is_file: Callable[[MigrationKey], bool]) -> SquashLine:
    """A squash, what it replaces, and whether `is_file` is true of these."""
    number = len(squash.replaces)
    remaining = sum(is_file(key) for key in squash.replaces)
    if 0 < remaining < number:
        files = f"{remaining} of their files are still there"
    else:
        subject = "their files are" if number > 1 else "its file is"
        files = f"{subject} {'still there' if remaining else 'gone'}"
    return SquashLine((text.key_part(squash.key),), f"replaces {english.count(number, 'migration')}; {files}")


def fork_line(app: AppOutline) -> Text:
    """The last migrations of an app that has several."""
    leaves = english.listed([str(key) for key in app.leaves], 3)
    return text.with_keys(f"{app.label} has {len(app.leaves)} last migrations: {leaves}.", app.leaves)
