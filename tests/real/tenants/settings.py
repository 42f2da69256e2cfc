"""A project with a schema for each tenant, as the documents of django-tenants begin one. `REAL_DATABASE` is a URL."""

import os
from urllib.parse import urlsplit

URL = urlsplit(os.environ["REAL_DATABASE"])
DATABASES = {
    "default": {
        "ENGINE": "django_tenants.postgresql_backend",
        "NAME": URL.path[1:],
        "HOST": URL.hostname,
        "PORT": URL.port,
        "USER": URL.username,
        "PASSWORD": URL.password or "",
    }
}
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]
SHARED_APPS = [
    "django_tenants",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "tests.real.tenants.customers",
]
TENANT_APPS = ["django.contrib.contenttypes", "tests.real.tenants.orders", "tests.real.tenants.billing"]
INSTALLED_APPS = list(dict.fromkeys([*SHARED_APPS, *TENANT_APPS]))
TENANT_MODEL = "customers.Client"
TENANT_DOMAIN_MODEL = "customers.Domain"
SECRET_KEY = "none"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
