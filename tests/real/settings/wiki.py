"""django-wiki; the migrations of `sites` lie in the project, and `flatpages` has none."""

from tests.real.settings.every_project import *  # noqa: F403 - settings are put together so
from tests.real.settings.every_project import DJANGO

INSTALLED_APPS = [
    *DJANGO,
    "django.contrib.humanize",
    "django_nyt.apps.DjangoNytConfig",
    "mptt",
    "sekizai",
    "sorl.thumbnail",
    "wiki.apps.WikiConfig",
    "wiki.plugins.attachments.apps.AttachmentsConfig",
    "wiki.plugins.notifications.apps.NotificationsConfig",
    "wiki.plugins.images.apps.ImagesConfig",
    "wiki.plugins.macros.apps.MacrosConfig",
]
MIGRATION_MODULES = {"sites": "tests.real.settings.sites", "flatpages": None}
