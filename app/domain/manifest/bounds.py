"""How long the texts of a manifest may be: they stand on pages, in links and in the log."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.domain.json_values import ManifestError

MAX_TEXT_LENGTH = 1_000
"""Of a text that people read, in characters. Django's columns hold 255 of an app and a name."""

MAX_PATH_LENGTH = 5_000
"""Of the path of a file: a system takes some 4,096 bytes."""


def hold(content: Mapping[str, Any]) -> None:
    """See that no text of a manifest of format 1, whose values are checked, is longer. Raises `ManifestError`."""
    _hold("", _of_release(content))
    for index, migration in enumerate(content["migrations"]):
        _hold(f"migrations[{index}].", _of_migration(migration))


def _hold(place: str, texts: Iterator[tuple[str, str | None]]) -> None:
    for name, text in texts:
        most = MAX_PATH_LENGTH if name == "path" else MAX_TEXT_LENGTH
        if text is not None and len(text) > most:
            raise ManifestError(
                f"{place}{name}", f"has {len(text):,} characters, and at most {most:,} are taken"
            )


def _of_release(content: Mapping[str, Any]) -> Iterator[tuple[str, str | None]]:
    yield from ((name, content[name]) for name in ("project", "label", "commit"))
    for setting in content["settings"].items():
        yield from (("settings", text) for text in setting)
    yield from (("unmigrated_apps", text) for text in content["unmigrated_apps"])
    for app_label, name, path, _ in content.get("passed_over", ()):
        yield from (("passed_over", app_label), ("passed_over", name), ("path", path))


def _of_migration(migration: Mapping[str, Any]) -> Iterator[tuple[str, str | None]]:
    yield from ((name, migration.get(name)) for name in ("app", "name", "path"))
    for part in ("dependencies", "run_before", "replaces"):
        yield from ((part, text) for pair in migration[part] for text in pair)
    for operation in migration["operations"]:
        yield from (("operations", operation.get(name)) for name in ("kind", "name"))
