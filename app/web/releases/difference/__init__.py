"""What changed between two releases, as page and JSON."""
