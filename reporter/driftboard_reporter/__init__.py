"""
The reporter hands the release of a Django project to the dashboard, and what the project's databases hold.

It runs inside the project, needs Django and nothing else, and changes nothing. A release is the project as Django has
loaded it from disk: no database is asked. Histories are read through the project's own connections.

    command.py           the command line
    release.py           hands over a release
      project.py           the project as Django loads it
      manifest.py          the text of the manifest
      operations.py        the operations of a migration in brief
      schema.py            what they do to tables and columns
      editor.py            a schema editor that writes down what it is told
      moment.py            the part of Django's state that one operation is about
      running_order.py     the order in which migrations run; the dashboard has a copy of this file
      operation_names.py   their names; the dashboard has a copy of this file
      fingerprints.py      their fingerprints; the dashboard has a copy of this file
      source.py            the source of a migration
      swappable.py         the settings that decide a dependency
    handover.py          hands over what an environment holds and runs
      histories.py         the rows of each database, read-only
    output.py            writes to a file
    push.py              hands something to the dashboard
      answer.py            what it answers, or why it does not
      tokens.py            the token with which it takes it
    patience.py          how long is waited for it
    address.py           the addresses of the dashboard
"""

__version__ = "1.2.0"
