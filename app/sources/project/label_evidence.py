"""
The label of an app by its own migrations: those after the first depend on another of the same app, by its label.

    shop/app/migrations/0002_more.py     dependencies = [("core", "0001_initial")]     the label is core

Django could not load the app under another label.
"""

from collections.abc import Iterable

from app.sources.migration import package as migrations_package
from app.sources.python.modules import Location, Modules


def label_of(modules: Modules, location: Location, candidates: Iterable[str]) -> str | None:
    """The one of the candidates under which the migrations in the app's folder depend on each other, or None."""
    consistent = _labels(modules, location).intersection(candidates)
    return consistent.pop() if len(consistent) == 1 else None


def any_label_of(modules: Modules, location: Location) -> str | None:
    """The one label under which they depend on each other, whatever the candidates are; None where there are more."""
    labels = _labels(modules, location)
    return labels.pop() if len(labels) == 1 else None


def _labels(modules: Modules, location: Location) -> set[str]:
    """The labels under which migrations in the app's folder depend on others of the names there."""
    root, folder = location
    path = f"{folder}/migrations" if folder else "migrations"
    package = migrations_package.read(modules, root, path, "?")
    names = {migration.key.name for migration in package.migrations}
    return {
        dependency.app_label
        for migration in package.migrations
        for dependency in migration.dependencies
        if dependency.name in names and dependency.name != migration.key.name
    }
