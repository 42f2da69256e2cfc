"""What the map says: titles of bands, bars of folded apps, words of the legend. Plain text."""

from app.domain.drift import Drift
from app.domain.english import count
from app.domain.findings import Code, Finding, Verdict
from app.domain.keys import MigrationKey
from app.domain.map import Drawing
from app.domain.map.bands import Band
from app.domain.map.drawing import Folded
from app.domain.map.folding import Item
from app.domain.map.placement import label_of
from app.domain.runbook import ENTRIES
from app.domain.status import Status

NAMED = 12
"""Apps named in a bar of folded apps."""
NO_ROW = "needs, no row"
IRREVERSIBLE = "one way"
TO_RUN = frozenset((Status.PENDING, Status.MISSING))


def status(value: Status) -> str:
    """`missing dependency`"""
    return value.replace("-", " ")


def short(key: MigrationKey) -> str:
    """`orders.0001` for orders.0001_initial; the whole key where the name has no number."""
    number, _, _ = key.name.partition("_")
    return f"{key.app_label}.{number}" if number.isdigit() else str(key)


def window(drift: Drift) -> str:
    """What the default view goes around."""
    if drift.findings:
        return "Around the findings"
    return "Around what runs next" if drift.verdict is Verdict.BEHIND else "By app"


def title(band: Band) -> str:
    """One line over a band: its worst finding, and how many more."""
    if not band.findings:
        return f"Around {short(band.cards[0])}" if band.cards else ""
    text = _finding(band.findings[0])
    more = len(band.findings) - 1
    return f"{text}; {count(more, 'more finding')} here" if more else text


def _finding(finding: Finding) -> str:
    subject = short(finding.subject)
    if finding.code is Code.MISSING_DEPENDENCY:
        if len(finding.related) == 1:
            return f"{subject} needs {short(finding.related[0])}, which has no row"
        return f"{subject} needs {count(len(finding.related), 'migration')} that have no row"
    if finding.code is Code.FORKED:
        return f"{finding.subject.app_label} is forked: {' and '.join(map(short, (finding.subject, *finding.related)))}"
    return f"{ENTRIES[finding.code].title}: {subject}"


def bars(drawing: Drawing) -> tuple[tuple[str, str, bool], ...]:
    """(heading, text, whether these apps differ) of each bar of folded apps."""
    found = []
    if drawing.quiet.apps:
        one = count(len(drawing.quiet.apps), "quiet app")
        found.append((one, _counts(drawing.quiet), False))
    if drawing.differing.apps:
        number = len(drawing.differing.apps)
        heading = f"{number:,} more {'app differs' if number == 1 else 'apps differ'}"
        found.append((heading, _counts(drawing.differing), True))
    return tuple(found)


def _counts(folded: Folded) -> str:
    names = ", ".join(folded.apps[:NAMED]) + ("…" if len(folded.apps) > NAMED else "")
    parts = [f"{number:,} {status(name)}" for name, number in folded.counts]
    if len(parts) == 1:
        return f"{count(folded.total, 'migration')}, all {status(folded.counts[0][0])}: {names}"
    return f"{count(folded.total, 'migration')}, {', '.join(parts)}: {names}"


def summary(drawing: Drawing) -> str:
    """`24 of 1,988 migrations shown, 72 apps folded`"""
    if not drawing.shown:
        return f"{count(drawing.total, 'migration')}, folded by app"
    text = f"{drawing.shown:,} of {count(drawing.total, 'migration')} shown"
    apps = len(drawing.quiet.apps) + len(drawing.differing.apps)
    return f"{text}, {count(apps, 'app')} folded" if apps else text


def lines(name: str, width: int) -> tuple[str, str]:
    """The two lines of a card: the number, and the rest cut to the width. A card too narrow has the number only."""
    number, _, rest = name.partition("_")
    room = (width - 37) * 10 // 66
    return _cut(number, max(room, 4)), _cut(rest, room) if width >= 100 else ""


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else text[: max(room - 1, 1)] + "…"


def run(item: Item) -> str:
    """`orders.0001_initial … 0008_add_status, 8 applied`"""
    first, last = item.keys[0], item.keys[-1]
    return f"{first} … {last.name}, {label_of(item)}" if first != last else f"{first}, {label_of(item)}"
