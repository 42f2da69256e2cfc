"""The apps that differ: a row each, with its strip and what changed in words."""

from collections.abc import Sequence

from app.domain.difference import Difference
from app.domain.difference.direction import Direction
from app.domain.keys import MigrationKey
from app.domain.resolution.outline import outline
from app.web.releases import strips as release_strips
from app.web.releases.difference.views import AppDifferenceRow
from app.web.releases.strips import CellMarks
from app.web.releases.views import EditCard
from app.web.wording import rich_text as text
from app.web.wording.rich_text import Text

ELSEWHERE = {"edited": "differs:", "renamed": "other name:"}
"""The words for what is not the same where the second release is not the newer one."""


def rows_of(
    difference: Difference, cards: Sequence[EditCard], direction: Direction
) -> tuple[AppDifferenceRow, ...]:
    """
    A row for each app that differs, in the order of the later release's lanes.

    The apps that only the earlier release has come last.
    """
    blocked = frozenset(MigrationKey.parse(card.subject) for card in cards if card.blocked)
    marks = release_strips.difference_marks(difference, blocked)
    gone: dict[str, list[MigrationKey]] = {}
    for key in sorted(marks.gone):
        gone.setdefault(key.app_label, []).append(key)
    keys_of_app = {
        app.label: [migration.key for migration in app.migrations] for app in outline(difference.after).apps
    }
    for label in sorted(gone.keys() - keys_of_app.keys()):
        keys_of_app[label] = []
    marked_keys = marks.new | marks.edited | marks.renamed | marks.gone
    differing_apps = {
        label: all_keys
        for label, keys in keys_of_app.items()
        if not marked_keys.isdisjoint(all_keys := (*keys, *gone.get(label, ())))
    }
    width = max((len(keys) for keys in differing_apps.values()), default=0)
    return tuple(
        AppDifferenceRow(
            label,
            release_strips.strip(keys, marks, width=width),
            _in_words(keys, marks, direction),
        )
        for label, keys in differing_apps.items()
    )


def _in_words(keys: Sequence[MigrationKey], marks: CellMarks, direction: Direction) -> Text:
    """`edited orders.0001_initial, 2 new, irreversible orders.0004_totals`."""
    parts = []
    new = sum(key in marks.new for key in keys)
    for word, marked_keys in marks.by_word:
        own_keys = [key for key in keys if key in marked_keys]
        said = ELSEWHERE.get(word, word) if direction is not Direction.FORWARD else word
        said = said.removeprefix("new and ")
        if len(own_keys) == 1:
            parts.append(
                said if said != word and new == 1 and own_keys[0] in marks.new else f"{said} {own_keys[0]}"
            )
        elif own_keys:
            parts.append(f"{len(own_keys)} {said.replace('drops', 'drop')}")
    return text.with_keys(", ".join(parts), keys)
