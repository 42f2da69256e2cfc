"""Paths to a release, held against real Django, and followed in real projects."""
