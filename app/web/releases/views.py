"""The parts that several pages of releases share, as their templates show them."""

from dataclasses import dataclass

from app.web.layout.views import Choice, Link, VerdictView
from app.web.wording.rich_text import Text


@dataclass(frozen=True, slots=True)
class DifferenceForm:
    """Two pickers of labels, which lead to the difference of two releases; `note` says how many they leave out."""

    action: str
    before: tuple[Choice, ...]
    after: tuple[Choice, ...]
    note: str


@dataclass(frozen=True, slots=True, eq=False)
class EnvironmentLinks:
    """
    Links to the first environments; `more` counts the others, which may be thousands.

    Two are the same only as one value, so that no link is looked at.
    """

    links: tuple[Link, ...] = ()
    more: int = 0


NO_LINKS = EnvironmentLinks()


@dataclass(frozen=True, slots=True)
class EditCard:
    """
    One migration that was edited after its release.

    `changes` say what is different in the file, `impact` what that means. `weight` is blocked where Django refuses
    environments for exactly this edit, else drifted; `environments` are the refused ones. Of `unseen_environments`
    nobody knows it now; they were refused when they were last seen. `recorded` says how many have run it already.
    """

    word: str
    subject: str
    title: Text
    weight: str
    changes: tuple[Text, ...]
    impact: tuple[Text, ...]
    blocked: VerdictView | None
    environments: EnvironmentLinks
    unseen: VerdictView | None
    unseen_environments: EnvironmentLinks
    recorded: str = ""


@dataclass(frozen=True, slots=True)
class Strip:
    """
    A bar with a cell for each migration: `cells` of them, on a scale of `width` cells.

    `new`, `edited` and so on are the indexes of the cells that are marked. `name` is the strip in words.
    """

    width: int
    cells: int
    name: str
    new: tuple[int, ...] = ()
    edited: tuple[int, ...] = ()
    blocked: tuple[int, ...] = ()
    gone: tuple[int, ...] = ()
    irreversible: tuple[int, ...] = ()
    squash: tuple[int, ...] = ()
