"""The shape of one entry of the runbook."""

from dataclasses import dataclass

RECORD = (
    "INSERT INTO django_migrations (app, name, applied) "
    "VALUES ('{first.app_label}', '{first.name}', CURRENT_TIMESTAMP);"
)
DELETE = "DELETE FROM django_migrations WHERE app = '{subject.app_label}' AND name = '{subject.name}';"


@dataclass(frozen=True, slots=True)
class Way:
    """A way out: what to do, when it fits, and the commands that a person runs elsewhere."""

    title: str
    when: str
    commands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """
    One code. `sentence` and the commands are filled with a finding: `{subject}`, `{related}`, `{first}` (the first
    related one), `{app}` and `{count}`.
    """

    title: str
    sentence: str
    consequence: str
    meaning: str
    checks: tuple[str, ...]
    ways: tuple[Way, ...]
    avoid: str = ""
