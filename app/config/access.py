"""Who may ask for pages, and under which names: hosts, the proxies that are believed, and the header of the user."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

from app.config.errors import error_at
from app.config.toml_values import list_of, text_of

KEYS = ("allowed_hosts", "trusted_proxies", "user_header")

LOOPBACK_NAMES = ("localhost", "127.0.0.1", "::1")

HOST = re.compile(r"(?:\*\.)?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|[0-9a-f]*(?::[0-9a-f]*){2,7}")
"""A name, an address of IPv4 or IPv6, or `*.` before a name."""

HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]*")


@dataclass(frozen=True, slots=True)
class Access:
    """
    Hosts are lower-case names without a port, `*.example` for all names below one.

    The user is believed where `user_header` comes from one of `trusted_proxies`. Without the header nobody signs in.
    """

    allowed_hosts: tuple[str, ...] = ()
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = ()
    user_header: str = ""

    def allows(self, host: str, *others: str) -> bool:
        """Whether a host, without its port, is one of ours: loopback, allowed, or one of the `others`."""
        name = host.lower().rstrip(".")
        return any(
            name == allowed or (allowed.startswith("*.") and name.endswith(allowed[1:]))
            for allowed in (*LOOPBACK_NAMES, *self.allowed_hosts, *others)
            if allowed
        )

    def trusts(self, client: str) -> bool:
        """Whether an address is that of a proxy that is believed."""
        try:
            address = ip_address(client.partition("%")[0])
        except ValueError:
            return False
        address = getattr(address, "ipv4_mapped", None) or address
        return any(address in network for network in self.trusted_proxies)


def access_of(content: Mapping[str, Any]) -> Access:
    """The access that the top of a driftboard.toml gives. Raises `ConfigError`."""
    hosts = tuple(host.lower() for host in list_of(content, (), "allowed_hosts"))
    for host in hosts:
        if not HOST.fullmatch(host):
            raise error_at(("allowed_hosts",), "a host is a name or an address, without a port")
    try:
        proxies = tuple(ip_network(text) for text in list_of(content, (), "trusted_proxies"))
    except ValueError:
        problem = "a proxy is an address, or a network whose last bits are zero"
        raise error_at(("trusted_proxies",), problem) from None
    header = text_of(content, (), "user_header") if "user_header" in content else ""
    if header and not HEADER.fullmatch(header):
        raise error_at(("user_header",), "this should be the name of a header")
    if header and not proxies:
        raise error_at(("user_header",), "anybody can send a header: say in trusted_proxies whose counts")
    return Access(hosts, proxies, header)


def host_of(url: str) -> str:
    """The host of an address, without its port; empty where there is none."""
    return urlsplit(url).hostname or ""
