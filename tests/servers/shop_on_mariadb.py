"""
The settings of the demo shop, with its database on MariaDB.

They are a file of their own, as the shop's own have the same commits on every machine. Django talks to MariaDB through
PyMySQL, which takes the place of mysqlclient.
"""

import os
from urllib.parse import unquote, urlsplit

import pymysql

pymysql.install_as_MySQLdb()

from shop.settings import *  # noqa: E402, F403 - Django looks for MySQLdb when it reads the rest

_url = urlsplit(os.environ["DATABASE_URL"])
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.mysql",
        "NAME": unquote(_url.path[1:]),
        "USER": unquote(_url.username or ""),
        "PASSWORD": unquote(_url.password or ""),
        "HOST": _url.hostname,
        "PORT": str(_url.port or 3306),
    }
}
