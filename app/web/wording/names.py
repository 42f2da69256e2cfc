"""The names of environments and tiers, in the order in which people look for them."""

import re
from functools import lru_cache

PRODUCTION = ("prod", "live")
"""A tier whose name begins like one of these comes before the other tiers."""

DIGITS = re.compile(r"(\d+)")

Name = tuple[tuple[int, str], ...]


def is_production(tier: str) -> bool:
    """Whether a tier is production, as far as its name tells."""
    return tier.lower().startswith(PRODUCTION)


@lru_cache(16_384)
def natural(name: str) -> Name:
    """A key that sorts `sandbox-9` before `sandbox-10`."""
    parts = DIGITS.split(name)
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in parts if part)
