"""
Writes the release of a Django project as a manifest: every migration, as Django itself has loaded it from disk.

It runs inside the project, needs Django and nothing else, opens no database connection and changes nothing.
"""

__version__ = "1.0.0"
