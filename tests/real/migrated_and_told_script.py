"""
Runs in a project: migrates its database, and then prints what the reporter tells of the project.

To begin and to load all apps is most of what either costs; so one process does both.
"""

import sys
from contextlib import redirect_stdout

import django
from django.core.management import call_command
from driftboard_reporter.command import main

django.setup()
with redirect_stdout(sys.stderr):
    call_command("migrate", verbosity=0, skip_checks=True)
sys.exit(main(sys.argv[1:]))
