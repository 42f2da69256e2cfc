"""django-oauth-toolkit."""

from tests.real.settings.every_project import *  # noqa: F403 - settings are put together so
from tests.real.settings.every_project import DJANGO

INSTALLED_APPS = ["oauth2_provider", *DJANGO]
