"""
The lines of driftboard.toml, and the options, that settle what the source does not tell: the ends of sentences.

A line never holds a value that is a guess: `…` stands for what is not known, and a reading refuses it.
"""

from collections.abc import Iterable, Mapping, Sequence

from app.domain.english import listed

PLACEHOLDER = "…"
"""Stands in a line for a value that is to be filled in."""


MAX_SHOWN = 5
"""The most values that a sentence names to choose from."""


def django() -> str:
    """The line that gives Django's version."""
    return 'please add django = "…" in driftboard.toml, or give --django …, with your version, such as 5.2'


def label(folder: str, value: str | None, candidates: Sequence[str] = ()) -> str:
    """The line that gives the label of the app in a folder: one that its own migrations tell, or none."""
    line = f'please add labels = {{ "{folder}" = "{value or PLACEHOLDER}" }} in driftboard.toml'
    if value:
        return f"{line}, as its migrations depend on each other by this label"
    such_as = _such_as(candidates) if len(candidates) > 1 else ""
    return f"{line}, with the label that it has where it runs{such_as}"


def installed_apps() -> str:
    """The line that gives the list of installed apps."""
    return "please add the list, installed_apps = […], in driftboard.toml"


def setting(name: str, model: str | None = None) -> str:
    """The line that gives the model of a setting."""
    value = model or PLACEHOLDER
    with_what = "" if model else ", with the model that it names where it runs, such as app.Model"
    return (
        f'please add settings = {{ {name} = "{value}" }} in driftboard.toml, or give --setting {name}={value}'
        f"{with_what}"
    )


def settings_module(candidates: Sequence[str]) -> str:
    """The line that names the settings module; the candidates are those that may run."""
    return (
        f'please add settings = {{ module = "…" }} in driftboard.toml, with the one that runs'
        f"{_such_as(candidates)}"
    )


def environment(variables: Sequence[str]) -> str:
    """The line that gives environment variables."""
    entries = ", ".join(f'{name} = "…"' for name in variables)
    names = " and ".join(variables)
    return f"please add env = {{ {entries} }} in driftboard.toml, with what {names} holds where it runs"


def migration_modules() -> str:
    """The line that gives MIGRATION_MODULES, without its first words."""
    return (
        'migration_modules = { "…" = "…" } in driftboard.toml, with the entries that hold '
        "where it runs, or {} where there are none"
    )


def migration(key: str, lists: Mapping[str, Iterable[str]]) -> str:
    """The line that states the lists of a migration by hand, or the way to an exact release."""
    stated = ", ".join(f"{name} = [{_texts(entries)}]" for name, entries in lists.items())
    return (
        f'please add migrations = {{ "{key}" = {{ {stated} }} }} in driftboard.toml, or take the release from '
        "the reporter"
    )


def _such_as(candidates: Sequence[str]) -> str:
    return f", such as {listed(candidates, MAX_SHOWN)}" if candidates else ""


def _texts(entries: Iterable[str]) -> str:
    return ", ".join(f'"{entry}"' for entry in entries)
