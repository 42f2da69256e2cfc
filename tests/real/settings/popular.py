"""The third-party apps that most projects install."""

from tests.real.settings.every_project import *  # noqa: F403 - settings are put together so
from tests.real.settings.every_project import DJANGO

INSTALLED_APPS = [
    *DJANGO,
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.usersessions",
    "axes",
    "guardian",
    "oauth2_provider",
    "rest_framework",
    "rest_framework.authtoken",
    "rest_framework_simplejwt.token_blacklist",
    "reversion",
    "social_django",
    "taggit",
]
MIDDLEWARE = ["allauth.account.middleware.AccountMiddleware"]
