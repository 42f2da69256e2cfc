"""The third-party apps that most projects install, with Wagtail and the schedule of Celery."""

from tests.real.settings.popular import *  # noqa: F403 - settings are put together so
from tests.real.settings.popular import INSTALLED_APPS as POPULAR

INSTALLED_APPS = [
    *POPULAR,
    "django_celery_beat",
    "modelcluster",
    "wagtail",
    "wagtail.admin",
    "wagtail.documents",
    "wagtail.embeds",
    "wagtail.images",
    "wagtail.search",
    "wagtail.sites",
    "wagtail.snippets",
    "wagtail.users",
]
WAGTAILADMIN_BASE_URL = "http://localhost"
WAGTAIL_SITE_NAME = "none"
