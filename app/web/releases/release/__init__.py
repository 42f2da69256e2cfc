"""One release, as page and JSON."""
