"""The parts of the page of schemas, as its template shows them."""

from dataclasses import dataclass

from app.web.layout.views import Frame, Head, Link, VerdictLink, VerdictView
from app.web.wording.moments import Moment
from app.web.wording.rich_text import Text


@dataclass(frozen=True, slots=True)
class SchemaRow:
    """
    Schemas that share one history.

    `number` is how many they are. `first` are links to the first of them, `more` to further ones, and `unnamed` is how
    many are not listed.
    """

    verdict: VerdictView | None
    number: str
    sentence: Text
    first: tuple[Link, ...]
    more: tuple[Link, ...]
    unnamed: str
    rows: int | None
    seen: Moment | None


@dataclass(frozen=True, slots=True)
class SchemasPage:
    """The whole page. `open_one` is the address of the form that opens one schema by name, with what it keeps."""

    frame: Frame
    head: Head
    tabs: tuple[VerdictLink, ...]
    newer: str | None
    rows: tuple[SchemaRow, ...]
    more_rows: tuple[SchemaRow, ...]
    open_one: str
    keeps: tuple[tuple[str, str], ...]
