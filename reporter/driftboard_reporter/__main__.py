"""`python -m driftboard_reporter`."""

import sys

from driftboard_reporter.command import main

sys.exit(main(sys.argv[1:]))
