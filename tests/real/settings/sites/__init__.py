"""The migrations of `django.contrib.sites`, as a project has them that keeps its own."""
