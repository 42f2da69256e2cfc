"""What a release holds, as a document (`driftboard-outline/1`) and as lines for a terminal."""

from collections.abc import Iterator
from typing import Any

from app.domain.english import count, visible
from app.domain.release import Release
from app.domain.resolution.outline import AppOutline, Outline, outline

FORMAT = "driftboard-outline/1"
WORD_WIDTH = 14
"""The width of the column of words, in characters."""


DJANGO_UNKNOWN = (
    'not known, as no file pins it; please add django = "5.2" (your version), or give --django 5.2'
)
"""What stands in the place of Django's version where the source pins none."""


def headline(release: Release, name: str) -> str:
    """What a release holds, in one sentence, and what is the matter with it."""
    contents = outline(release)
    holds = (
        f"{name} holds {count(len(release.migrations), 'migration')} in {count(len(contents.apps), 'app')}"
    )
    if release.unreadable:
        number = len(release.unreadable)
        return f"{holds}; {count(number, 'place')} in its source could not be read."
    if contents.forked:
        labels = [app.label for app in contents.forked]
        many = f"{len(labels)} apps are" if len(labels) > 1 else f"{labels[0]} is"
        return f"{holds}; {many} forked, so Django refuses to migrate."
    return f"{holds}."


def report(release: Release, name: str) -> dict[str, Any]:
    """The document; keys of migrations are written `app.name`."""
    contents = outline(release)
    return {
        "format": FORMAT,
        "name": name,
        "fingerprint": release.fingerprint,
        "commit": release.commit,
        "django": release.django or None,
        "settings": dict(sorted(release.settings.items())),
        "sentence": headline(release, name),
        "complete": release.complete,
        "migrations": len(release.migrations),
        "irreversible": contents.irreversible_count,
        "apps": [_app(app) for app in contents.apps],
        "squashes": [
            {"key": str(squash.key), "replaces": [str(key) for key in squash.replaces]}
            for squash in release.squashes
        ],
        "apps_without_migrations": sorted(release.unmigrated_apps),
        "apps_not_covered": list(contents.not_covered),
        **(
            {
                "passed_over": [
                    {"key": str(file.key), "file": file.path, "reason": file.reason.words}
                    for file in release.passed_over
                ]
            }
            if release.passed_over
            else {}
        ),
        "unreadable": [
            {"file": entry.path, "line": entry.line, "reason": entry.reason} for entry in release.unreadable
        ],
    }


def _app(app: AppOutline) -> dict[str, Any]:
    return {
        "label": app.label,
        "migrations": [str(migration.key) for migration in app.migrations],
        "leaves": [str(key) for key in app.leaves],
        "forked": app.is_forked,
        "irreversible": [str(key) for key in app.irreversible],
    }


def plain(release: Release, name: str) -> str:
    """The text for a terminal: the sentence first, then the facts, then the apps."""
    return "\n".join(map(visible, [headline(release, name), "", *_lines(release, outline(release))]))


def _lines(release: Release, contents: Outline) -> Iterator[str]:
    yield _line("fingerprint", release.fingerprint)
    if release.commit:
        yield _line("commit", release.commit)
    yield _line("Django", release.django or DJANGO_UNKNOWN)
    for name, value in sorted(release.settings.items()):
        yield _line("setting", f"{name} = {value}")
    for app in contents.apps:
        leaves = " and ".join(key.name for key in app.leaves) or "no last one"
        fork = ", forked" if app.is_forked else ""
        irreversible = f", {len(app.irreversible)} irreversible" if app.irreversible else ""
        yield _line(
            "app",
            f"{app.label}: {count(len(app.migrations), 'migration')}{irreversible}, up to {leaves}{fork}",
        )
    for squash in release.squashes:
        yield _line("squash", f"{squash.key} replaces {', '.join(str(key) for key in squash.replaces)}")
    if contents.not_covered:
        yield _line("not covered", ", ".join(contents.not_covered))
    for file in release.passed_over:
        yield _line("passed over", str(file))
    for entry in release.unreadable:
        yield _line("unreadable", str(entry))


def _line(word: str, text: str) -> str:
    return f"{word:{WORD_WIDTH}}{text}"
