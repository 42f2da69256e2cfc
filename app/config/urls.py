"""Database URLs: the variables in them, and what is wrong with one, said without repeating it."""

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, urlsplit

from app.config.errors import ConfigError, dotted_key, error_at
from app.config.secret import Secret

DATABASE_URL = "DRIFTBOARD_DATABASE_URL"
"""The variable that names the store, whatever the file says."""

SCHEMES = ("postgresql", "postgres", "sqlite")
VARIABLE = re.compile(r"\$\{([^}]*)\}")
VARIABLE_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def fill_variables(path: tuple[str, ...], text: str, environ: Mapping[str, str]) -> Secret:
    """The text with each `${VARIABLE}` replaced. Between `://` and `@` the value is quoted, as a URL asks."""
    start, end = text.find("://"), text.rfind("@")

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if not VARIABLE_NAME.fullmatch(name):
            raise error_at(path, "between ${ and } stands the name of a variable: letters, digits and _")
        if name not in environ:
            raise ConfigError(dotted_key(path), f"the variable {name} is not set", f"export {name}=…")
        return quote(environ[name], safe="") if 0 < start < match.start() < end else environ[name]

    return Secret(VARIABLE.sub(value, text))


def database_url_of(path: tuple[str, ...], url: Secret, folder: Path) -> Secret:
    """The URL, when it is one that a collector or the store can open; a file is looked for in `folder`."""
    if url.scheme not in SCHEMES:
        raise error_at(path, "this should be a database URL that begins with postgresql:// or sqlite:///")
    if url.scheme == "sqlite":
        file = url.reveal().partition("://")[2]
        if not file.startswith("/") or file in ("/", "/:memory:"):
            raise error_at(path, "a file should follow sqlite:/// (a fourth slash begins an absolute path)")
        return Secret(f"sqlite:///{folder / file[1:]}")
    if not _is_url(url):
        raise error_at(path, "this is not a URL; in a user name or a password an @ is written %40, a / %2F")
    return url


def _is_url(url: Secret) -> bool:
    try:
        parts = urlsplit(url.reveal())
        hosts = parts.netloc.rpartition("@")[2]
        # Several hosts with a port each are PostgreSQL's own form, which the standard library cannot read.
        return parts.netloc.count("@") <= 1 and ("," in hosts or parts.port != 0)
    except ValueError:  # its text repeats a part of the URL
        return False
