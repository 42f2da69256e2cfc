"""
Addresses: the words are for readers, fingerprints decide.

    /shop/environments/sandbox-3                                                       live
    /shop/environments/sandbox-3/at/2026-06-19T0912Z~7c1f0a9e41/against/v2.4~4be19d02aa  pinned

An address writes 10 hex digits, any unique prefix of 8 or more is accepted. Times are UTC.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Self
from urllib.parse import quote, urlencode

from app.domain.keys import MigrationKey

DIGITS = 10
SHORTEST = 8
FINGERPRINT = re.compile(rf"[0-9a-f]{{{SHORTEST},64}}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{4}(\d{2})?Z")

Query = Iterable[tuple[str, str | None]]


class AddressError(ValueError):
    """An address that nothing of ours writes; the text is a sentence for the reader."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment in an address: from `start` to just before `end`, a minute or a second long."""

    start: datetime
    end: datetime

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `2026-06-19T0912Z` or `2026-06-19T091240Z`."""
        found = _MOMENT.fullmatch(text)
        seconds = bool(found and found[1])
        form = "%Y-%m-%dT%H%M%SZ" if seconds else "%Y-%m-%dT%H%MZ"
        try:
            moment = datetime.strptime(text if found else "", form).replace(tzinfo=UTC)
        except ValueError as error:
            raise AddressError(f"{text} is not a moment; one looks like 2026-06-19T0912Z.") from error
        return cls(moment, moment + (timedelta(seconds=1) if seconds else timedelta(minutes=1)))

    def __contains__(self, moment: datetime) -> bool:
        return self.start <= moment < self.end

    @property
    def last(self) -> datetime:
        """The last instant that still belongs to it."""
        return self.end - timedelta(microseconds=1)


def minute(moment: datetime) -> str:
    """`2026-06-19T0912Z`."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H%MZ}"


def second(moment: datetime) -> str:
    """`2026-06-19T091240Z`."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H%M%SZ}"


def iso(moment: datetime) -> str:
    """`2026-06-19T09:12:40Z`, for JSON."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def short(fingerprint: str) -> str:
    """The digits that an address writes."""
    return fingerprint[:DIGITS]


def word(label: str) -> str:
    """A label as one segment of a path: whatever is not a letter, a digit, a dot or a dash becomes a dash."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", label) or "release"


def named(segment: str) -> tuple[str, str]:
    """Split `v2.4~4be19d02aa` into the word and the digits of the fingerprint."""
    text, _, digits = segment.rpartition("~")
    if not text or not FINGERPRINT.fullmatch(digits.lower()):
        raise AddressError(f"{segment} names no fingerprint; one looks like v2.4~4be19d02aa.")
    return text, digits.lower()


def runbook(code: str | None = None) -> str:
    """The runbook, or its page of one code."""
    return "/runbook" if code is None else f"/runbook/{code}"


def home(project: str) -> str:
    """The live fleet."""
    return f"/{project}"


def fleet(project: str, moment: datetime, *, label: str, release: str, query: Query = ()) -> str:
    """The pinned fleet: what had been received by that second, against one release."""
    path = f"/{project}/fleet/at/{second(moment)}/against/{word(label)}~{short(release)}"
    return path + _tail(query)


@dataclass(frozen=True, slots=True)
class EnvironmentAddress:
    """The pages of one environment, live or pinned; `fixed` are the parameters that every one of them keeps."""

    path: str
    fixed: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def live(cls, project: str, slug: str, *, release: str | None = None) -> Self:
        return cls(f"/{project}/environments/{slug}", {} if release is None else {"release": release})

    @classmethod
    def pinned(  # noqa: PLR0913 - all that a pinned address names
        cls,
        project: str,
        slug: str,
        received_at: datetime,
        *,
        history: str,
        label: str,
        release: str,
        database: str = "default",
    ) -> Self:
        path = (
            f"/{project}/environments/{slug}/at/{minute(received_at)}~{short(history)}"
            f"/against/{word(label)}~{short(release)}"
        )
        return cls(path, {} if database == "default" else {"database": database})

    def page(self, **query: str | None) -> str:
        """The page itself; parameters that are None are left out."""
        return self.path + self._with(query)

    def json(self) -> str:
        """The same facts as JSON."""
        return self.path + ".json" + self._with({})

    def newer(self, history: str | None) -> str:
        """Asks whether there is another history than this one."""
        return self.path + "/newer" + _tail([("since", None if history is None else short(history))])

    def reasons(self) -> str:
        """What the history of the code says about the findings."""
        return self.path + "/why" + self._with({})

    def map(self, **query: str | None) -> str:
        """What the map draws."""
        return self.path + "/map.json" + self._with(query)

    def panel(self, key: MigrationKey) -> str:
        """The panel of one migration."""
        return f"{self.path}/migrations/{quote(str(key), safe='')}" + self._with({})

    def panel_pattern(self, **query: str | None) -> str:
        """As `panel`, with `{key}` in the place of the migration."""
        return f"{self.path}/migrations/{{key}}" + self._with(query)

    def keeping(self, **fixed: str | None) -> Self:
        """The same address with more parameters that every page of it keeps."""
        more = {name: value for name, value in fixed.items() if value is not None}
        return replace(self, fixed={**self.fixed, **more})

    def _with(self, query: Mapping[str, str | None]) -> str:
        return _tail([*self.fixed.items(), *query.items()])


def _tail(query: Query) -> str:
    pairs = [(name, value) for name, value in query if value]
    return f"?{urlencode(pairs)}" if pairs else ""


def with_query(path: str, query: Query) -> str:
    """A path and its parameters; empty ones are left out."""
    return path + _tail(query)
