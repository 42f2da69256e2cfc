"""What every page says while driftboard.toml, as it is now, is not in use."""

from collections.abc import Iterator

from app.config.current import SettingsState
from app.domain import english


def settings_notices(state: SettingsState) -> Iterator[str]:
    """A sentence for a file that cannot be used, or for a store that is opened at the next start only."""
    if state.problem:
        changed = f" was changed at {english.absolute(state.changed_at)} and" if state.changed_at else ""
        kept = f"; the settings of {english.absolute(state.read_at)} stay" if state.read_at else ""
        yield f"{state.file}{changed} cannot be used: {state.problem}{kept}."
    elif state.needs_restart:
        yield (
            f"{state.file} names another database for Driftboard's own store. Restart Driftboard to open it; "
            "all else in the file is in use."
        )
