"""The settings that all projects share: Django's own apps, and one SQLite file, or a database of PostgreSQL."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from django.db.backends.signals import connection_created
from django.dispatch import receiver

DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["REAL_DATABASE"]}}
if os.environ.get("REAL_POSTGRES"):
    url = urlsplit(os.environ["REAL_POSTGRES"])
    DATABASES["default"] = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": url.path[1:],
        "USER": url.username or "",
        "PASSWORD": url.password or "",
        "HOST": url.hostname,
        "PORT": url.port or "",
    }
SECRET_KEY = "none"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
SITE_ID = 1
ROOT_URLCONF = "tests.real.settings.urls"
STATIC_URL = "/static/"
MEDIA_ROOT = str(Path(os.environ["REAL_DATABASE"]).with_suffix(".media"))
HAYSTACK_CONNECTIONS = {"default": {"ENGINE": "haystack.backends.simple_backend.SimpleEngine"}}
DJANGO = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.flatpages",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sites",
    "django.contrib.staticfiles",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]


@receiver(connection_created)
def make_fast(connection, **_):
    """Make SQLite fast. The database need not survive a power cut."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous = OFF")
        cursor.execute("PRAGMA journal_mode = MEMORY")
