"""The lines of driftboard.toml, and the options, that settle what the source does not tell: the ends of sentences."""

from collections.abc import Iterable, Mapping


def django() -> str:
    """The line that gives Django's version."""
    return 'please add django = "5.2" (your version) in driftboard.toml, or give --django 5.2'


def label(folder: str, value: str | None = None) -> str:
    """The line that gives the label of the app in a folder."""
    return f'please add labels = {{ "{folder}" = "{value or "…"}" }} in driftboard.toml'


def installed_apps(entry: str = "") -> str:
    """The line that gives the list of installed apps, of which an entry may be named."""
    entries = f'"{entry}", …' if entry else "…"
    return f"please add the list, installed_apps = [{entries}], in driftboard.toml"


def setting(name: str, model: str = "app.Model") -> str:
    """The line that gives the model of a setting."""
    return (
        f'please add settings = {{ {name} = "{model}" }} in driftboard.toml, or give --setting {name}={model}'
    )


def migration(key: str, lists: Mapping[str, Iterable[str]]) -> str:
    """The line that states the lists of a migration by hand, or the way to an exact release."""
    stated = ", ".join(f"{name} = [{_texts(entries)}]" for name, entries in lists.items())
    return (
        f'please add migrations = {{ "{key}" = {{ {stated} }} }} in driftboard.toml, or take the release from '
        "the reporter"
    )


def _texts(entries: Iterable[str]) -> str:
    return ", ".join(f'"{entry}"' for entry in entries)
