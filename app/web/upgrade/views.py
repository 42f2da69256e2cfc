"""The page of how an environment gets to a release, as its template shows it."""

from dataclasses import dataclass

from app.web.layout.views import Choice, Frame, Head, Link, VerdictView
from app.web.wording.rich_text import Text


@dataclass(frozen=True, slots=True)
class LegView:
    """One step: the release to check out, the command, what Django then does; `more` says what could not be listed."""

    release: str
    command: str
    words: str
    expect: Text


@dataclass(frozen=True, slots=True)
class AttemptView:
    """What another release does as the first step."""

    release: str
    sentence: Text
    arrives: bool


@dataclass(frozen=True, slots=True)
class OtherView:
    """Another database or schema of the environment, with its answer in brief."""

    link: Link
    sentence: str
    answer: VerdictView


@dataclass(frozen=True, slots=True)
class UpgradePage:
    """
    The page. `action` takes the chosen label of `choices` as `to=`; a pinned page offers none.

    `warning` says that what is shown was seen earlier. `left_out` says how many databases were not looked at.
    """

    frame: Frame
    head: Head
    warning: str
    reason: Text
    legs: tuple[LegView, ...]
    attempts: tuple[AttemptView, ...]
    mind: tuple[Text, ...]
    others: tuple[OtherView, ...]
    left_out: str
    action: str
    choices: tuple[Choice, ...]
