"""The page of a finding, as its templates show it."""

from dataclasses import dataclass

from app.web.environment.finding.parts import Parts
from app.web.environment.finding.share.view import ShareView
from app.web.environment.finding.ways.views import VerifyLine, WaysSection
from app.web.layout.views import Fact, Frame, Link, VerdictView
from app.web.wording.moments import Moment
from app.web.wording.rich_text import Text, flat


@dataclass(frozen=True, slots=True)
class FindingHead:
    """
    The head: where this is, what the environment cannot do, the sentence, and the line of facts under it.

    `scope` follows the name of the environment, `consequence` the sentence, in smaller letters; `others` are the
    sentences of findings with the same code about the same migration. `copy_text` are the words of the button that
    copies `copy_link`.
    """

    crumbs: tuple[Link, ...]
    title: str
    code: Link
    verdict: VerdictView
    name: str
    scope: str
    sentence: Text
    consequence: str
    others: tuple[Text, ...]
    facts: tuple[Fact, ...]
    copy_link: str
    copy_text: str

    @property
    def words(self) -> str:
        """The sentence as plain text."""
        return flat(self.sentence)


@dataclass(frozen=True, slots=True)
class FindingPage:
    """
    The whole page.

    `dimmed` warns where the environment is not seen now. `newer` is the address that a live page asks for a newer
    history, `now` the one where a pinned page asks what is true now; each page has one of them.
    """

    frame: Frame
    head: FindingHead
    dimmed: str
    parts: Parts
    ways: WaysSection | None
    verify: tuple[VerifyLine, ...]
    newer: str | None
    now: str | None
    share: ShareView


@dataclass(frozen=True, slots=True)
class UnreportedRow:
    """One row of the migration that a finding was about."""

    moment: Moment | None
    text: str
    position: str


@dataclass(frozen=True, slots=True)
class UnreportedPage:
    """A pinned finding that this Driftboard does not find there any more, and what it finds there instead."""

    frame: Frame
    crumbs: tuple[Link, ...]
    verdict: VerdictView
    name: str
    sentence: Text
    reason: Text
    rows: tuple[UnreportedRow, ...]
    no_rows: Text
    found: tuple[Link, ...]
    environment: Link
    now: str
