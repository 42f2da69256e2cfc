"""What every page shows around its own content. A template sees one `view`: a frozen dataclass of plain values."""

from dataclasses import dataclass, field

from app.domain.findings import VERDICT_WORDS, Verdict
from app.web.urls.pages import below
from app.web.wording.moments import Moment
from app.web.wording.rich_text import Text, flat


@dataclass(frozen=True, slots=True)
class Link:
    """A link and its text; `current` says that it leads to the page that is shown."""

    text: str
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class VerdictView:
    """A verdict: `value` names its icon and colour, `word` is its text."""

    value: str
    word: str

    @classmethod
    def of(cls, verdict: Verdict) -> "VerdictView":
        return cls(verdict.value, VERDICT_WORDS[verdict])


@dataclass(frozen=True, slots=True)
class VerdictLink:
    """A link with the verdict of what it leads to; `current` says that this is shown."""

    text: str
    href: str
    verdict: VerdictView | None
    current: bool = False


@dataclass(frozen=True, slots=True)
class NowLine:
    """
    What is true now of what a pinned page shows: `still blocked`, and `seen` for when that was seen.

    `link` is the live page; None where there is none any more.
    """

    words: str
    verdict: VerdictView | None = None
    seen: Moment | None = None
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class PinnedBar:
    """
    The bar of a pinned page: what it is pinned to, where that is, and what is true now.

    The page around it never changes, so what is true now has an address of its own, and the browser asks there. Only
    the page at that address has the `line`. `now` is the live page, `place` the tier and the region as they are today.
    """

    sentence: Text
    now: Link
    place: tuple[str, ...] = ()
    line: NowLine | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """
    One part of the line under the `h1`, shown in the order of the fields; each field may be empty.

    `before` and `after` are plain text, `strong` is bold, `code` a fingerprint. `href` is the link of `strong`.
    """

    before: str = ""
    strong: str = ""
    code: str = ""
    moment: Moment | None = None
    after: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """
    The title, the top bar and the icon of a page.

    `twin` is the address of its JSON, `canonical` its pinned address. `share` (70 characters at most; empty for the
    title) and `description` (180 at most) are the title and the text of a preview of the link.
    """

    title: str
    project: Link | None = None
    navigation: tuple[Link, ...] = ()
    favicon: str = "favicon"
    share: str = ""
    description: str = ""
    twin: str | None = None
    canonical: str | None = None
    pinned: PinnedBar | None = None

    @property
    def go(self) -> str:
        """The address of "Go to…": in the project of the page, else in all."""
        return f"{self.project.href if self.project else ''}/go"

    @property
    def preview(self) -> str | None:
        """The address of the picture that a preview of the link shows: that of the pinned page."""
        return None if self.canonical is None else below(self.canonical, "/preview.png")

    @property
    def now(self) -> str | None:
        """The address of what is true now of a pinned page."""
        return None if self.canonical is None else below(self.canonical, "/now")


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a picker."""

    value: str
    text: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Picker:
    """A `select` of the filter form."""

    name: str
    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """
    The head of a page: the sentence, what to do next about it, the line under both, and two buttons.

    `copy_link` is the pinned address to copy, `finding` the address of the primary button; None for no button.
    `markdown` is the page in brief, to copy; empty for no button.
    """

    headline: Text
    facts: tuple[Fact, ...] = ()
    verdict: VerdictView | None = None
    name: str = ""
    crumbs: tuple[Link, ...] = ()
    copy_link: str | None = None
    finding: str | None = None
    next_step: str = ""
    markdown: str = ""

    @property
    def words(self) -> str:
        """The sentence as plain text."""
        return flat(self.headline)


@dataclass(frozen=True, slots=True)
class NowPage:
    """What is true now of a pinned page, by itself: who has no JavaScript reads it here."""

    frame: Frame
    head: Head


@dataclass(frozen=True, slots=True)
class Empty:
    """What a page says if it has nothing to show: a sentence, numbered steps, a link."""

    sentence: str
    steps: tuple["Step", ...] = ()
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step for the reader, with the command to type."""

    text: str
    command: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """An error: a sentence and links that lead on. It is a page of its own, or the notice on a page."""

    frame: Frame
    status: int
    headline: str
    explanation: str = ""
    links: tuple[Link, ...] = field(default=())
