"""
Where a MySQL or MariaDB server is, and how to talk to it, from a URL.

    mysql://user:password@host:3306/shop?ssl-mode=VERIFY_IDENTITY&ssl-ca=/etc/ssl/db.pem
    mariadb://user:password@localhost/shop?unix_socket=/run/mysqld/mysqld.sock
"""

import ssl
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from urllib.parse import parse_qsl, unquote, urlsplit

from app.collect.errors import CollectionError
from app.config import Secret
from app.domain.failure import Cause

DEFAULT_PORT = 3306


class TlsMode(StrEnum):
    """MySQL's own words (`--ssl-mode`) for how much a connection asks of TLS."""

    DISABLED = "DISABLED"
    PREFERRED = "PREFERRED"
    REQUIRED = "REQUIRED"
    VERIFY_CA = "VERIFY_CA"
    VERIFY_IDENTITY = "VERIFY_IDENTITY"


@dataclass(frozen=True, slots=True)
class Address:
    """
    One database of one server.

    `unix_socket` is a path, or empty for TCP. `ca` is the path of a PEM file, or empty for the certificates that the
    machine trusts.
    """

    host: str
    port: int
    user: str
    password: Secret
    database: str
    tls: TlsMode = TlsMode.PREFERRED
    ca: str = ""
    unix_socket: str = ""

    @classmethod
    def of(cls, database: Secret) -> "Address":
        """The address in a URL. Raises `CollectionError` for one that is none, or has a part that is not known."""
        try:
            address = cls._read(database)
        except (ValueError, KeyError):  # their texts repeat parts of the URL
            address = None
        if address is None:
            raise CollectionError(Cause.WRONG_URL)
        return address

    @classmethod
    def _read(cls, database: Secret) -> "Address | None":
        parts = urlsplit(database.reveal())
        options = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
        name = unquote(parts.path.removeprefix("/"), errors="strict")
        ca, path = options.pop("ssl-ca", ""), options.pop("unix_socket", "")
        usual = TlsMode.VERIFY_CA if ca else TlsMode.DISABLED if path else TlsMode.PREFERRED
        mode = TlsMode(options.pop("ssl-mode", usual).upper())
        if options or not name or "/" in name or not parts.username or parts.port == 0:
            return None
        return cls(
            parts.hostname or "localhost",
            parts.port or DEFAULT_PORT,
            unquote(parts.username, errors="strict"),
            Secret(unquote(parts.password or "", errors="strict")),
            name,
            mode,
            ca,
            path,
        )


def tls_context(address: Address) -> ssl.SSLContext:
    """
    The context for every connection that asks the same of TLS: making one takes 20 ms.

    Raises `OSError` when the file of certificates cannot be read, or holds none.
    """
    return _context(address.tls, address.ca)


@cache
def _context(mode: TlsMode, ca: str) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=ca or None)
    # Python 3.13 asks of a certificate what the ones that MySQL makes for itself do not have.
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    context.check_hostname = mode is TlsMode.VERIFY_IDENTITY
    if mode not in (TlsMode.VERIFY_CA, TlsMode.VERIFY_IDENTITY):
        context.verify_mode = ssl.CERT_NONE
    return context
