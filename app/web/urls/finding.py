"""
The addresses of one finding of an environment.

    …/environments/sandbox-3/findings/missing-dependency/orders.0001_initial                live
    …/at/2026-06-19T0912Z~7c1f0a9e41/against/v2.4~4be19d02aa/missing-dependency/orders.0001_initial  pinned

The code-word and the migration name the finding: no two findings of one comparison share both.
"""

from dataclasses import dataclass
from typing import Self
from urllib.parse import quote

from app.domain.findings import Code, Finding
from app.domain.keys import MigrationKey
from app.domain.ways.scripts import Dialect
from app.web.urls.environment import LIVE_PATH, PINNED_PATH, EnvironmentAddress
from app.web.urls.keys import key_of, text_of

LIVE_FINDING_PATH = LIVE_PATH + "/findings/{word}/{key}"
"""The pattern of the routes of a live finding."""

PINNED_FINDING_PATH = PINNED_PATH + "/{word}/{key}"
"""The pattern of the routes of a pinned finding."""

FORMATS = (".json", ".md", ".txt", ".html", ".png")
"""What an address of a finding may end with; the name of a migration that ends so is written `0001=2Ejson`."""

_DOT = "=2E"
_WORDS = {code.word: code for code in Code}
_NUMBERS = {code.value: code for code in Code}


@dataclass(frozen=True, slots=True)
class FindingAddress:
    """The pages of one finding, live or pinned as the page of its environment is."""

    environment: EnvironmentAddress
    code: Code
    subject: MigrationKey

    @classmethod
    def of(cls, environment: EnvironmentAddress, finding: Finding) -> Self:
        """The addresses of a finding, beside those of the environment's own page."""
        return cls(environment, finding.code, finding.subject)

    def page(self, **query: str | None) -> str:
        """The page itself; `query` as for the page of an environment."""
        return self._at.page(**query)

    def json(self) -> str:
        """The page as JSON."""
        return self._at.json()

    def page_in(self, dialect: Dialect) -> str:
        """The page with its scripts in this SQL."""
        return self._at.with_parameters(sql=dialect.value).page()

    def part(self, name: str) -> str:
        """What stands below the page under this name: `now`, `preview.png`."""
        address = self._at
        return EnvironmentAddress(f"{address.path}/{name}", address.parameters).page()

    @property
    def _at(self) -> EnvironmentAddress:
        environment = self.environment
        middle = "" if environment.is_pinned else "/findings"
        path = f"{environment.path}{middle}/{self.code.word}/{segment_of(self.subject)}"
        return EnvironmentAddress(path, environment.parameters, environment.is_pinned)


def segment_of(key: MigrationKey) -> str:
    """The last segment of the path, quoted."""
    text = text_of(key)
    for ending in FORMATS:
        if text.endswith(ending):
            text = text.removesuffix(ending) + _DOT + ending[1:]
    return quote(text, safe="=")


def subject_of(text: str) -> MigrationKey:
    """The migration that a last segment names, when it is no longer quoted. Raises `ValueError` where it names none."""
    for ending in FORMATS:
        escaped = _DOT + ending[1:]
        if text.endswith(escaped):
            text = text.removesuffix(escaped) + ending
    return key_of(text)


def code_of(word: str) -> Code | None:
    """The code of a code-word or of a number, `missing-dependency` or `D101`; None for other texts."""
    return _WORDS.get(word) or _NUMBERS.get(word.upper())
