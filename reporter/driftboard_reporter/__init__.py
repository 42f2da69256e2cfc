"""
The reporter writes the release of a Django project as a manifest: every migration, as Django has loaded it from disk.

It runs inside the project, needs Django and nothing else, opens no database connection and changes nothing.

    command.py           the command line
    project.py           the project as Django loads it
    manifest.py          the text of the manifest
    operations.py        the operations of a migration in brief
    operation_names.py   their names; the dashboard has a copy of this file
    fingerprints.py      their fingerprints; the dashboard has a copy of this file
    source.py            the source of a migration
    swappable.py         the settings that decide a dependency
    output.py            writes the manifest to a file
    push.py              hands it to the dashboard
"""

__version__ = "1.0.0"
