"""The list of a project's releases, as page and JSON."""
