"""The facts behind a pinned page: what the address names by fingerprint and moment. They never change."""
