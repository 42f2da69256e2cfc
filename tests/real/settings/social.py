"""social-auth-app-django."""

from tests.real.settings.common import *  # noqa: F403 - settings are put together so
from tests.real.settings.common import DJANGO

INSTALLED_APPS = ["social_django", *DJANGO]
