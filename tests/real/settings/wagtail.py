"""Wagtail with every app of its own that has migrations."""

from tests.real.settings.every_project import *  # noqa: F403 - settings are put together so
from tests.real.settings.every_project import DJANGO

INSTALLED_APPS = [
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    *DJANGO,
]
WAGTAIL_SITE_NAME = "real"
WAGTAILADMIN_BASE_URL = "http://localhost"
