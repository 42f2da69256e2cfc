"""The address under which people reach the dashboard: `https://drift.example`."""

from urllib.parse import urlsplit

from app.config.commit_url import CHARACTERS, FORBIDDEN
from app.config.errors import error_at

KEY = "public_url"


def public_url_of(text: str) -> str:
    """The address without a slash at its end. Raises `ConfigError` where it is no address of a host alone."""
    path = (KEY,)
    address = text.rstrip("/")
    try:
        parts = urlsplit(address)
        is_address = parts.scheme in ("http", "https") and bool(parts.hostname)
        _ = parts.port
    except ValueError:
        is_address = False
    if not is_address or not CHARACTERS.fullmatch(address) or FORBIDDEN.intersection(address):
        raise error_at(
            path, "this should be the address of the dashboard: it begins with https:// or http://"
        )
    if "@" in parts.netloc:
        raise error_at(path, "links show it, so no name or password of a user may be in it")
    if parts.path or parts.query or parts.fragment:
        raise error_at(path, "only the host and its port belong here: pages are at its root, as /shop")
    return address
