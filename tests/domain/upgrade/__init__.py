"""Paths to a release: what arrives, over which releases, and what is never called impossible."""
