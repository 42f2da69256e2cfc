"""The address of a commit where people read it: `https://git.example/shop/commit/{commit}`."""

import re
from urllib.parse import urlsplit

from app.config.errors import error_at
from app.config.settings import COMMIT

KEY = "commit_url"

CHARACTERS = re.compile(r"[!-~]+")
"""Matches what an address is written with: ASCII without spaces."""

FORBIDDEN = frozenset("\"'<>\\^`|")
"""What no address holds as it is."""


def commit_url_of(path: tuple[str, ...], text: str) -> str:
    """The address, if pages may link to it; `path` leads to the project. Raises `ConfigError`."""
    key_path = (*path, KEY)
    if COMMIT not in text:
        raise error_at(key_path, "{commit} is missing: it stands for the id of the commit")
    without = text.replace(COMMIT, "")
    if "{" in without or "}" in without:
        raise error_at(key_path, "only {commit} is filled in; there is another { or } in it")
    if not CHARACTERS.fullmatch(text) or FORBIDDEN.intersection(text):
        raise error_at(
            key_path, "an address has no spaces, quotes or special letters; write them as %20 and so on"
        )
    try:
        parts = urlsplit(text)
        is_address = parts.scheme in ("http", "https") and bool(parts.hostname)
        _ = parts.port
    except ValueError:
        is_address = False
    if not is_address:
        raise error_at(
            key_path, "this should be the address of a web page: it begins with https:// or http://"
        )
    if COMMIT in parts.netloc:
        raise error_at(key_path, "{commit} should come after the name of the host")
    if "@" in parts.netloc:
        raise error_at(key_path, "pages show it, so no name or password of a user may be in it")
    return text
