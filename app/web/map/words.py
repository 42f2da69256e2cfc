"""The texts of the map: titles of bands, bars of folded apps, words of the legend. Plain text without markup."""

from app.domain.drift import Drift
from app.domain.english import count, listed
from app.domain.findings import Code, Finding, Verdict
from app.domain.map import Drawing
from app.domain.map.bands import Band
from app.domain.map.drawing import AppKind, FoldedApps
from app.domain.map.folding import Item
from app.domain.map.overlay import Overlay
from app.domain.map.sizes import label_of
from app.domain.runbook import Circumstances, sentence, title
from app.domain.status import QUIET, STATUS_WORDS, Status
from app.web.wording.short_keys import short

MAX_NAMED = 60
"""A bar of hidden apps names this many apps."""
DIFFERS = "All differences"
NO_ROW = "needs, no row"
NO_PROBLEM = "No problems on this map."
NOTHING_TO_RUN = "Nothing to run."
SHOW, HIDE, IN_TABLE = "Show them", "Hide them", "See the table"
TABLE_LISTS = ("The table", "lists every migration.")
SELECTED_LISTS = ("The table", "lists them.")
IRREVERSIBLE = "irreversible"


def window_word(drift: Drift, drawing: Drawing) -> str:
    """The word for the default view, which tells what it shows."""
    if drawing.selection:
        return "Selected"
    if drift.findings:
        return "Findings"
    return "What runs next" if drift.verdict is Verdict.BEHIND else "Apps"


def all_word(drawing: Drawing) -> str:
    """The word for the view of every migration: `All 1,209`"""
    return f"All {drawing.total:,}"


def band_title(band: Band, drift: Drift) -> str:
    """The line of text over a band: its worst finding, and the number of the others."""
    if not band.findings:
        return f"Around {short(band.cards[0])}" if band.cards else ""
    text = _finding_title(band.findings[0], drift)
    more = len(band.findings) - 1
    return f"{text}; {count(more, 'more finding')} here" if more else text


def _finding_title(finding: Finding, drift: Drift) -> str:
    # Of what is known beside the keys there is room for this only.
    circumstances = Circumstances(is_by_chance=finding in drift.by_chance)
    if finding.code is Code.FORKED:
        return sentence(finding, circumstances, key_text=short, most=1).rstrip(".")
    needs = ""
    if finding.code is Code.MISSING_DEPENDENCY:
        needs = f" needs {listed([short(key) for key in finding.related], 1)}"
    return f"{title(finding, circumstances)}: {short(finding.subject)}{needs}"


def weight_of(code: Code) -> str:
    """How much a finding of this code weighs, as sheets name it."""
    return {1: "blocked", 2: "drifted", 3: "note"}[code.severity]


def hidden_heading(folded: FoldedApps, kind: AppKind, *, more: bool) -> str:
    """`12 apps without differences`, `28 more apps with pending migrations`; `more` where other apps differ too."""
    number = len(folded.apps)
    apps = f"{number:,}{' more' if more and kind is AppKind.DIFFERING else ''} {'app' if number == 1 else 'apps'}"
    if kind is AppKind.QUIET:
        return f"{apps} without differences"
    statuses = {status for status, _ in folded.counts}
    is_pending_alone = statuses <= QUIET | {Status.PENDING}
    return f"{apps} with pending migrations" if is_pending_alone else f"{apps} with differences"


def hidden_text(folded: FoldedApps) -> str:
    """`13 migrations, all applied: users, orders`; with several statuses, the number of each."""
    labels = ", ".join(folded.apps[:MAX_NAMED])
    if len(folded.apps) > MAX_NAMED:
        labels += f" and {len(folded.apps) - MAX_NAMED:,} more"
    migrations = count(folded.total, "migration")
    if len(folded.counts) == 1:
        return f"{migrations}, all {STATUS_WORDS[folded.counts[0][0]]}: {labels}"
    numbers = ", ".join(f"{number:,} {STATUS_WORDS[value]}" for value, number in folded.counts)
    return f"{migrations}, {numbers}: {labels}"


def summary(drawing: Drawing) -> str:
    """`24 of 1,988 migrations shown, 72 apps hidden`"""
    apps = len(drawing.quiet.apps) + len(drawing.differing.apps)
    hidden = f", {count(apps, 'app')} hidden" if apps else ""
    if drawing.not_drawn:
        hidden += f", {count(drawing.not_drawn, 'finding')} not drawn"
    if not drawing.shown:
        return f"{count(drawing.total, 'migration')}{hidden}"
    return f"{drawing.shown:,} of {count(drawing.total, 'migration')} shown{hidden}"


def selected(number: int) -> str:
    """`3 selected`, before what is shown."""
    return f"{number:,} selected"


def of_other(overlay: Overlay) -> str:
    """`5 migrations differ in staging`, and what only that environment has."""
    number = len(overlay.differing)
    text = (
        f"{count(number, 'migration') if number else 'No migration'} {'differ' if number > 1 else 'differs'}"
    )
    more = (
        f"; {count(overlay.outside, 'row')} there {_has(overlay.outside)} no place here"
        if overlay.outside
        else ""
    )
    return f"{text} in {overlay.name}{more}"


def _has(number: int) -> str:
    return "has" if number == 1 else "have"


def also_differing(number: int, overlay: Overlay | None) -> str:
    """What the title of a capsule says besides: `, 3 differ in staging`."""
    return (
        f", {number:,} {'differs' if number == 1 else 'differ'} in {overlay.name}"
        if overlay and number
        else ""
    )


def other_word(overlay: Overlay) -> str:
    """The entry of the legend for the second mark."""
    return f"small sign: in {overlay.name}, where it differs"


def overview(shown: int, total: int) -> str:
    """Under the small picture: `the window: 37 of 412`"""
    return f"the window: {shown:,} of {total:,}"


def without_pairs(drift: Drift, drawing: Drawing) -> str:
    """What a map without findings says first: what is selected, what would run, or that nothing is wrong."""
    if drawing.selection:
        return f"{selected(len(drawing.selection.keys))}."
    steps = len(drift.outcome.plan or ())
    return f"{count(steps, 'migration')} to run." if steps else f"{NOTHING_TO_RUN} {NO_PROBLEM}"


def card_lines(name: str, width: int) -> tuple[str, str]:
    """
    The two lines of text on a card: the number of a migration, and the rest of its name.

    Both are cut to the width of the card in pixels. A card narrower than 100 pixels has the number only.
    """
    number, _, rest = name.partition("_")
    max_characters = (width - 37) * 10 // 66
    return _cut(number, max(max_characters, 4)), _cut(rest, max_characters) if width >= 100 else ""


def _cut(text: str, max_characters: int) -> str:
    return text if len(text) <= max_characters else text[: max(max_characters - 1, 1)] + "…"


def capsule_title(item: Item) -> str:
    """`orders.0001_initial … 0008_add_status, 8 applied`"""
    first, last = item.keys[0], item.keys[-1]
    return f"{first} … {last.name}, {label_of(item)}" if first != last else f"{first}, {label_of(item)}"
