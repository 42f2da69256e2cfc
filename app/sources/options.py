"""What a user says about a reading beside the place; it goes before what the source says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """
    All that may be said; the defaults mean that nothing is.

    `settings` are those that migrations depend on, and `module`, which names the settings module. `installed_apps`
    are dotted names, as in INSTALLED_APPS; None leaves that to the settings module, as it does for
    `migration_modules`. `labels` name apps whose label is not plain, by folder or dotted package. `roots` are further
    places of apps: site-packages, virtual environments, folders of wheels. `overlay` is a manifest, whose apps are
    taken where no root has them.
    """

    django: str | None = None
    settings: Mapping[str, str] = field(default_factory=lambda: NONE)
    installed_apps: tuple[str, ...] | None = None
    migration_modules: Mapping[str, str | None] | None = None
    labels: Mapping[str, str] = field(default_factory=lambda: NONE)
    roots: tuple[Path, ...] = ()
    overlay: Path | None = None
