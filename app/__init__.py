"""Driftboard: which deployed databases Django would refuse to migrate, and why."""

__version__ = "0.1.0"
