"""SQUAD with the settings of its own, on one SQLite file."""

import os
import sys
from types import SimpleNamespace

os.environ["DATABASE"] = f"NAME={os.environ['REAL_DATABASE']}"
os.environ["SECRET_KEY"] = "none"
# Its pages fetch their scripts from elsewhere as soon as they are imported, and it looks too early whether a
# middleware is there; neither has migrations.
sys.modules["squad.frontend.setup"] = SimpleNamespace(setup_staticfiles=lambda: None)
sys.modules["allauth.account.middleware"] = SimpleNamespace()

from squad.settings import *  # noqa: E402, F403 - it reads the environment when it is imported

if os.environ.get("REAL_POSTGRES"):
    from tests.real.settings.every_project import DATABASES  # noqa: F401 - in place of its own
