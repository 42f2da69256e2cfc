"""pretix with the settings of its own, on one SQLite file; its data lie beside that."""

import os
from pathlib import Path

os.environ["PRETIX_DATABASE_NAME"] = os.environ["REAL_DATABASE"]
os.environ["PRETIX_DATA_DIR"] = str(Path(os.environ["REAL_DATABASE"]).parent)
os.environ["PRETIX_DJANGO_SECRET"] = "none"

from pretix.settings import *  # noqa: F403 - it reads the environment when it is imported
