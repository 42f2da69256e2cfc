"""The ways out of a finding, as templates show them."""

from dataclasses import dataclass

from app.web.findings.ways_out import EntryView
from app.web.layout.views import Link, VerdictView
from app.web.wording.rich_text import Text


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a script; `is_change` where it changes something, and does not only guard or check."""

    text: str
    is_change: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class StepView:
    """
    One step: what to do in words, the lines to copy, and what to expect; `lines` is empty where nothing is typed.

    `kind` is check, sql, command or code. Of a long script `core` are the statements that change something. A step is
    compared by identity, as it may have thousands of lines.
    """

    kind: str
    words: str
    lines: tuple[Line, ...]
    expect: str
    core: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class After:
    """
    What a way promises: the verdict after it in words, such as `drifted, 3 to run`.

    `stays` are the sentences of findings that are left, and `more` the number of further ones.
    """

    verdict: VerdictView
    words: str
    stays: tuple[Text, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class WayView:
    """
    One way out. `letter` names it on the page, `name` is its id in JSON and on the command line.

    `answers` says how many findings it answers where that are several. `loses` is what is gone for good.
    """

    letter: str
    name: str
    title: str
    fits_when: str
    answers: str
    unblocks: str
    after: After
    steps: tuple[StepView, ...]
    loses: tuple[str, ...]
    risk: str
    undo: tuple[StepView, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class WaysSection:
    """
    The ways out of one finding: the first ones, and more on demand; or the reason why there is `none`, and `advice`.

    `dialects` are links to the same page in another SQL, where a way has a script.
    """

    note: str
    ways: tuple[WayView, ...]
    more: tuple[WayView, ...]
    none: str
    advice: EntryView | None
    dialects: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class VerifyLine:
    """A command that tells whether a way worked, and what its exit codes say."""

    command: str
    says: str


@dataclass(frozen=True, slots=True)
class FirstWay:
    """
    The first way out in short: its first command, what it promises, and where the rest stands.

    `words` say what the command needs or does. `check` leads to the whole way, `more` to the other ways.
    """

    title: str
    fits_when: str
    after: After
    words: str
    lines: tuple[Line, ...]
    check: Link
    more: Link | None
    note: str


@dataclass(frozen=True, slots=True)
class WaysInShort:
    """The first way out of one finding in full, and a line for each other one; `href` is the page of the finding."""

    code: str
    icon: str
    weight: str
    title: str
    sentence: Text
    href: str
    first: WayView | None
    others: tuple[Link, ...]
    none: str
    note: str
