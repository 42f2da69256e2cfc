"""pretalx with the settings of its own, on one SQLite file; its data lie beside that."""

import os
import sys
from contextlib import redirect_stdout
from pathlib import Path

os.environ["PRETALX_DB_NAME"] = os.environ["REAL_DATABASE"]
os.environ["PRETALX_DATA_DIR"] = str(Path(os.environ["REAL_DATABASE"]).parent)

with redirect_stdout(sys.stderr):  # it greets whoever imports it
    from pretalx.settings import *  # noqa: F403 - it reads the environment when it is imported

if os.environ.get("REAL_POSTGRES"):
    from tests.real.settings.every_project import DATABASES  # noqa: F401 - in place of its own
