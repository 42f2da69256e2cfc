"""
The steps of a way where the history was read in one schema of many, or by a search path.

The scripts say where they work, so that no other schema is changed. `migrate` itself knows no schemas: django-tenants
has a command that does. Where a project has another way to reach one schema, only the project knows it.
"""

from collections.abc import Iterable
from dataclasses import replace
from shlex import quote

from app.domain.release import Release
from app.domain.ways.way import Situation, Step

TENANT_APPS = frozenset({"django_tenants", "tenant_schemas"})
"""The labels of the packages whose command is `migrate_schemas`."""

MIGRATE = "python manage.py migrate"

ALONE = "It must run for the schema {schema} alone: how `migrate` is told so, this project knows."
"""What is to be known of a command where nobody has told us what reaches one schema."""


def placed(steps: Iterable[Step], situation: Situation) -> tuple[Step, ...]:
    """The steps, each with the schemas in which its script works, and with the command that reaches the schema."""
    if not situation.schemas:
        return tuple(steps)
    return tuple(_placed(step, situation) for step in steps)


def _placed(step: Step, situation: Situation) -> Step:
    if step.run is None or not situation.schema:
        return replace(step, schemas=situation.schemas)
    if has_tenants(step.run.release):
        words = step.text.removeprefix(MIGRATE)
        return replace(step, text=f"{MIGRATE}_schemas --schema={quote(situation.schema)}{words}")
    return replace(step, expect=f"{step.expect} {ALONE.format(schema=situation.schema)}".lstrip())


def has_tenants(release: Release) -> bool:
    """Whether the release is known to have the command `migrate_schemas`."""
    labels = (release.settings.get("INSTALLED_APPS") or "").split(",")
    return not TENANT_APPS.isdisjoint({*labels, *release.unmigrated_apps, *release.apps})
