"""Database URLs and the variables in them. No error repeats a part of a URL."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote, urlsplit

from app.config.errors import ConfigError, dotted_key, error_at
from app.config.secret import Secret

if TYPE_CHECKING:
    from app.domain.ways.scripts import Dialect

HALF = re.compile(r"[\ud800-\udfff]")
"""Matches a byte that is no UTF-8, as Python holds it in the value of a variable."""

DATABASE_URL = "DRIFTBOARD_DATABASE_URL"
"""The environment variable that names the store. It has precedence over the file."""

SCHEMES = ("postgresql", "postgres", "mysql", "mariadb", "sqlite")
STORE_SCHEMES = ("postgresql", "postgres", "sqlite")
SEARCH_PATH = re.compile(r"(?:-c\s*|--)search_path=((?:\\.|[^\s\\])+)")
SCHEMA = re.compile(r'"((?:[^"]|"")*)"|([^",\s]+)')
"""Match a search path in the options of a connection, with blanks behind backslashes, and each schema of it."""

VARIABLE = re.compile(r"\$\{([^}]*)\}")
VARIABLE_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def dialect_of(scheme: str) -> "Dialect":
    """The SQL of a database whose URL has this scheme; of all others it is PostgreSQL's."""
    from app.domain.ways.scripts import Dialect  # noqa: PLC0415 - commands that read settings should start quickly

    if scheme in ("mysql", "mariadb"):
        return Dialect.MYSQL
    return Dialect.SQLITE if scheme == "sqlite" else Dialect.POSTGRESQL


def search_path_of(url: Secret) -> tuple[str, ...]:
    """The schemas that the `options` in a URL of PostgreSQL name as its search path; none where they name none."""
    options = parse_qs(urlsplit(url.reveal()).query).get("options", [])
    found = SEARCH_PATH.search(" ".join(options))
    if found is None or url.scheme in ("mysql", "mariadb", "sqlite"):
        return ()
    text = re.sub(r"\\(.)", r"\1", found[1])
    return tuple(
        quoted.replace('""', '"') if quoted else plain.lower() for quoted, plain in SCHEMA.findall(text)
    )


def in_schema(url: str, schema: str) -> str:
    """The URL of PostgreSQL with this schema alone as its search path."""
    quoted = '"' + schema.replace('"', '""') + '"'
    escaped = re.sub(r"([\\\s])", r"\\\1", quoted)
    return f"{url}{'&' if '?' in url else '?'}options={quote(f'-csearch_path={escaped}', safe='')}"


def fill_variables(path: tuple[str, ...], text: str, environ: Mapping[str, str]) -> Secret:
    """The text with the value of each `${VARIABLE}`. Between `://` and `@` the value is quoted for a URL."""
    start, end = text.find("://"), text.rfind("@")

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if not VARIABLE_NAME.fullmatch(name):
            raise error_at(path, "between ${ and } stands the name of a variable: letters, digits and _")
        if name not in environ:
            raise ConfigError(dotted_key(path), f"the variable {name} is not set", f"export {name}=…")
        if HALF.search(environ[name]):
            raise ConfigError(dotted_key(path), f"the variable {name} is not UTF-8 text", f"export {name}=…")
        return quote(environ[name], safe="") if 0 < start < match.start() < end else environ[name]

    return Secret(VARIABLE.sub(value, text))


def store_url_of(path: tuple[str, ...], url: Secret, folder: Path) -> Secret:
    """The URL, if the store can open it. The path of a SQLite file is relative to `folder`."""
    if url.scheme not in STORE_SCHEMES:
        raise error_at(
            path, "Driftboard keeps what it has seen in PostgreSQL (postgresql://…) or SQLite (sqlite:///…)"
        )
    return database_url_of(path, url, folder)


def database_url_of(path: tuple[str, ...], url: Secret, folder: Path) -> Secret:
    """The URL, if a collector can open it. The path of a SQLite file is relative to `folder`."""
    if url.scheme not in SCHEMES:
        raise error_at(
            path,
            "only PostgreSQL, MySQL, MariaDB and SQLite are read: a URL that begins with postgresql://, mysql://, "
            "mariadb:// or sqlite:///",
        )
    if HALF.search(url.reveal()):
        raise error_at(path, "this is not UTF-8 text; such a byte is written %FF in a URL")
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
        # Several hosts, each with a port, are a form of PostgreSQL's that the standard library cannot read.
        return parts.netloc.count("@") <= 1 and ("," in hosts or parts.port != 0)
    except ValueError:  # the text of this error repeats a part of the URL
        return False
