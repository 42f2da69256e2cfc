"""A project whose app `legacy` lies in a second database. `REAL_DATABASE` is a folder."""

import os

DATABASES = {
    alias: {"ENGINE": "django.db.backends.sqlite3", "NAME": f"{os.environ['REAL_DATABASE']}/{alias}.sqlite3"}
    for alias in ("default", "other")
}
DATABASE_ROUTERS = ["tests.real.routed.router.LegacyRouter"]
INSTALLED_APPS = ["django.contrib.contenttypes", "tests.real.routed.orders", "tests.real.routed.legacy"]
SECRET_KEY = "none"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
