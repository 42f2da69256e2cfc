"""What every page shows around its own content. A template sees one `view`: frozen, of plain values."""

from dataclasses import dataclass, field

from app.domain.findings import VERDICT_WORDS, Verdict
from app.web.wording.moments import Moment
from app.web.wording.rich_text import Text


@dataclass(frozen=True, slots=True)
class Link:
    """A link with its words; `current` says that it leads to what is shown."""

    text: str
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class VerdictView:
    """A verdict as icon and word."""

    value: str
    word: str

    @classmethod
    def of(cls, verdict: Verdict) -> "VerdictView":
        return cls(verdict.value, VERDICT_WORDS[verdict])


@dataclass(frozen=True, slots=True)
class PinnedBar:
    """Says what a pinned page is pinned to, and where the present is."""

    sentence: Text
    now: Link


@dataclass(frozen=True, slots=True)
class Fact:
    """
    One piece of the line under the `h1`: quiet words, a bold one, a fingerprint, a time; each may be empty.

    `href` is where the bold word leads.
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
    The bar, the title and the icon; `twin` is the JSON of the page, `canonical` its pinned address.

    `share` (70 characters at most, else the title) and `description` (180 at most) are for previews of a link.
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
    """The head of a page: the sentence, the line under it, and the actions; `ways_out` is the primary one."""

    headline: Text
    facts: tuple[Fact, ...] = ()
    verdict: VerdictView | None = None
    name: str = ""
    crumbs: tuple[Link, ...] = ()
    copy_link: str | None = None
    ways_out: str | None = None


@dataclass(frozen=True, slots=True)
class Empty:
    """What stands where there is nothing: a sentence, numbered steps with commands, a way on."""

    sentence: str
    steps: tuple["Step", ...] = ()
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step for a person to take, with what to type."""

    text: str
    command: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence for the notice, or for a page of its own, with links that lead on."""

    frame: Frame
    status: int
    headline: str
    explanation: str = ""
    links: tuple[Link, ...] = field(default=())
