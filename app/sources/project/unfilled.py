"""Lines of driftboard.toml that were taken as they were proposed, and not filled in."""

from app.sources import toml_lines
from app.sources.errors import SourceError
from app.sources.options import ReadingOptions


def refuse(options: ReadingOptions) -> None:
    """Raise `SourceError` where an option has a value that is still to be filled in."""
    tables = {
        "settings": options.settings,
        "env": options.env,
        "labels": options.labels,
        "migration_modules": options.migration_modules or {},
    }
    lists = {"django": (options.django,), "installed_apps": options.installed_apps or ()}
    texts = {**lists, **{name: (*table.keys(), *table.values()) for name, table in tables.items()}}
    for name, values in texts.items():
        if any(toml_lines.PLACEHOLDER in text for text in values if text):
            raise SourceError(f"{name}: … stands for a value that is to be filled in")
