"""What one comparison knows of a finding beside its keys: it decides which words fit, and fills what is left open."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.findings import Code
from app.domain.keys import MigrationKey

STANDS_ALONE = frozenset(
    {
        Code.MISSING_DEPENDENCY,
        Code.DUPLICATE,
        Code.TABLES_WITHOUT_ROWS,
        Code.TABLE_ELSEWHERE,
        Code.OUT_OF_ORDER,
        Code.NOT_COVERED,
    }
)
"""The codes of findings that no further file can undo: rows, and edges of files that were read."""


class Variant(StrEnum):
    """A kind of a finding that has words of its own; the runbook's book shows the general words."""

    GENERAL = "general"
    STALE_COPY = "stale-copy"
    NO_COMMON_ANCESTOR = "no-common-ancestor"
    INSTALLED_PACKAGE = "installed-package"
    SAME_NUMBER = "same-number"
    NAME_IN_REPLACES = "name-in-replaces"
    REPLACES_ITSELF = "replaces-itself"
    WHILE_REFUSED = "while-refused"
    WHILE_CHANCE_DECIDES = "while-chance-decides"
    REFUSED_IN_EVERY_RUN = "refused-in-every-run"
    REFUSED_IN_NO_RUN = "refused-in-no-run"
    ALONE = "alone"
    NEEDED_BY_NOTHING = "needed-by-nothing"
    REPLACED_ROW_DOES_NOT_COUNT = "replaced-row-does-not-count"
    BY_SETTING = "by-setting"
    BY_END = "by-end"


@dataclass(frozen=True, slots=True)
class Circumstances:
    """
    The variant of a finding, whether it is certain and in every run, and values for the commands.

    `is_certain` is False where a place that could not be read may undo the finding. `is_by_chance` is True where it is
    there in some runs of Django and not in others. `missing` are the migrations
    without a row that stand before the related ones, in the order in which they would run, and these. `greater_ids`
    are those of a duplicate's later rows. `before` is the name of the migration before an unknown row, `zero` for
    none. `recorded` are the forked migrations that have a row, `surplus` is the path of the only one that has none.
    `file` bears the name that `squash` replaces. What is not known is empty.
    """

    variant: Variant = Variant.GENERAL
    is_certain: bool = True
    is_by_chance: bool = False
    missing: tuple[MigrationKey, ...] = ()
    greater_ids: tuple[int, ...] = ()
    before: str = ""
    recorded: tuple[MigrationKey, ...] = ()
    surplus: str = ""
    file: MigrationKey | None = None
    squash: MigrationKey | None = None


GENERAL = Circumstances()
"""Of a finding that belongs to no comparison, as in the runbook."""
