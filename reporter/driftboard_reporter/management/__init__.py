"""The management commands of the reporter, for projects that have it in INSTALLED_APPS."""
